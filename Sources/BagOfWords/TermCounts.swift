/// How often each term of a vocabulary occurs in each document, the zeros left out.
///
/// Row i has the entries `starts[i] ..< starts[i + 1]`, their columns rising: the form CSR, in whole numbers.
public struct TermCounts: Equatable, Sendable {
  /// The number of terms in the vocabulary.
  public let columnCount: Int
  /// Where each document's entries begin, and at the end their number.
  public let starts: [Int]
  /// The term of each entry.
  public let columns: [Int32]
  /// How often it occurs.
  public let counts: [Int32]

  /// The number of documents.
  public var documentCount: Int { starts.count - 1 }

  /// The number of entries that are not zero.
  public var entryCount: Int { counts.count }

  /// How many of the numbers are zero, from 0 to 1.
  public var sparsity: Double { 1 - Double(entryCount) / max(1, Double(documentCount) * Double(columnCount)) }

  /// How many terms there are in all documents together.
  public var total: Int { counts.reduce(0) { $0 + Int($1) } }

  /// A document's vector with all its zeros.
  public func vector(_ document: Int) -> [Int32] {
    var vector = [Int32](repeating: 0, count: columnCount)
    for i in starts[document]..<starts[document + 1] { vector[Int(columns[i])] = counts[i] }
    return vector
  }
}
