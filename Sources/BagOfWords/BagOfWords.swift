import Corpora
import Files

/// Turns texts into vectors that count how often each word of a vocabulary occurs.
///
/// The size of a vector is fixed, the order of the words is lost, most numbers are zero, and words outside the
/// vocabulary are ignored.
///
///     let texts = Documents(["it was the best of times", "it was the worst of times"])
///     let (bag, counts) = try BagOfWords.counting(texts)
///     bag.vocabulary.terms                              // it was the best of times worst
///     counts.vector(1)                                  // [1, 1, 1, 0, 1, 1, 1]
///     bag.counts(of: Documents(["the best, the best"])).vector(0)   // [0, 0, 2, 2, 0, 0, 0]
public struct BagOfWords: Sendable {
  /// How texts are split into terms.
  public let splitter: TermSplitter
  /// The terms that are counted.
  public let vocabulary: Vocabulary

  /// Creates a bag of words with a given vocabulary.
  public init(splitter: TermSplitter, vocabulary: Vocabulary) {
    self.splitter = splitter
    self.vocabulary = vocabulary
  }

  /// Limits on the terms of a vocabulary.
  public struct Limits: Equatable, Sendable {
    /// The minimum number of documents that must contain a term, at least 1.
    public var minimumDocuments = 1
    /// The maximum fraction of all documents that may contain it, above 0 and at most 1.
    public var maximumShare = 1.0

    /// Creates limits that leave out no terms.
    public init() {}
  }

  /// Creates a vocabulary of the documents' terms, except those that the limits leave out, and counts them.
  ///
  /// The documents are divided among the threads; the result does not depend on how.
  ///
  /// - Throws: `Problem` of kind `badData` if no term is left.
  public static func counting(
    _ documents: Documents, splitter: TermSplitter = TermSplitter(), order: Vocabulary.Order = .appearance,
    limits: Limits = Limits()
  ) throws -> (bag: BagOfWords, counts: TermCounts) {
    require(
      limits.minimumDocuments >= 1 && limits.maximumShare > 0 && limits.maximumShare <= 1,
      "BagOfWords: terms of at least \(limits.minimumDocuments) documents and at most \(limits.maximumShare) of all")
    let parts = countInParts(documents, splitter)
    // The parts are in text order, so the terms are numbered by first appearance in all documents.
    let whole = TermTable()
    var documentCounts: [Int32] = []
    let ids = parts.map { part in
      zip(0..<Int32(part.table.count), part.rows.documentCounts).map { id, count in
        let number = whole.add(part.table, id)
        if Int(number) == documentCounts.count { documentCounts.append(0) }
        documentCounts[Int(number)] += count
        return number
      }
    }
    let most = limits.maximumShare * Double(documents.count)
    let kept = (order == .sorted ? whole.sorted() : Array(0..<Int32(whole.count))).filter {
      let count = documentCounts[Int($0)]
      return count >= limits.minimumDocuments && Double(count) <= most
    }
    guard !kept.isEmpty else { throw nothingLeft(found: whole.count, splitter) }
    var columns = [Int32](repeating: -1, count: whole.count)
    let table = TermTable()
    for id in kept { columns[Int(id)] = table.add(whole, id) }
    let counts = joined(parts, columnCount: kept.count, ids.map { $0.map { columns[Int($0)] } })
    let vocabulary = Vocabulary(
      table, documentCounts: kept.map { documentCounts[Int($0)] }, documentCount: documents.count)
    return (BagOfWords(splitter: splitter, vocabulary: vocabulary), counts)
  }

  /// Counts the terms of other documents; terms outside the vocabulary are ignored.
  public func counts(of documents: Documents) -> TermCounts {
    let parts = countInParts(documents, splitter, vocabulary: vocabulary.table)
    let columns = Array(0..<Int32(vocabulary.count))
    return joined(parts, columnCount: vocabulary.count, parts.map { _ in columns })
  }

  /// Returns the terms of a text that are not in the vocabulary, each once, in order.
  public func unknownTerms(in text: String) -> [String] {
    var seen: Set<String> = []
    return splitter.terms(of: text).filter { vocabulary.column(of: $0) == nil && seen.insert($0).inserted }
  }

  private static func nothingLeft(found: Int, _ splitter: TermSplitter) -> Problem {
    if found > 0 {
      return Problem(
        .badData, "none of the \(found) terms is left in the vocabulary",
        suggestion: "Lower \(Problem.setting("minimum-documents")) or raise \(Problem.setting("maximum-share")).")
    }
    return Problem(
      .badData, "the text has no terms to count",
      suggestion: splitter.unit == .word && splitter.pattern != .spaces
        ? "A word has at least two letters or digits; \(Problem.setting("level")) character counts single ones." : nil)
  }
}
