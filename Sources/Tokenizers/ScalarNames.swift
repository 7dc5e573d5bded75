extension Unicode.Scalar {
  /// Whether the scalar is visible when printed alone: a space is, between quotes; marks, controls and joiners are not.
  var isPrintable: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber,
      .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation,
      .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
      true
    default:
      self == " "
    }
  }

  /// The code point as Unicode writes it: `U+000A`, `U+1F600`.
  public var codePoint: String {
    let hex = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
  }

  /// The name of the scalar within a sentence: `"é"`, or `U+0301`.
  var quotedName: String { isPrintable ? "\"\(self)\"" : codePoint }

  /// The name of the scalar in a table: `é`, `" "`, `\n`, `U+0301`.
  public var displayName: String {
    switch self {
    case "\n": #"\n"#
    case "\r": #"\r"#
    case "\t": #"\t"#
    case " ": quotedName
    default: isPrintable ? String(self) : codePoint
    }
  }
}
