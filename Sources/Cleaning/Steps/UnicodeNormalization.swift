import Corpora
import Foundation

/// Writes each character in one way only: Unicode's normalization form C (Unicode Standard Annex 15).
///
/// "é" can be one code point, U+00E9, or two, "e" and U+0301. They look the same, but a model learns them as different
/// characters. In this form, it is always the first. Characters that only look alike, such as "ﬁ" and "fi", stay as they
/// are.
///
/// A document with more than ``mostMarks`` combining marks in a row is no text that anyone wrote, and putting them in
/// order would take time in the square of their number. Such a document is removed.
public struct UnicodeNormalization: CleaningStep {
  /// `unicode`.
  public let name = "unicode"
  /// The most combining marks in a row that a document may have. Unicode's stream-safe texts have at most 30.
  public static let mostMarks = 30

  /// Creates the step.
  public init() {}

  /// Changes documents that are not in this form, and removes those that cannot be brought into it.
  public mutating func clean(_ documents: [TextDocument]) -> [Verdict] { mapOnThreads(documents, Self.verdict) }

  private static func verdict(_ document: TextDocument) -> Verdict {
    // All code points below U+0300 are in this form already.
    guard document.text.unicodeScalars.contains(where: { $0.value >= 0x300 }) else { return .unchanged }
    guard longestRunOfMarks(document.text) <= mostMarks else {
      return .removed(because: "it has more than \(mostMarks) combining marks in a row")
    }
    let result = document.text.precomposedStringWithCanonicalMapping
    // Swift's == calls both forms equal.
    guard !result.utf8.elementsEqual(document.text.utf8) else { return .unchanged }
    // Normalization neither adds nor removes ASCII white space, so the words match.
    let words = zip(words(result), words(document.text)).filter { !$0.utf8.elementsEqual($1.utf8) }
    return .changed(to: result, findings: words.map { String($0.0) })
  }

  private static func longestRunOfMarks(_ text: String) -> Int {
    var longest = 0, run = 0
    for scalar in text.unicodeScalars {
      run = scalar.value >= 0x300 && scalar.properties.canonicalCombiningClass != .notReordered ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  private static func words(_ text: String) -> [Substring.UnicodeScalarView] {
    text.unicodeScalars.split { $0 == " " || $0 == "\n" || $0 == "\t" }
  }
}

extension Substring.UnicodeScalarView {
  fileprivate var utf8: Substring.UTF8View { Substring(self).utf8 }
}
