import Corpora
import Foundation

/// Writes each character in one way only: Unicode's normalization form C (Unicode Standard Annex 15).
///
/// "é" can be one code point, U+00E9, or two, "e" and U+0301. They look the same, but a model learns them as different
/// characters. In this form, it is always the first. Characters that only look alike, such as "ﬁ" and "fi", stay as they
/// are.
public struct UnicodeNormalization: CleaningStep {
  /// `unicode`.
  public let name = "unicode"

  /// Creates the step.
  public init() {}

  /// Changes documents that are not in this form.
  public mutating func clean(_ documents: [TextDocument]) -> [Verdict] { mapOnThreads(documents, Self.verdict) }

  private static func verdict(_ document: TextDocument) -> Verdict {
    // All code points below U+0300 are in this form already.
    guard document.text.unicodeScalars.contains(where: { $0.value >= 0x300 }) else { return .unchanged }
    let result = document.text.precomposedStringWithCanonicalMapping
    // Swift's == calls both forms equal.
    guard !result.utf8.elementsEqual(document.text.utf8) else { return .unchanged }
    // Normalization neither adds nor removes ASCII white space, so the words match.
    let words = zip(words(result), words(document.text)).filter { !$0.utf8.elementsEqual($1.utf8) }
    return .changed(to: result, findings: words.map { String($0.0) })
  }

  private static func words(_ text: String) -> [Substring.UnicodeScalarView] {
    text.unicodeScalars.split { $0 == " " || $0 == "\n" || $0 == "\t" }
  }
}

extension Substring.UnicodeScalarView {
  fileprivate var utf8: Substring.UTF8View { Substring(self).utf8 }
}
