import Files
import Foundation

/// The terms that a bag of words knows, each with its column.
///
///     let (bag, counts) = try BagOfWords.counting(Documents(["it was the best", "it was the worst"]))
///     bag.vocabulary.terms             // it was the best worst
///     bag.vocabulary.column(of: "was") // 1
public final class Vocabulary: Sendable {
  /// The order of the terms.
  public enum Order: String, CaseIterable, Sendable {
    /// By first occurrence in the documents.
    case appearance
    /// By their code points, as in scikit-learn.
    case sorted
  }

  /// The terms, by column.
  public let terms: [String]
  /// The number of documents that contain each term.
  public let documentCounts: [Int32]
  /// The number of documents counted.
  public let documentCount: Int
  /// The same terms for lookup. The table no longer changes, so threads can share it safely.
  nonisolated(unsafe) let table: TermTable

  /// Creates the vocabulary of a table; the numbers of its terms are the columns.
  init(_ table: TermTable, documentCounts: [Int32], documentCount: Int) {
    self.table = table
    self.documentCounts = documentCounts
    self.documentCount = documentCount
    terms = (0..<Int32(table.count)).map { String(decoding: table.term($0), as: UTF8.self) }
  }

  /// The number of terms.
  public var count: Int { terms.count }

  /// Returns the column of a term, or nil if it is not in the vocabulary.
  public func column(of term: String) -> Int? {
    let id = table.find(term)
    return id < 0 ? nil : Int(id)
  }
}

// MARK: - vocabulary.json

extension Vocabulary {
  private struct Contents: Codable {
    var kind: String
    var documents: Int
    var terms: [String]
    var documentCounts: [Int32]

    enum CodingKeys: String, CodingKey {
      case kind, documents, terms
      case documentCounts = "document_counts"
    }
  }

  /// Returns `{"kind":"bag-of-words","documents":4,"terms":["it","was"],"document_counts":[4,4]}`: column i is entry i.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let contents = Contents(
      kind: "bag-of-words", documents: documentCount, terms: terms, documentCounts: documentCounts)
    return String(decoding: try encoder.encode(contents), as: UTF8.self) + "\n"
  }

  /// Reads a file with the result of ``json()``.
  ///
  /// - Throws: `Problem` of kind `missing` if the file cannot be read; `badData` if it contains something else.
  public convenience init(contentsOf path: String) throws {
    guard let contents = try? JSONDecoder().decode(Contents.self, from: readFile(path)), contents.kind == "bag-of-words"
    else {
      _ = try readFile(path)
      throw Problem(.badData, "\(path) is not the vocabulary of a bag of words")
    }
    guard contents.terms.count == contents.documentCounts.count, !contents.terms.isEmpty else {
      throw Problem(
        .badData, "\(path) has \(contents.terms.count) terms and \(contents.documentCounts.count) document counts")
    }
    guard (1...Int(Int32.max)).contains(contents.documents) else {
      throw Problem(.badData, "\(path) says that \(contents.documents) documents were counted, which is impossible")
    }
    guard contents.documentCounts.allSatisfy({ (1...contents.documents).contains(Int($0)) }) else {
      throw Problem(.badData, "\(path) has a document count that is not from 1 to \(contents.documents)")
    }
    let table = TermTable()
    for term in contents.terms { _ = table.add(term) }
    guard table.count == contents.terms.count else { throw Problem(.badData, "\(path) has a term twice") }
    self.init(table, documentCounts: contents.documentCounts, documentCount: contents.documents)
  }
}
