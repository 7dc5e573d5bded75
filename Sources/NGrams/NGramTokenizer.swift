import Corpora
import Files
import Foundation
import Tokenizers

/// Turns text into the ids of an n-gram model, sentence by sentence, and back.
///
///     let tokenizer = try NGramTokenizer(text: "one two\ntwo\n", level: .word)
///     tokenizer.encode("two three\n")     // [3, 1, 2, 4]: <s> two <unk> </s>
public struct NGramTokenizer: Sendable {
  /// What a token is.
  public enum Level: String, CaseIterable, Codable, Sendable {
    /// A Unicode scalar.
    case character
    /// What stands between white space (ASCII's), as it is.
    case word

    /// What is a sentence where nobody says: lines for words, the whole text for characters.
    public var usualSentences: Sentences { self == .word ? .line : .text }
  }

  /// What a sentence is.
  public enum Sentences: String, CaseIterable, Codable, Sendable {
    /// Each line; its end is the sentence's.
    case line
    /// The whole text; a line's end is a character as any other, and to words white space.
    case text
  }

  package enum Table: Sendable {
    case characters(CharacterTokenizer)
    case words(WordVocabulary)
  }

  /// What a token is.
  public let level: Level
  /// What a sentence is.
  public let sentences: Sentences
  /// The ids.
  public let vocabulary: NGramVocabulary
  package let table: Table

  /// Makes the vocabulary of all that occurs in a text; by default lines are the sentences of words, and the whole
  /// text is the one sentence of characters.
  ///
  /// A word `<unk>` in the text is the unknown token itself.
  ///
  /// - Throws: `Problem` of kind `badData` when there is nothing to learn from, or a word is `<s>` or `</s>`.
  public init(text: String, level: Level, sentences: Sentences? = nil) throws {
    let sentences = sentences ?? level.usualSentences
    switch level {
    case .character:
      // A line's end is no character where it ends a sentence.
      var scalars = text.unicodeScalars
      if sentences == .line { scalars.removeAll { $0 == "\n" } }
      guard !scalars.isEmpty else { throw Problem(.badData, "the text has only empty lines") }
      self.init(.characters(CharacterTokenizer(text: String(scalars))), sentences)
    case .word:
      var words = WordVocabulary()
      var marker: String?
      forEachWord(text) { word in
        guard let word else { return }
        if word.first == UInt8(ascii: "<"), let name = markerName(word) {
          if name != unknownName { marker = name }
        } else {
          words.add(word)
        }
      }
      if let marker {
        throw Problem(
          .badData, "the text has the word \(marker), which marks where a sentence starts or ends",
          suggestion: "Take such words out: each line is a sentence by itself.")
      }
      if words.count == 0 { throw Problem(.badData, "the text has no words") }
      self.init(.words(words), sentences)
    }
  }

  /// The characters of a saved tokenizer under its own numbers, such as a GPT's: what a text has beside them is unknown.
  ///
  ///     let tokenizer = try NGramTokenizer(tokenizerFile: "runs/tales/tokenizer.json")
  ///
  /// - Throws: `Problem` of kind `missing` when the file cannot be read, `badData` when it holds something else.
  public init(tokenizerFile path: String, sentences: Sentences? = nil) throws {
    self.init(.characters(try CharacterTokenizer(contentsOf: path)), sentences ?? Level.character.usualSentences)
  }

  private init(_ table: Table, _ sentences: Sentences) {
    self.table = table
    self.sentences = sentences
    switch table {
    case .characters(let characters):
      level = .character
      vocabulary = NGramVocabulary(tokenCount: characters.vocabularySize)
    case .words(let words):
      level = .word
      vocabulary = NGramVocabulary(tokenCount: words.count)
    }
  }

  /// The vocabulary of words, in this order.
  init(words: WordVocabulary, sentences: Sentences) { self.init(.words(words), sentences) }

  /// The vocabulary of characters.
  init(characters: CharacterTokenizer, sentences: Sentences) { self.init(.characters(characters), sentences) }

  // MARK: Text to ids

  /// The ids of a text's sentences, each between its markers; what the vocabulary lacks becomes `<unk>`.
  ///
  /// An empty line is a sentence without tokens. A line's end at the very end of the text begins no other sentence.
  public func encode(_ text: String) -> [Int32] {
    var ids = open(text)
    // The text's last line has just been left open, or nothing has come after the last line's end.
    if ids.last == vocabulary.start, ids.count > 1 { ids.removeLast() } else { ids.append(vocabulary.end) }
    return ids
  }

