/// BERT's cleaning of a text: control characters go, all white space becomes spaces, Chinese characters become words of
/// their own, and accents and capitals go if the vocabulary has none.
///
///     BERTNormalizer().normalized("Élan\tvital")    // "elan vital"
///
/// Source: Devlin et al., "BERT" (2018), `BasicTokenizer` of the published code; where Hugging Face's `tokenizers`
/// differs from it (rare Chinese characters), this follows `tokenizers`.
public struct BERTNormalizer: Sendable, Equatable {
  /// Whether control characters are removed, and other white space is replaced by spaces.
  public var cleansText: Bool
  /// Whether every Chinese character gets a space before and after it.
  public var separatesChineseCharacters: Bool
  /// Whether accents are removed; nil means that they are if the text is put in lowercase.
  public var removesAccents: Bool?
  /// Whether the text is put in lowercase.
  public var lowercases: Bool

  /// Creates a normalizer; by default it does everything, as that of the uncased models.
  public init(
    cleansText: Bool = true, separatesChineseCharacters: Bool = true, removesAccents: Bool? = nil,
    lowercases: Bool = true
  ) {
    self.cleansText = cleansText
    self.separatesChineseCharacters = separatesChineseCharacters
    self.removesAccents = removesAccents
    self.lowercases = lowercases
  }

  /// Returns the normalized text.
  public func normalized(_ text: String) -> String {
    if let ascii = normalizedASCII(text) { return ascii }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if cleansText, scalar.isCleanedAway { continue }
      if cleansText, scalar.properties.isWhitespace {
        result.append(" ")
      } else if separatesChineseCharacters, scalar.isChinese {
        result.append(contentsOf: [" ", scalar, " "])
      } else {
        result.append(scalar)
      }
    }
    var normalized = String(result)
    if removesAccents ?? lowercases {
      normalized = Normalizer.UnicodeForm.nfd.applied(to: normalized)
        .filteringScalars { $0.properties.generalCategory != .nonspacingMark }
    }
    return lowercases ? normalized.lowercasedByScalar : normalized
  }

  /// The same for a text of ASCII alone, which has no Chinese characters and no accents; nil for other texts.
  private func normalizedASCII(_ text: String) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case 0x80...: return nil
      case 0x09, 0x0A, 0x0D: bytes.append(cleansText ? 0x20 : byte)
      case ..<0x20, 0x7F: if !cleansText { bytes.append(byte) }
      case 0x41...0x5A: bytes.append(lowercases ? byte + 32 : byte)
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Unicode.Scalar {
  /// Whether BERT removes the scalar: controls, formats, private and unassigned code points, and the replacement
  /// character.
  fileprivate var isCleanedAway: Bool {
    switch self {
    case "\t", "\n", "\r": return false
    case "\0", "\u{FFFD}": return true
    default: break
    }
    switch properties.generalCategory {
    case .control, .format, .privateUse, .surrogate, .unassigned: return true
    default: return false
    }
  }

  /// Whether the scalar is a Chinese character as BERT counts them: the blocks "CJK Unified Ideographs" with their
  /// extensions.
  fileprivate var isChinese: Bool {
    switch value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x2_0000...0x2_A6DF, 0x2_A700...0x2_B73F, 0x2_B740...0x2_B81F,
      0x2_B920...0x2_CEAF, 0xF900...0xFAFF, 0x2_F800...0x2_FA1F:
      true
    default: false
    }
  }

  /// Whether the scalar is a word of its own for BERT: ASCII's symbols, and Unicode's category P.
  var isBERTPunctuation: Bool {
    switch value {
    case 33...47, 58...64, 91...96, 123...126: return true
    case ..<128: return false
    default: break
    }
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      return true
    default: return false
    }
  }
}
