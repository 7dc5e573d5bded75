import Corpora
import Files
import Tensors

/// Finds the documents most similar to a text: those whose tf-idf vectors have the largest cosine with the text's.
///
/// The index is inverted: for each term it lists the documents that contain it. A search reads only the lists of the
/// text's own terms.
///
///     let index = try DocumentIndex(Documents(["the tide is out", "the ferry waits for the tide", "a loaf of bread"]))
///     index.nearest(to: "when does the ferry go?", count: 2).map(\.document)   // [1, 0]
public final class DocumentIndex {
  /// A document found by a search.
  public struct Match: Equatable, Sendable {
    /// The number of the document.
    public let document: Int
    /// The cosine of the angle between its vector and that of the text: above 0 and at most 1.
    public let similarity: Double
  }

  /// How texts become vectors.
  public let bag: BagOfWords
  /// Row t lists the documents with term t, and the term's weight in each document's vector.
  private let postings: SparseRows

  /// Indexes documents.
  ///
  /// - Throws: `Problem` of kind `badData` if they contain no terms.
  public init(_ documents: Documents, splitter: TermSplitter = TermSplitter()) throws {
    let (bag, counts) = try BagOfWords.counting(documents, splitter: splitter)
    self.bag = bag
    postings = counts.vectors(.tfIdf, bag.vocabulary).transposed
  }

  /// Returns the documents most similar to a text, nearest first; ties go to the document that comes first. Documents
  /// that share no term with the text are left out.
  ///
  /// - Complexity: linear in the number of documents that share a term with the text, counted once per shared term.
  public func nearest(to text: String, count: Int) -> [Match] {
    require(count >= 0, "nearest: \(count) documents")
    let query = bag.counts(of: Documents([text])).vectors(.tfIdf, bag.vocabulary)
    var similarities = [Double](repeating: 0, count: postings.columnCount)
    var found: [Int] = []
    // All vectors have length 1, so the cosine is the dot product.
    for (term, weight) in zip(query.columns, query.values) {
      let list = postings.row(Int(term))
      for (document, share) in zip(list.columns, list.values) {
        let document = Int(document)
        if similarities[document] == 0 { found.append(document) }
        similarities[document] += Double(weight) * Double(share)
      }
    }
    let order = found.sorted { (-similarities[$0], $0) < (-similarities[$1], $1) }
    return order.prefix(count).map { Match(document: $0, similarity: min(1, similarities[$0])) }
  }
}
