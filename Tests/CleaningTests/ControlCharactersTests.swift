import Cleaning
import Testing

struct ControlCharactersTests {
  private let step = ControlCharacters()

  @Test(arguments: [
    "plain text, with\ttabs\nand lines", "Été à Zürich, 5 €", "न\u{94D}\u{200D}य", "👩\u{200D}🚀", "می\u{200C}خواهم",
    "no\u{A0}break", "\u{FFFD}", "漢字", "",
  ])
  func textStays(text: String) { #expect(verdict(step, text) == .unchanged) }

  @Test(arguments: [
    ("a\u{0}b\u{7}c\u{7F}d\u{9F}", "abcd"), ("soft\u{AD}hyphen", "softhyphen"), ("zero\u{200B}width", "zerowidth"),
    ("\u{FEFF}mark", "mark"), ("\u{202E}left\u{2066}", "left"), ("page\u{C}page", "page page"),
    ("a\u{2028}b\u{2029}c\u{85}d\u{B}e", "a b c d e"),
  ])
  func whatIsNoTextGoes(text: String, expected: String) throws {
    let result = try #require(cleaned(step, text))
    #expect(result.unicodeScalars.elementsEqual(expected.unicodeScalars))
    #expect(verdict(step, result) == .unchanged)
  }

  /// Swift's literals refuse some of these.
  @Test(arguments: [0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF] as [UInt32])
  func codePointsThatAreNoCharactersGo(value: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(value)), name = "U+" + String(value, radix: 16, uppercase: true)
    #expect(verdict(step, "a\(scalar)b") == .changed(to: "ab", findings: [name]))
  }

  @Test func findingsNameTheCodePoints() {
    #expect(verdict(step, "a\u{7}b\u{200B}c") == .changed(to: "abc", findings: ["U+0007", "U+200B"]))
  }
}
