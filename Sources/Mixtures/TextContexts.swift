/// The text before the next token, as the hashes of the contexts that the counts know, and the place in the learned text
/// at which it occurred before.
///
/// The contexts are the last 0 to 6 tokens; the letters of the word so far; these together with the word before; and
/// the place in the line together with the last token, which tells where lines of verse or of a table end. Words ignore
/// case, and what follows them: after "the king" and after "The\nking" comes the same.
struct TextContexts {
  /// The largest number of last tokens.
  static let longest = 6
  /// The number of contexts.
  static let count = longest + 4

  /// The hash of each context.
  private(set) var hashes = [UInt64](repeating: 0, count: count)
  /// The last token, or -1 at the start of a text.
  private(set) var previous: Int32 = -1
  /// The tokens read, the last of which are looked up in the learned text.
  private(set) var tokens: [Int32] = []
  private var word: UInt64 = 0
  private var wordBefore: UInt64 = 0
  /// For each token, 0 if it is not part of a word, or the same number for both cases of a letter.
  private let letters: [UInt64]
  /// The token that ends a line, if there is one.
  private let lineEnd: Int32?
  /// The number of tokens since the start of the line, or of the text.
  private var column = 0

  init(letters: [UInt64], lineEnd: Int32?) {
    (self.letters, self.lineEnd) = (letters, lineEnd)
    rehash()
  }

  /// Begins a new text.
  mutating func begin() {
    tokens.removeAll(keepingCapacity: true)
    (word, wordBefore, previous, column) = (0, 0, -1, 0)
    rehash()
  }

  /// Advances by a token.
  mutating func read(_ token: Int32) {
    tokens.append(token)
    previous = token
    column = token == lineEnd ? 0 : column + 1
    let letter = letters[Int(token)]
    if letter != 0 {
      word = mixed(word &* 33 &+ letter)
    } else if word != 0 {
      (wordBefore, word) = (word, 0)
    }
    rehash()
  }

  private mutating func rehash() {
    var hash: UInt64 = 1
    hashes[0] = mixed(hash)
    for length in 1...Self.longest {
      let place = tokens.count - length
      hash = mixed(hash &* 31 &+ UInt64(place >= 0 ? tokens[place] + 2 : 1))
      hashes[length] = hash &+ UInt64(length)
    }
    hashes[Self.longest + 1] = mixed(word &* 77 &+ 101)
    hashes[Self.longest + 2] = mixed(word &* 77 &+ wordBefore &* 1313 &+ 202)
    hashes[Self.longest + 3] = mixed(UInt64(column) &* 1313 &+ UInt64(previous + 1) &* 77 &+ 303)
  }
}

/// Spreads a number over 64 bits.
@inline(__always)
func mixed(_ number: UInt64) -> UInt64 {
  var hash = number
  hash = (hash ^ hash >> 31) &* 0x9E37_79B9_7F4A_7C15
  hash = (hash ^ hash >> 29) &* 0xBF58_476D_1CE4_E5B9
  return hash ^ hash >> 32
}

/// Returns the number of the letter that some UTF-8 is, the same in either case; 0 if it is part of no word. Everything
/// beyond ASCII counts as a letter: what it is would depend on the system's version of Unicode.
func letterNumber(ofCode code: [UInt8]) -> UInt64 {
  guard code.count == 1 else { return code.reduce(1) { $0 << 8 | UInt64($1) } }
  switch code[0] {
  case 0x41...0x5A: return UInt64(code[0] + 0x20)
  case 0x61...0x7A, 0x27, 0x80...: return UInt64(code[0])
  default: return 0
  }
}
