extension Grammar {
  /// Averages over all the texts that a rule can write.
  public struct Expectation: Equatable, Sendable {
    /// The information, in bits; its average is the entropy.
    public var bits = 0.0
    /// The length in characters.
    public var characters = 0.0
    /// The number of words: runs of characters that white space ends.
    public var words = 0.0

    /// The entropy per character.
    public var bitsPerCharacter: Double { bits / characters }

    mutating func add(_ other: Expectation, weight: Double = 1) {
      bits += weight * other.bits
      characters += weight * other.characters
      words += weight * other.words
    }
  }

  /// The averages of a story, computed from the rules and not from samples.
  ///
  /// Expectations add up: that of a sequence is the sum over its parts, and that of a choice is the mean over its
  /// alternatives plus the entropy of the choice itself. A rule is computed once for each combination of values of the
  /// variables that matter to it.
  public var expected: Expectation {
    var expectations = Expectations()
    return expectations.of(story.node, Values())
  }
}

private struct Expectations {
  /// A rule, and the values of the variables that matter to it.
  private struct Key: Hashable {
    let node: ObjectIdentifier
    let values: [Int]
  }

  private var known: [Key: Grammar.Expectation] = [:]

  mutating func of(_ node: Grammar.Node, _ values: Grammar.Values) -> Grammar.Expectation {
    var result = Grammar.Expectation()
    if case .text(let bytes) = node.kind {
      result.characters = Double(bytes.count { $0 & 0xC0 != 0x80 })
      result.words = Double(wordEnds(bytes))
      return result
    }
    let key = Key(node: ObjectIdentifier(node), values: node.free.map { values[$0] })
    if let result = known[key] { return result }
    switch node.kind {
    case .text: break
    case .sequence(let parts): for part in parts { result.add(of(part, values)) }
    case .choice(let weights, let alternatives):
      for (index, alternative) in alternatives.enumerated() {
        let share = Double(weights.each[index]) / Double(weights.total)
        result.bits += share * weights.bits(index)
        result.add(of(alternative, values), weight: share)
      }
    case .bind(let variable, let other, let body):
      let taken = other.map { values[$0] }
      let open = (0..<variable.count).filter { $0 != taken }
      result.bits = Grammar.bits(1, of: open.count)
      for value in open {
        result.add(of(body, values.setting(variable, to: value)), weight: 1 / Double(open.count))
      }
    case .match(let variable, let parts): result = of(parts[values[variable]], values)
    }
    known[key] = result
    return result
  }
}

/// Returns the number of words that end in a text, if no white space comes before the text.
private func wordEnds(_ bytes: [UInt8]) -> Int {
  bytes.indices.count { isSpace(bytes[$0]) && ($0 == 0 || !isSpace(bytes[$0 - 1])) }
}

private func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") }
