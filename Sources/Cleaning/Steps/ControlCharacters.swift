import Corpora

/// Removes characters that are not text: control characters other than newline and tab, invisible marks such as the
/// zero-width space, the soft hyphen, the byte order mark and most marks of writing direction, and code points that
/// are no characters.
///
/// Unusual line ends inside a line (form feed, vertical tab, U+0085, U+2028 and U+2029) become a space. The two joiners
/// U+200C and U+200D stay, because Persian, the scripts of India and many emoji need them.
public struct ControlCharacters: CleaningStep {
  /// `control`.
  public let name = "control"

  /// Creates the step.
  public init() {}

  /// Changes documents that have such characters.
  public mutating func clean(_ documents: [TextDocument]) -> [Verdict] { mapOnThreads(documents, Self.verdict) }

  private static func verdict(_ document: TextDocument) -> Verdict {
    guard document.text.unicodeScalars.contains(where: { Fate($0) != .stays }) else { return .unchanged }
    var result = String.UnicodeScalarView(), findings: [String] = []
    for scalar in document.text.unicodeScalars {
      switch Fate(scalar) {
      case .stays: result.append(scalar)
      case .space:
        result.append(" ")
        findings.append(scalar.codePoint)
      case .goes: findings.append(scalar.codePoint)
      }
    }
    return .changed(to: String(result), findings: findings)
  }
}

/// What happens to a scalar.
private enum Fate {
  case stays, space, goes

  init(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x0A, 0x09, 0x20...0x7E: self = .stays
    case 0x0B, 0x0C, 0x85, 0x2028, 0x2029: self = .space
    case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x200B, 0x200E...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFDD0...0xFDEF,
      0xFEFF, 0xFFF9...0xFFFB:
      self = .goes
    // The last two code points of each plane.
    case let value: self = value & 0xFFFE == 0xFFFE ? .goes : .stays
    }
  }
}

extension Unicode.Scalar {
  /// The scalar's name in Unicode's notation: `U+200B`.
  fileprivate var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
