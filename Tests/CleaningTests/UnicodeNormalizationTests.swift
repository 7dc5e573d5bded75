import Cleaning
import Testing

struct UnicodeNormalizationTests {
  private let step = UnicodeNormalization()

  @Test func longRunsOfMarksAreRemovedInNoTime() {
    func text(_ marks: Int) -> String { "a" + String(repeating: "\u{301}\u{316}", count: marks / 2) }
    guard case .changed = verdict(step, text(30)), case .removed(let reason) = verdict(step, text(400_000)) else {
      Issue.record("the long run stays, or the short one does not")
      return
    }
    #expect(reason.contains("combining marks"))
  }

  /// Swift's `==` calls both forms equal, so scalars are compared.
  @Test(arguments: [
    ("cafe\u{301}", "caf\u{E9}"), ("\u{212B}", "\u{C5}"), ("\u{1100}\u{1161}", "\u{AC00}"),
    ("q\u{323}\u{307}", "q\u{323}\u{307}"), ("q\u{307}\u{323}", "q\u{323}\u{307}"),
  ])
  func charactersAreComposed(text: String, expected: String) throws {
    let result = try #require(cleaned(step, text))
    #expect(result.unicodeScalars.elementsEqual(expected.unicodeScalars))
    #expect(verdict(step, result) == .unchanged)
  }

  @Test(arguments: ["plain", "caf\u{E9}", "\u{FB01}ne print", "\u{2460}", "Ω漢", ""])
  func whatIsComposedStays(text: String) { #expect(verdict(step, text) == .unchanged) }

  @Test func findingsAreTheWordsThatChanged() throws {
    guard case .changed(_, let findings) = verdict(step, "one cafe\u{301}, two\nnai\u{308}ve\tends") else {
      Issue.record("nothing changed")
      return
    }
    #expect(findings == ["caf\u{E9},", "na\u{EF}ve"])
  }
}
