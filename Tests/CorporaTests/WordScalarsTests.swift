import Testing

@testable import Corpora

struct WordScalarsTests {
  /// The planes in which there are letters with case, and most others.
  private let scalars = (0..<UInt32(0x30000)).compactMap(Unicode.Scalar.init)

  /// Said by what makes no word, which the source does not list.
  private func isExpectedInWords(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol,
      .otherSymbol, .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format, .surrogate, .privateUse,
      .unassigned:
      false
    case .connectorPunctuation: scalar == "_"
    default: true
    }
  }

  @Test func everyScalarIsPartOfAWordIfItIsALetterANumberOrTheUnderscore() {
    let wrong = scalars.filter { $0.isWord != isExpectedInWords($0) }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  /// Alone, so that no sigma ends a word.
  @Test func everyScalarIsLoweredAsItsMappingSays() {
    let characters = TermSplitter(unit: .character)
    let wrong = scalars.filter { scalar in
      let terms = characters.terms(of: String(scalar))
      return terms.flatMap(\.unicodeScalars) != Array(scalar.properties.lowercaseMapping.unicodeScalars)
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  @Test func everyScalarBetweenLettersJoinsOrPartsThem() {
    let splitter = TermSplitter()
    let wrong = scalars.filter { scalar in
      let lowered = "ab\(scalar.properties.lowercaseMapping)cd".unicodeScalars
      let words = lowered.split { !isExpectedInWords($0) }.filter { $0.count > 1 }.map { String($0) }
      return splitter.terms(of: "ab\(scalar)cd") != words
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }
}
