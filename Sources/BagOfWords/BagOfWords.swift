import Corpora
import Files

/// Turns texts into vectors: how often each word of a vocabulary occurs in them.
///
/// The size of a vector is fixed, the order of the words is lost, most numbers are zero, and words that are not in the
/// vocabulary vanish.
///
///     let texts = Documents(["it was the best of times", "it was the worst of times"])
///     let (bag, counts) = try BagOfWords.counting(texts)
///     bag.vocabulary.terms                              // it was the best of times worst
///     counts.vector(1)                                  // [1, 1, 1, 0, 1, 1, 1]
///     bag.counts(of: Documents(["the best, the best"])).vector(0)   // [0, 0, 2, 2, 0, 0, 0]
public struct BagOfWords: Sendable {
  /// How texts are cut into terms.
  public let splitter: TermSplitter
  /// The terms that count.
  public let vocabulary: Vocabulary

  /// A bag of words over a given vocabulary.
  public init(splitter: TermSplitter, vocabulary: Vocabulary) {
    self.splitter = splitter
    self.vocabulary = vocabulary
  }

  /// What a vocabulary leaves out.
  public struct Limits: Equatable, Sendable {
    /// The fewest documents that a term must occur in.
    public var minimumDocuments = 1
    /// The largest share of all documents that it may occur in.
    public var maximumShare = 1.0

    /// Limits that leave nothing out.
    public init() {}
  }

  /// Makes a vocabulary of all terms in the documents, and counts them.
  ///
  /// The documents are shared out over the threads; the result does not depend on how.
  ///
  /// - Throws: `Problem` of kind `badData` when no term is left.
  public static func counting(
    _ documents: Documents, splitter: TermSplitter = TermSplitter(), order: Vocabulary.Order = .appearance,
    limits: Limits = Limits()
  ) throws -> (bag: BagOfWords, counts: TermCounts) {
    let parts = countInParts(documents, splitter)
    // The parts' terms, part after part, are numbered as they first appear in the whole.
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

  /// Counts the terms of other documents; those that the vocabulary lacks vanish.
  public func counts(of documents: Documents) -> TermCounts {
    let parts = countInParts(documents, splitter, vocabulary: vocabulary.table)
    let columns = Array(0..<Int32(vocabulary.count))
    return joined(parts, columnCount: vocabulary.count, parts.map { _ in columns })
  }

  /// The terms of a text that the vocabulary lacks, each once, in order.
  public func unknownTerms(in text: String) -> [String] {
    var seen: Set<String> = []
    return splitter.terms(of: text).filter { vocabulary.column(of: $0) == nil && seen.insert($0).inserted }
  }

  private static func nothingLeft(found: Int, _ splitter: TermSplitter) -> Problem {
    if found > 0 {
      return Problem(
        .badData, "none of the \(found) terms is left in the vocabulary",
        suggestion: "Lower --minimum-documents or raise --maximum-share.")
    }
    return Problem(
      .badData, "there is no term to count in the text",
      suggestion: splitter.unit == .word
        ? "A word has two letters or digits at least; --characters counts single ones." : nil)
  }
}
