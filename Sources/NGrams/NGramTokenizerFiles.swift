import Corpora
import Files
import Foundation
import Tokenizers

extension NGramTokenizer {
  /// The file of a tokenizer in a model folder, and its name in folders of earlier versions if the tokens are words.
  static let fileName = "tokenizer.json", formerWordsName = "vocabulary.txt"

  /// The contents of `tokenizer.json` if the tokens are words: `{"kind":"word","vocabulary":["the","ferry"]}`.
  ///
  /// Those of characters have the same form; see `CharacterTokenizer`.
  private struct Words: Codable {
    var kind = "word"
    let vocabulary: [String]
  }

  /// Writes `tokenizer.json` into a folder: the characters or words, in the order of their ids.
  public func save(toFolder folder: String) throws {
    let path = (folder as NSString).appendingPathComponent(Self.fileName)
    switch table {
    case .characters(let characters): try characters.save(to: path)
    case .words(let words):
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      try writeFile(encoder.encode(Words(vocabulary: (0..<Int32(words.count)).map { words[$0] })), to: path)
    }
  }

  /// Reads a tokenizer that ``save(toFolder:)`` wrote, in this version or an earlier one.
  ///
  /// - Throws: `Problem` of kind `missing` when there is none, `badData` when the file contains something else.
  public init(folder: String, level: Level, sentences: Sentences) throws {
    let path = (folder as NSString).appendingPathComponent(Self.fileName)
    switch level {
    case .character: self.init(.characters(try CharacterTokenizer(contentsOf: path)), sentences)
    case .word:
      let former = (folder as NSString).appendingPathComponent(Self.formerWordsName)
      let isFormer = fileType(path) == nil && fileType(former) != nil
      self.init(.words(try isFormer ? WordVocabulary(contentsOf: former) : Self.words(in: path)), sentences)
    }
  }

  private static func words(in path: String) throws -> WordVocabulary {
    let data = try readFile(path)
    guard let contents = try? JSONDecoder().decode(Words.self, from: data), contents.kind == "word" else {
      throw Problem(
        .badData, "\(path) is not a tokenizer of words",
        suggestion: #"It should hold {"kind":"word","vocabulary":["the","ferry", ...]}."#)
    }
    var words = WordVocabulary()
    for (index, word) in contents.vocabulary.enumerated() {
      guard !word.isEmpty, !word.utf8.contains(where: isWhitespace) else {
        throw Problem(.badData, "\(path): entry \(index) of the vocabulary is not one word: \(quoted(word, limit: 40))")
      }
      if Int(words.add(word)) != index {
        throw Problem(.badData, "\(path): the word \(quoted(word, limit: 40)) occurs twice in the vocabulary")
      }
    }
    if words.count == 0 { throw Problem(.badData, "\(path): the vocabulary is empty") }
    return words
  }
}
