/// How text is folded before it is split into words: to lower case, scalar by scalar.
///
/// These are the rules of Python's `str.lower()` and of `\w` in its regular expressions, which users of scikit-learn
/// know: letters, digits and numbers of every script and the underscore are parts of words; combining marks are not,
/// unless ``WordPattern/marks`` asks for them.
extension Unicode.Scalar {
  /// Whether the scalar is part of a word.
  var isWord: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber:
      true
    default: self == "_"
    }
  }

  /// Whether the scalar belongs to the letter before it: a combining mark (category M of Unicode), or one of the two
  /// joiners that say how letters join.
  var isMark: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: value == 0x200C || value == 0x200D
    }
  }

  /// Whether Python's `\s` matches the scalar, including the four ASCII separators.
  var isSpace: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }
}

/// What a scalar means for words.
enum WordPart {
  /// It is part of a word.
  case letter
  /// It belongs to the letter before it; see ``Unicode/Scalar/isMark``.
  case mark
  /// It separates words.
  case separator

  init(_ scalar: Unicode.Scalar) { self = scalar.isWord ? .letter : scalar.isMark ? .mark : .separator }
}

/// The folded form of a scalar, computed once and kept, since each Unicode property takes a search.
struct FoldedScalar {
  /// The scalar in lower case.
  let value: UInt32
  let part: WordPart

  /// Creates the folded form of a scalar; nil for the only one that lower case turns into several, "İ".
  init?(_ scalar: Unicode.Scalar) {
    var lower = scalar
    if scalar.properties.changesWhenLowercased {
      let mapping = scalar.properties.lowercaseMapping.unicodeScalars
      guard mapping.count == 1, let only = mapping.first else { return nil }
      lower = only
    }
    value = lower.value
    part = WordPart(lower)
  }

  /// The folded forms of the first scalars, which cover the alphabets from Latin to Georgian and beyond; those of later
  /// scalars are computed each time.
  static let table: [FoldedScalar?] = (0..<0x2000).map { Unicode.Scalar($0).flatMap { FoldedScalar($0) } }
}

/// The letter or digit that each byte of ASCII folds to, 0 for bytes that separate words, 1 for bytes beyond ASCII.
let asciiWords: [UInt8] = (0...255).map { (value: Int) -> UInt8 in
  guard value < 0x80 else { return 1 }
  let byte = UInt8(value)
  switch Unicode.Scalar(byte) {
  case "A"..."Z": return byte + 32
  case "a"..."z", "0"..."9", "_": return byte
  default: return 0
  }
}

/// Decodes the scalar that begins at `i` and returns it with its length in bytes; the bytes must be UTF-8.
@inline(__always)
func scalar(at i: Int, of text: UnsafeBufferPointer<UInt8>) -> (scalar: Unicode.Scalar, length: Int) {
  let lead = UInt32(text[i])
  func tail(_ offset: Int) -> UInt32 { UInt32(text[i + offset]) & 0x3F }
  let (value, length): (UInt32, Int) =
    switch lead {
    case ..<0x80: (lead, 1)
    case ..<0xE0: ((lead & 0x1F) << 6 | tail(1), 2)
    case ..<0xF0: ((lead & 0x0F) << 12 | tail(1) << 6 | tail(2), 3)
    default: ((lead & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4)
    }
  return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
}

/// Returns whether a capital sigma at `i` ends its word and so becomes "ς": a cased letter comes before it and none
/// after it, ignoring marks and apostrophes (the Unicode standard, table 3-17, Final_Sigma).
func isFinalSigma(at i: Int, of text: UnsafeBufferPointer<UInt8>) -> Bool {
  var before = i
  var isAfterLetter = false
  while before > 0 {
    before -= 1
    while before > 0, text[before] & 0xC0 == 0x80 { before -= 1 }
    let properties = scalar(at: before, of: text).scalar.properties
    if properties.isCaseIgnorable { continue }
    isAfterLetter = properties.isCased
    break
  }
  guard isAfterLetter else { return false }
  var after = i + 2
  while after < text.count {
    let (next, length) = scalar(at: after, of: text)
    if !next.properties.isCaseIgnorable { return !next.properties.isCased }
    after += length
  }
  return true
}
