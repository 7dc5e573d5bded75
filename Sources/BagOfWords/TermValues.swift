import Numerics
import Tensors

/// The value in a vector for a term that occurs in a document.
public enum TermValues: String, Codable, CaseIterable, Sendable {
  /// The number of times it occurs.
  case counts
  /// 1, however often it occurs.
  case binary
  /// Its count times its inverse document frequency, with the vector scaled to length 1.
  case tfIdf = "tf-idf"
}

extension TermCounts {
  /// Returns the vectors of the documents with these values.
  ///
  /// For tf-idf, the value x of a term that occurs in d of n documents is scikit-learn's default (`smooth_idf`,
  /// `norm="l2"`):
  ///
  ///     idf = ln((1 + n) / (1 + d)) + 1
  ///     x = count idf / sqrt(sum over the document of (count idf)^2)
  ///
  /// The sums are in double precision, in the order of the columns.
  ///
  /// - Parameter vocabulary: the vocabulary of the columns; n and d refer to the documents that it was made from.
  public func vectors(_ values: TermValues, _ vocabulary: Vocabulary) -> SparseRows {
    let numbers: [Float] =
      switch values {
      case .counts: counts.map { Float($0) }
      case .binary: counts.map { _ in 1 }
      case .tfIdf: tfIdf(vocabulary.inverseDocumentFrequencies)
      }
    return SparseRows(columnCount: columnCount, starts: starts, columns: columns, values: numbers)
  }

  private func tfIdf(_ idf: [Double]) -> [Float] {
    var numbers: [Float] = []
    numbers.reserveCapacity(counts.count)
    for document in 0..<documentCount {
      let entries = starts[document]..<starts[document + 1]
      let products = entries.map { Double(counts[$0]) * idf[Int(columns[$0])] }
      let length = products.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for product in products { numbers.append(Float(product / length)) }
    }
    return numbers
  }
}

extension Vocabulary {
  /// The inverse document frequency of each term: ln((1 + n) / (1 + d)) + 1 for d of n documents.
  public var inverseDocumentFrequencies: [Double] {
    documentCounts.map { naturalLogarithm(Double(1 + documentCount) / Double(1 + Int($0))) + 1 }
  }
}
