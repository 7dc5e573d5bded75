import Corpora
import NGrams
import Tokenizers

/// How tokens are written as bytes, so that any bytes can be split into tokens and bytes that no token covers.
///
/// Unlike a tokenizer's, these tokens restore every byte. The spelling of a token depends only on the bytes before it,
/// so writing the tokens one after another restores the text.
protocol TokenSpelling {
  /// The length of the longest token, in bytes.
  var longest: Int { get }

  /// Returns the token that begins at an index and its length there in bytes, or nil if there is none.
  func token(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (token: Int32, length: Int)?

  /// Writes a token after the bytes before it; returns false and writes nothing if no text has such a token.
  func append(_ token: Int32, to bytes: inout [UInt8]) -> Bool

  /// Returns whether a byte that no token covers begins a new unknown token; otherwise it continues one or belongs to
  /// none.
  func beginsUnknown(_ byte: UInt8, after previous: UInt8?) -> Bool
}

private let newline = UInt8(ascii: "\n"), space = UInt8(ascii: " ")

/// Spells a character as its UTF-8.
struct CharacterSpelling: TokenSpelling {
  let tokenizer: CharacterTokenizer
  /// The token that stands for a newline, if the tokenizer has none for it.
  var lineEnd: Int32?

  var longest: Int { tokenizer.vocabulary.map(UTF8.width).max() ?? 1 }

  func token(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (token: Int32, length: Int)? {
    if let lineEnd, bytes[start] == newline { return (lineEnd, 1) }
    guard let (scalar, length) = scalar(in: bytes, at: start), let token = tokenizer.token(for: scalar) else {
      return nil
    }
    return (token, length)
  }

  func append(_ token: Int32, to bytes: inout [UInt8]) -> Bool {
    if token == lineEnd {
      bytes.append(newline)
    } else if tokenizer.vocabulary.indices.contains(Int(token)) {
      bytes.append(contentsOf: String(tokenizer.vocabulary[Int(token)]).utf8)
    } else {
      return false
    }
    return true
  }

  func beginsUnknown(_ byte: UInt8, after previous: UInt8?) -> Bool { byte & 0xC0 != 0x80 }

  /// Returns the scalar whose UTF-8 begins at an index, and its length in bytes; nil if there is none.
  private func scalar(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (Unicode.Scalar, Int)? {
    let lead = bytes[start]
    if lead < 0x80 { return (Unicode.Scalar(lead), 1) }
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard lead >= 0xC0, start + length <= bytes.count else { return nil }
    var value = UInt32(lead) & (0xFF >> UInt32(length + 1))
    for byte in bytes[start + 1..<start + length] {
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    // No surrogates, nothing beyond U+10FFFF, and no overlong forms: they would not be restored unchanged.
    guard let scalar = Unicode.Scalar(value), UTF8.width(scalar) == length else { return nil }
    return (scalar, length)
  }
}

/// Spells each byte as itself: anything is text.
struct ByteSpelling: TokenSpelling {
  var longest: Int { 1 }

  func token(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (token: Int32, length: Int)? {
    (Int32(bytes[start]), 1)
  }

  func append(_ token: Int32, to bytes: inout [UInt8]) -> Bool {
    bytes.append(UInt8(truncatingIfNeeded: token))
    return true
  }

  func beginsUnknown(_ byte: UInt8, after previous: UInt8?) -> Bool { false }
}

/// Spells a word as its bytes, with a space before it unless whitespace or nothing precedes it.
struct WordSpelling: TokenSpelling {
  let words: WordVocabulary
  /// The token that stands for a newline, if lines are sentences.
  let lineEnd: Int32?

  var longest: Int { 1 + words.longest }

  func token(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (token: Int32, length: Int)? {
    if let lineEnd, bytes[start] == newline { return (lineEnd, 1) }
    var first = start
    if start > 0, !isWhitespace(bytes[start - 1]) {
      guard bytes[start] == space else { return nil }
      first += 1
    }
    var end = first
    while end < bytes.count, !isWhitespace(bytes[end]) { end += 1 }
    guard end > first, let word = words.number(of: UnsafeBufferPointer(rebasing: bytes[first..<end])) else {
      return nil
    }
    return (word, end - start)
  }

  func append(_ token: Int32, to bytes: inout [UInt8]) -> Bool {
    if token == lineEnd {
      bytes.append(newline)
    } else if token >= 0, token < words.count {
      if let last = bytes.last, !isWhitespace(last) { bytes.append(space) }
      bytes.append(contentsOf: words[token].utf8)
    } else {
      return false
    }
    return true
  }

  func beginsUnknown(_ byte: UInt8, after previous: UInt8?) -> Bool {
    !isWhitespace(byte) && previous.map(isWhitespace) ?? true
  }
}

extension NGramTokenizer {
  /// How the ids are written as bytes, for a compressor, which must restore every byte.
  var spelling: any TokenSpelling {
    let lineEnd = sentences == .line ? vocabulary.end : nil
    switch table {
    case .characters(let characters): return CharacterSpelling(tokenizer: characters, lineEnd: lineEnd)
    case .words(let words): return WordSpelling(words: words, lineEnd: lineEnd)
    }
  }
}
