import Foundation

/// What happens to a text before it is split: a tokenizer for lowercase words lowers it, and so on.
///
/// The cases are those of Hugging Face's `tokenizer.json` that BERT's and SentencePiece's kinds of files use, with the
/// same results. Comparisons are by scalars, never by canonical equivalence.
///
///     Normalizer.sequence([.form(.nfd), .removingMarks, .lowercase]).normalized("École")    // "ecole"
public indirect enum Normalizer: Sendable {
  /// BERT's: see ``BERTNormalizer``.
  case bert(BERTNormalizer)
  /// One of Unicode's four normalization forms.
  case form(UnicodeForm)
  /// Every scalar's own lowercase mapping. Unlike `String.lowercased()`, no neighbors matter ("Σ" is always "σ").
  case lowercase
  /// Removes all combining marks (category M); after NFD, these are the accents.
  case removingMarks
  /// Removes white space at the start, the end, or both.
  case strip(start: Bool, end: Bool)
  /// Removes spaces, but no other white space, at the start and the end.
  case trimSpaces
  /// Puts a text before every text that is not empty.
  case prepend(String)
  /// Replaces every occurrence of a text by another.
  case replace(String, with: String)
  /// Replaces every run of two or more spaces by a text.
  case collapseSpaces(to: String)
  /// SentencePiece's compiled table of replacements.
  case charsmap(Charsmap)
  /// One after another.
  case sequence([Normalizer])

  /// Unicode's normalization forms.
  public enum UnicodeForm: String, Sendable, CaseIterable {
    /// Composed characters, canonically equivalent.
    case nfc = "NFC"
    /// Decomposed characters, canonically equivalent.
    case nfd = "NFD"
    /// Composed characters, and characters of the same meaning replaced by the usual one.
    case nfkc = "NFKC"
    /// Decomposed characters, and characters of the same meaning replaced by the usual one.
    case nfkd = "NFKD"

    /// Returns the text in this form. ASCII is the same in all of them.
    func applied(to text: String) -> String {
      if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
      switch self {
      case .nfc: return text.precomposedStringWithCanonicalMapping
      case .nfd: return text.decomposedStringWithCanonicalMapping
      case .nfkc: return text.precomposedStringWithCompatibilityMapping
      case .nfkd: return text.decomposedStringWithCompatibilityMapping
      }
    }
  }

  /// Returns the normalized text.
  public func normalized(_ text: String) -> String {
    switch self {
    case .bert(let rules): return rules.normalized(text)
    case .form(let form): return form.applied(to: text)
    case .lowercase: return text.lowercasedByScalar
    case .removingMarks: return text.filteringScalars { !$0.isMark }
    case .strip(let start, let end):
      var scalars = text.unicodeScalars[...]
      while start, scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
      while end, scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
      return String(scalars)
    case .trimSpaces:
      let scalars = text.unicodeScalars.drop { $0 == " " }
      return String(scalars.prefix(scalars.count - scalars.reversed().prefix { $0 == " " }.count))
    case .prepend(let start): return text.isEmpty ? text : start + text
    case .replace(let part, let replacement):
      return String(
        decoding: Array(text.utf8).replacing(Array(part.utf8), with: Array(replacement.utf8)), as: UTF8.self)
    case .collapseSpaces(let replacement): return text.collapsingSpaces(to: replacement)
    case .charsmap(let map): return map.normalized(text)
    case .sequence(let normalizers): return normalizers.reduce(text) { $1.normalized($0) }
    }
  }
}

extension Unicode.Scalar {
  /// Whether the scalar is a combining mark: category M.
  var isMark: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }
}

extension String {
  /// Every scalar replaced by its own lowercase mapping.
  var lowercasedByScalar: String {
    var result = ""
    result.reserveCapacity(utf8.count)
    for scalar in unicodeScalars {
      if scalar.value < 0x80 {
        let isCapital = scalar.value &- 0x41 < 26
        result.unicodeScalars.append(isCapital ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar)
      } else {
        result.unicodeScalars.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
    }
    return result
  }

  /// The scalars that satisfy a condition.
  func filteringScalars(_ isKept: (Unicode.Scalar) -> Bool) -> String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars where isKept(scalar) { result.append(scalar) }
    return String(result)
  }

  /// Every run of two or more spaces replaced by a text.
  fileprivate func collapsingSpaces(to replacement: String) -> String {
    var bytes: [UInt8] = [], run = 0
    bytes.reserveCapacity(utf8.count)
    func endRun() {
      if run == 1 { bytes.append(0x20) }
      if run > 1 { bytes += Array(replacement.utf8) }
      run = 0
    }
    for byte in utf8 {
      if byte == 0x20 {
        run += 1
      } else {
        endRun()
        bytes.append(byte)
      }
    }
    endRun()
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension [UInt8] {
  /// Every occurrence of some bytes, from the start on, replaced by others. Empty bytes occur nowhere.
  func replacing(_ part: [UInt8], with replacement: [UInt8]) -> [UInt8] {
    guard let first = part.first, count >= part.count else { return self }
    var result: [UInt8] = []
    result.reserveCapacity(count)
    var place = 0
    while place < count {
      if self[place] == first, count - place >= part.count, self[place..<place + part.count].elementsEqual(part) {
        result += replacement
        place += part.count
      } else {
        result.append(self[place])
        place += 1
      }
    }
    return result
  }
}
