import Corpora
import Files
import Foundation
import Tokenizers

/// Turns text into the ids of an n-gram model, sentence by sentence, and back.
///
///     let tokenizer = try NGramTokenizer(text: "one two\ntwo\n", level: .word)
///     tokenizer.encode("two three\n")     // [3, 1, 2, 4]: <s> two <unk> </s>
public struct NGramTokenizer: Sendable {
  /// The kind of token.
  public enum Level: String, CaseIterable, Codable, Sendable {
    /// A Unicode scalar.
    case character
    /// A run of characters between ASCII white space, unchanged.
    case word

    /// The default sentences: lines for words, the whole text for characters.
    public var usualSentences: Sentences { self == .word ? .line : .text }
  }

  /// How text is divided into sentences.
  public enum Sentences: String, CaseIterable, Codable, Sendable {
    /// Each line; the end of the line is the end of the sentence.
    case line
    /// The whole text; a newline is a character like any other, or white space between words.
    case text
  }

  package enum Table: Sendable {
    case characters(CharacterTokenizer)
    case words(WordVocabulary)
  }

  /// The kind of token.
  public let level: Level
  /// How text is divided into sentences.
  public let sentences: Sentences
  /// The ids of the tokens and markers.
  public let vocabulary: NGramVocabulary
  package let table: Table

  /// Creates the vocabulary from all tokens of a text. By default, each line is a sentence of words, and the whole text
  /// is one sentence of characters.
  ///
  /// The word `<unk>` or `<UNK>` in the text is the unknown token itself.
  ///
  /// - Throws: `Problem` of kind `badData` when the text has no tokens, or a word is `<s>` or `</s>`.
  public init(text: String, level: Level, sentences: Sentences? = nil) throws {
    let sentences = sentences ?? level.usualSentences
    switch level {
    case .character:
      // A newline that ends a sentence is not a character.
      var scalars = text.unicodeScalars
      if sentences == .line { scalars.removeAll { $0 == "\n" } }
      guard !scalars.isEmpty else { throw Problem(.badData, "the text has only empty lines") }
      self.init(.characters(CharacterTokenizer(text: String(scalars))), sentences)
    case .word:
      var words = WordVocabulary()
      var marker: String?
      forEachWord(text) { word in
        guard let word else { return }
        if let name = markerName(word) {
          if name != unknownName { marker = name }
        } else {
          words.add(word)
        }
      }
      if let marker {
        throw Problem(
          .badData, "the text has the word \(marker), which marks the start or end of a sentence",
          suggestion: "Remove such words: each line is already a sentence.")
      }
      if words.count == 0 { throw Problem(.badData, "the text has no words") }
      self.init(.words(words), sentences)
    }
  }

  /// Creates a tokenizer with the characters and ids of a saved one, such as a GPT's. All other characters are unknown.
  ///
  ///     let tokenizer = try NGramTokenizer(tokenizerFile: "runs/tales/tokenizer.json")
  ///
  /// - Throws: `Problem` of kind `missing` when the file cannot be read, `badData` when it contains something else.
  public init(tokenizerFile path: String, sentences: Sentences? = nil) throws {
    self.init(.characters(try CharacterTokenizer(contentsOf: path)), sentences ?? Level.character.usualSentences)
  }

  init(_ table: Table, _ sentences: Sentences) {
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

  /// Creates a tokenizer of words, with ids in their order.
  init(words: WordVocabulary, sentences: Sentences) { self.init(.words(words), sentences) }

  /// Creates a tokenizer of characters, with their ids.
  init(characters: CharacterTokenizer, sentences: Sentences) { self.init(.characters(characters), sentences) }

  // MARK: Text to ids

  /// Returns the ids of a text, with each sentence between its markers. Tokens outside the vocabulary become `<unk>`.
  ///
  /// An empty line is a sentence without tokens. A newline at the very end of the text does not begin another sentence.
  public func encode(_ text: String) -> [Int32] {
    var ids = open(text)
    // Either nothing follows the last newline, or the last sentence is still open.
    if ids.last == vocabulary.start, ids.count > 1 { ids.removeLast() } else { ids.append(vocabulary.end) }
    return ids
  }

  /// Returns the ids of a prompt to continue: only its last sentence, with a start marker if lines are sentences.
  ///
  /// If the whole text is one sentence, the prompt is assumed to come from the middle of it; an empty prompt of
  /// characters begins a new line.
  public func encode(prompt: String) -> [Int32] {
    let ids = open(prompt)
    guard sentences == .text, ids.count > 1 || level == .character else {
      return Array(ids[(ids.lastIndex(of: vocabulary.start) ?? 0)...])
    }
    if ids.count > 1 { return Array(ids.dropFirst()) }
    let newline = open("\n")
    return newline.last == vocabulary.unknown ? ids : Array(newline.dropFirst())
  }

  /// Returns the ids of a text, with its last sentence still open.
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

  /// Returns a printable name of an id: a word unchanged, a newline as `\n`, a marker as `<unk>`, `<s>` or `</s>`.
  public func name(of id: Int32) -> String {
    if id == vocabulary.unknown { return unknownName }
    if id == vocabulary.start { return startName }
    if id == vocabulary.end { return endName }
    switch table {
    case .characters(let characters): return characters.characters[Int(id)]
    case .words(let words): return words[id]
    }
  }

  /// Returns the text that an id adds after the previous one: words are separated by a space, and the end of a sentence
  /// is a newline. If the whole text is one sentence, another text begins there.
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

  /// Returns the spelling of an id in an ARPA file, where tokens are separated by white space: a word or a visible
  /// character unchanged, any other character as its code point, `U+000A`.
  func arpaName(of id: Int32) -> String {
    guard case .characters(let characters) = table, Int(id) < vocabulary.tokenCount else { return name(of: id) }
    return arpaSpelling(characters.vocabulary[Int(id)])
  }
}

let unknownName = "<unk>"
/// The spellings of the unknown token in files; KenLM reads both too.
let unknownNames = [unknownName, "<UNK>"]
let startName = "<s>"
let endName = "</s>"

/// Returns the marker that a word spells, or nil.
func markerName(_ word: UnsafeBufferPointer<UInt8>) -> String? {
  guard word.first == UInt8(ascii: "<") else { return nil }
  if unknownNames.contains(where: { $0.utf8.elementsEqual(word) }) { return unknownName }
  return [startName, endName].first { $0.utf8.elementsEqual(word) }
}

/// Calls `body` with each word of a text, and with nil at the end of each line.
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
