import Corpora
import Files
import Foundation

/// The words of a model and how often each occurs in its training text: the contents of `vocabulary.json`.
///
///     {
///       "counts" : [412, 97],
///       "kind" : "word-vectors",
///       "words" : ["the", "sea"]
///     }
public struct CountedWords: Sendable {
  /// The words, most frequent first.
  public let words: WordVocabulary
  /// The count of each word; nil for a model of an earlier version, which has only the words.
  public let counts: [Int]?

  /// The name of the file in a model folder.
  public static let fileName = "vocabulary.json"
  /// The name that earlier versions used, for a file with one word per line; it can still be read.
  public static let formerFileName = "vocabulary.txt"

  private static let kind = "word-vectors"

  private struct Contents: Codable {
    let kind: String
    let words: [String]
    let counts: [Int]
  }

  /// Reads `vocabulary.json` from a model folder, or else the `vocabulary.txt` of an earlier version.
  ///
  /// - Throws: `Problem` of kind `missing` if the folder has neither, `badData` with the file's name if it is damaged.
  public init(folder: String) throws {
    let path = Self.path(inFolder: folder)
    if path.hasSuffix(Self.formerFileName) {
      (words, counts) = (try WordVocabulary(contentsOf: path), nil)
      return
    }
    let contents = try readFile(json: Contents.self, describing: "the words of word vectors", at: path)
    guard contents.kind == Self.kind, contents.counts.count == contents.words.count,
      contents.counts.allSatisfy({ $0 > 0 })
    else {
      throw Problem(.badData, "\(path) does not describe the words of word vectors")
    }
    var words = WordVocabulary()
    for word in contents.words {
      guard !word.isEmpty, !word.utf8.contains(where: isWhitespace) else {
        throw Problem(.badData, "\(path): \(quoted(word, limit: 40)) is not a word: it is empty or has white space")
      }
      let number = words.count
      guard Int(words.add(word)) == number else {
        throw Problem(.badData, "\(path): the word \(quoted(word, limit: 40)) occurs twice")
      }
    }
    (self.words, counts) = (words, contents.counts)
  }

  /// Returns the path of the file that has a folder's words; `vocabulary.json` if there is none.
  public static func path(inFolder folder: String) -> String {
    let paths = [fileName, formerFileName].map { (folder as NSString).appendingPathComponent($0) }
    return paths.first { fileType($0) != nil } ?? paths[0]
  }

  /// Writes the words of a corpus as `vocabulary.json`, completely or not at all.
  public static func save(_ corpus: WordCorpus, to path: String) throws {
    let words = (0..<Int32(corpus.vocabulary.count)).map { corpus.vocabulary[$0] }
    try writeFile(json: Contents(kind: kind, words: words, counts: corpus.counts), to: path)
  }
}
