/// How often each term of a vocabulary occurs in each document, without the zeros.
///
/// Row i has the entries `starts[i] ..< starts[i + 1]`, with ascending columns: the CSR format, with integers.
public struct TermCounts: Equatable, Sendable {
  /// The number of terms in the vocabulary.
  public let columnCount: Int
  /// Where each document's entries begin, followed by the number of entries.
  public let starts: [Int]
  /// The term of each entry.
  public let columns: [Int32]
  /// The count of each entry.
  public let counts: [Int32]
  /// The number of words in the documents that were cut at their combining marks, and that ``WordPattern/marks``
  /// would keep whole.
  public let cutWordCount: Int

  /// The number of documents.
  public var documentCount: Int { starts.count - 1 }

  /// The number of entries that are not zero.
  public var entryCount: Int { counts.count }

  /// The fraction of zeros, from 0 to 1.
  public var sparsity: Double { 1 - Double(entryCount) / max(1, Double(documentCount) * Double(columnCount)) }

  /// The total number of term occurrences in all documents.
  public var total: Int { counts.reduce(0) { $0 + Int($1) } }

  /// Returns a document's vector, including the zeros.
  public func vector(_ document: Int) -> [Int32] {
    var vector = [Int32](repeating: 0, count: columnCount)
    for i in starts[document]..<starts[document + 1] { vector[Int(columns[i])] = counts[i] }
    return vector
  }
}
