import Testing

@testable import Corpora

struct WordScalarsTests {
  /// All scalars of planes 0 to 2, which include all cased letters and most others.
  private let scalars = (0..<UInt32(0x30000)).compactMap(Unicode.Scalar.init)

  /// Lists the categories that are not part of words, whereas the source lists those that are.
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

  @Test func aScalarBelongsToAWordIfItIsALetterANumberOrTheUnderscore() {
    let wrong = scalars.filter { $0.isWord != isExpectedInWords($0) }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  @Test func marksAreTheThreeCategoriesAndTheTwoJoiners() {
    let wrong = scalars.filter { scalar in
      let isMark = [.nonspacingMark, .spacingMark, .enclosingMark].contains(scalar.properties.generalCategory)
      return scalar.isMark != (isMark || scalar == "\u{200C}" || scalar == "\u{200D}")
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  /// Each scalar is alone, so no sigma ends a word.
  @Test func everyScalarIsLowercasedByItsUnicodeMapping() {
    let characters = TermSplitter(unit: .character)
    let wrong = scalars.filter { scalar in
      let terms = characters.terms(of: String(scalar))
      return terms.flatMap(\.unicodeScalars) != Array(scalar.properties.lowercaseMapping.unicodeScalars)
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  @Test(arguments: [WordPattern.letters, .marks])
  func everyScalarBetweenLettersJoinsOrSeparatesThem(pattern: WordPattern) {
    let splitter = TermSplitter(pattern: pattern)
    let wrong = scalars.filter { scalar in
      let lowered = "ab\(scalar.properties.lowercaseMapping)cd".unicodeScalars
      let words = lowered.split { !isExpectedInWords($0) && !(pattern == .marks && $0.isMark) }.filter { $0.count > 1 }
        .map { String($0) }
      return splitter.terms(of: "ab\(scalar)cd") != words
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }
}
