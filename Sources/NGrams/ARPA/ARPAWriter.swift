import Files
import Foundation

extension NGramModel {
  /// Writes the model as an ARPA file, the text format that KenLM, SRILM and others read.
  ///
  ///     \data\
  ///     ngram 1=68
  ///     ...
  ///     \1-grams:
  ///     -1.2041    e    -0.3010        log10 of the probability, the n-gram, log10 of its backoff weight
  ///     ...
  ///     \end\
  ///
  /// Zero has no logarithm; -99 stands for it. Spaces and other invisible characters are written as code points.
  ///
  /// - Throws: `Problem` of kind `usage` for a model without backoff weights for shorter contexts (add-k) or without
  ///   probabilities (stupid backoff); of kind `cannotCreate` or `inputOutput` when writing fails.
  public func writeARPA(to path: String, _ tokenizer: NGramTokenizer) throws {
    guard backoff == .shorterContext else {
      throw Problem(
        .usage,
        backoff == .score
          ? "ARPA files hold probabilities; stupid backoff only has scores"
          : "ARPA files need backoff weights for shorter contexts; add-k smoothing has none",
        suggestion: "Train with \(Problem.setting("smoothing")) kneser-ney, witten-bell or none to export.")
    }
    require(tokenizer.vocabulary == vocabulary, "writeARPA: the tokenizer belongs to another model")
    let names = (0..<Int32(vocabulary.size)).map { Array(tokenizer.arpaName(of: $0).utf8) }
    try writeFile(to: path) { file in
      var lines = ARPALines(file)
      lines.add("\\data\\\n")
      for length in 1...order { lines.add("ngram \(length)=\(count(ofOrder: length))\n") }
      for length in 1...order {
        lines.add("\n\\\(length)-grams:\n")
        var context: [Int32] = []
        if length == 1 {
          for node in 1...vocabulary.size { try write(node, context, names, &lines) }
        } else {
          try forEachContext(0, length: length - 1, &context) { context, node in
            for child in children(node) { try write(child, context, names, &lines) }
          }
        }
      }
      lines.add("\n\\end\\\n")
      try lines.flush()
    }
  }

  private func write(_ node: Int, _ context: [Int32], _ names: [[UInt8]], _ lines: inout ARPALines) throws {
    lines.addLogarithm(probabilities[node])
    lines.bytes.append(UInt8(ascii: "\t"))
    for token in context {
      lines.bytes += names[Int(token)]
      lines.bytes.append(UInt8(ascii: " "))
    }
    lines.bytes += names[Int(tokens[node])]
    // Readers assume a backoff weight of 1 if a line has none.
    if node < backoffWeights.count, backoffWeights[node] != 1 {
      lines.bytes.append(UInt8(ascii: "\t"))
      lines.addLogarithm(backoffWeights[node])
    }
    lines.bytes.append(UInt8(ascii: "\n"))
    try lines.flush(above: 1 << 20)
  }

  /// Calls `body` with each n-gram of `length` tokens that has children, in order.
  private func forEachContext(
    _ node: Int, length: Int, _ context: inout [Int32], _ body: ([Int32], Int) throws -> Void
  ) rethrows {
    guard !children(node).isEmpty else { return }
    guard context.count < length else { return try body(context, node) }
    for child in children(node) {
      context.append(tokens[child])
      try forEachContext(child, length: length, &context, body)
      context.removeLast()
    }
  }
}

/// A buffer of text that is written to a file a megabyte at a time.
private struct ARPALines {
  var bytes: [UInt8] = []
  private let file: FileHandle

  init(_ file: FileHandle) { self.file = file }

  mutating func add(_ text: String) { bytes += text.utf8 }

  /// Adds the base-10 logarithm with as many digits as a float has.
  mutating func addLogarithm(_ value: Float) {
    add(value > 0 ? String(Float(log10(Double(value)))) : "-99")
  }

  mutating func flush(above limit: Int = 0) throws {
    guard bytes.count > limit else { return }
    try file.write(contentsOf: Data(bytes))
    bytes.removeAll(keepingCapacity: true)
  }
}

/// Returns the spelling of a character in an ARPA file: itself if it is visible and not a space, otherwise its code
/// point, `U+000A`.
func arpaSpelling(_ scalar: Unicode.Scalar) -> String {
  scalar.properties.isWhitespace || scalar.displayName != String(scalar) ? scalar.codePoint : String(scalar)
}

/// Returns the character that ``arpaSpelling(_:)`` spelled this way, or nil.
func scalar(arpaSpelling name: some StringProtocol) -> Unicode.Scalar? {
  let scalars = name.unicodeScalars
  if scalars.count == 1 { return scalars.first }
  guard name.hasPrefix("U+"), (4...6).contains(scalars.count - 2), let value = UInt32(name.dropFirst(2), radix: 16)
  else { return nil }
  return Unicode.Scalar(value)
}
