import Files

/// A signed sum of words: `king - man + woman`.
///
///     let sum = try WordSum("king - man + woman", in: vectors)
///     vectors.nearest(to: sum, count: 1).map { vectors.words[$0.word] }   // queen, if the vectors are good
public struct WordSum: Equatable, Sendable {
  /// A word's number, and whether it is subtracted.
  public struct Term: Equatable, Sendable {
    /// The number of the word.
    public let word: Int32
    /// Whether its vector is subtracted.
    public let isSubtracted: Bool
  }

  /// The words, in order.
  public let terms: [Term]

  /// Creates the sum b - a + c, which answers "a is to b as c is to ..." (Mikolov, Yih and Zweig 2013).
  public init(_ a: Int32, isTo b: Int32, as c: Int32) {
    terms = [
      Term(word: b, isSubtracted: false), Term(word: a, isSubtracted: true), Term(word: c, isSubtracted: false),
    ]
  }

  /// Reads words with signs between them, all separated by whitespace, since a hyphen can be part of a word.
  ///
  /// - Throws: `Problem` of kind `usage` if signs and words do not alternate or there are fewer than two words;
  ///   `badData` if a word is not known.
  public init(_ text: String, in vectors: WordVectors) throws {
    var terms: [Term] = []
    var sign: Substring?
    for part in text.split(whereSeparator: \.isWhitespace) {
      if part == "+" || part == "-" {
        guard sign == nil else { throw Self.problem(text) }
        sign = part
      } else {
        // Only the first word needs no sign.
        guard sign != nil || terms.isEmpty else { throw Self.problem(text) }
        terms.append(Term(word: try vectors.find(String(part)), isSubtracted: sign == "-"))
        sign = nil
      }
    }
    guard terms.count >= 2, sign == nil else { throw Self.problem(text) }
    self.terms = terms
  }

  private static func problem(_ text: String) -> Problem {
    Problem(
      .usage, "\(quoted(text, limit: 60)) is not a sum of words",
      suggestion: "Put a + or a - between words, with spaces around it: \"king - man + woman\".")
  }

  /// Returns the sum as it is usually written.
  public func description(in vectors: WordVectors) -> String {
    terms.enumerated().map { i, term in
      let sign = term.isSubtracted ? "- " : i > 0 ? "+ " : ""
      return sign + vectors.words[term.word]
    }.joined(separator: " ")
  }
}

extension WordVectors {
  /// Returns the sum of the words' vectors, each scaled to length 1 first so that all words count the same.
  public func direction(of sum: WordSum) -> [Float] {
    var total = [Double](repeating: 0, count: dimensions)
    for term in sum.terms {
      let unit = unitVector(term.word)
      for i in total.indices { total[i] += term.isSubtracted ? -Double(unit[i]) : Double(unit[i]) }
    }
    return total.map(Float.init)
  }

  /// Returns the words nearest to a sum of words, without the words of the sum, the nearest first.
  ///
  /// With b - a + c, this is the method that Levy and Goldberg (2014, "Linguistic regularities in sparse and explicit
  /// word representations", equation 1) call 3CosAdd: the word d with the largest cos(d, b) - cos(d, a) + cos(d, c).
  public func nearest(to sum: WordSum, count: Int) -> [Match] {
    nearest(to: direction(of: sum), count: count, excluding: Set(sum.terms.map(\.word)))
  }
}
