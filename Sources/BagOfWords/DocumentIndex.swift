import Corpora
import Tensors

/// Finds the documents that are most like a text: those whose tf-idf vectors point most nearly the same way.
///
/// The index is inverted: for each term it lists the documents that have it. A search reads the lists of the text's own
/// terms and nothing else.
///
///     let index = try DocumentIndex(Documents(["the tide is out", "the ferry waits for the tide", "a loaf of bread"]))
///     index.nearest(to: "when does the ferry go?", count: 2).map(\.document)   // [1, 0]
public final class DocumentIndex {
  /// A document that was found.
  public struct Match: Equatable, Sendable {
    /// Its number.
    public let document: Int
    /// The cosine of the angle between its vector and that of the text: above 0 and at most 1.
    public let similarity: Double
  }

  /// How texts become vectors.
  public let bag: BagOfWords
  /// Row t lists the documents with term t, and the term's share in each document's vector.
  private let postings: SparseRows

  /// Indexes documents.
  ///
  /// - Throws: `Problem` of kind `badData` when there is no term in them.
  public init(_ documents: Documents, splitter: TermSplitter = TermSplitter()) throws {
    let (bag, counts) = try BagOfWords.counting(documents, splitter: splitter)
    self.bag = bag
    postings = counts.vectors(.tfIdf, bag.vocabulary).transposed
  }

  /// The documents most like a text, the nearest first; of equals, those that come first. Documents that share no
  /// term with it are not among them.
  ///
  /// - Complexity: the documents that share a term with the text, once for each term shared.
  public func nearest(to text: String, count: Int) -> [Match] {
    let query = bag.counts(of: Documents([text])).vectors(.tfIdf, bag.vocabulary)
    var similarities = [Double](repeating: 0, count: postings.columnCount)
    var found: [Int] = []
    // All vectors have length 1, so the cosine is the sum of products.
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