  /// The ids of a text that goes on: its last sentence alone, with its start where lines are sentences.
  ///
  /// Where the whole text is the sentence, a prompt is taken from its middle; without one, a new line begins.
  public func encode(prompt: String) -> [Int32] {
    let ids = open(prompt)
    guard sentences == .text, ids.count > 1 || level == .character else {
      return Array(ids[(ids.lastIndex(of: vocabulary.start) ?? 0)...])
    }
    if ids.count > 1 { return Array(ids.dropFirst()) }
    let newline = open("\n")
    return newline.last == vocabulary.unknown ? ids : Array(newline.dropFirst())
  }

  /// The ids with the last sentence still open.
  private func open(_ text: String) -> [Int32] {
    var ids = [vocabulary.start]
    ids.reserveCapacity(level == .character ? text.utf8.count + 2 : text.utf8.count / 4)
    switch table {
    case .characters(let characters):
      for scalar in text.unicodeScalars {
        if scalar == "\n", sentences == .line {
          ids += [vocabulary.end, vocabulary.start]
        } else {
          ids.append(characters.token(for: scalar) ?? vocabulary.unknown)
        }
      }
    case .words(let words):
      forEachWord(text) { word in
        if let word {
          ids.append(words.number(of: word) ?? vocabulary.unknown)
        } else if sentences == .line {
          ids += [vocabulary.end, vocabulary.start]
        }
      }
    }
    return ids
  }

  // MARK: Ids to text

  /// A printable name of an id: a word as it is, a newline as `\n`, a marker as `<unk>`, `<s>` or `</s>`.
  public func name(of id: Int32) -> String {
    if id == vocabulary.unknown { return unknownName }
    if id == vocabulary.start { return startName }
    if id == vocabulary.end { return endName }
    switch table {
    case .characters(let characters): return characters.characters[Int(id)]
    case .words(let words): return words[id]
    }
  }

  /// What an id adds to a text behind what was there before: words come with a space between them, and a sentence's end
  /// is a line's end; where the whole text is the sentence, another text begins there.
  ///
  /// - Parameter previous: the id before it, or nil at the start of a text.
  public func text(of id: Int32, after previous: Int32?) -> String {
    if id == vocabulary.end { return "\n" }
    if id == vocabulary.start { return "" }
    switch table {
    case .characters(let characters): return id == vocabulary.unknown ? "\u{FFFD}" : characters.decode([id])
    case .words:
      let isFirst = previous == nil || previous == vocabulary.end || previous == vocabulary.start
      return (isFirst ? "" : " ") + name(of: id)
    }
  }

  /// The id's spelling in an ARPA file, in which tokens stand between white space: a word or a visible character as it is,
  /// any other character as its code point, `U+000A`.
  func arpaName(of id: Int32) -> String {
    guard case .characters(let characters) = table, Int(id) < vocabulary.tokenCount else { return name(of: id) }
    return arpaSpelling(characters.vocabulary[Int(id)])
  }

  // MARK: Files

  /// The name of the file that holds the vocabulary, for a level.
  static func fileName(_ level: Level) -> String { level == .word ? "vocabulary.txt" : "tokenizer.json" }

  /// Writes `vocabulary.txt`, a word a line, or the characters' `tokenizer.json` into a folder.
  public func save(toFolder folder: String) throws {
    let path = (folder as NSString).appendingPathComponent(Self.fileName(level))
    switch table {
    case .characters(let characters): try characters.save(to: path)
    case .words(let words): try words.save(to: path)
    }
  }

  /// Reads what ``save(toFolder:)`` wrote.
  public init(folder: String, level: Level, sentences: Sentences) throws {
    let path = (folder as NSString).appendingPathComponent(Self.fileName(level))
    switch level {
    case .character: self.init(.characters(try CharacterTokenizer(contentsOf: path)), sentences)
    case .word: self.init(.words(try WordVocabulary(contentsOf: path)), sentences)
    }
  }
}

let unknownName = "<unk>"
let startName = "<s>"
let endName = "</s>"

/// The name of the marker that a word spells, if it does.
private func markerName(_ word: UnsafeBufferPointer<UInt8>) -> String? {
  [unknownName, startName, endName].first { $0.utf8.elementsEqual(word) }
}

/// Calls `body` with each word of a text, and with nil at each line's end.
private func forEachWord(_ text: String, _ body: (UnsafeBufferPointer<UInt8>?) -> Void) {
  var text = text
  text.withUTF8 { bytes in
    var start = 0
    for i in bytes.indices where isWhitespace(bytes[i]) {
      if i > start { body(UnsafeBufferPointer(rebasing: bytes[start..<i])) }
      start = i + 1
      if bytes[i] == UInt8(ascii: "\n") { body(nil) }
    }
    if start < bytes.count { body(UnsafeBufferPointer(rebasing: bytes[start...])) }
  }
}
