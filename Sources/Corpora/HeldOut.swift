/// A text in two parts, the second of which is set aside to judge a model by.
///
/// Where ``Split`` cuts tokens, this cuts the text before there are tokens, for models whose vocabulary must come from
/// the training part alone.
///
///     let parts = HeldOut("one\ntwo\nthree\n", validation: 0.4, unit: .line)
///     parts.training      // "one\n"
public struct HeldOut: Equatable, Sendable {
  /// What a text is cut between.
  public enum Unit: Sendable {
    /// Unicode scalars.
    case character
    /// Lines, their ends with them.
    case line
  }

  /// The part to learn from.
  public let training: String
  /// The part set aside; empty when the share is 0.
  public let validation: String

  /// Sets the last part of a text aside, counted in characters or lines; the share is at least 0 and below 1.
  public init(_ text: String, validation share: Double, unit: Unit) {
    precondition(share >= 0 && share < 1, "HeldOut: a share of \(share) is not in 0 ..< 1")
    let newline = UInt8(ascii: "\n")
    var end = text.endIndex
    if share > 0 {
      switch unit {
      case .character:
        let scalars = text.unicodeScalars
        // The same rounding as in Split.
        end = scalars.index(scalars.startIndex, offsetBy: Int((1 - share) * Double(scalars.count)))
      case .line:
        let bytes = text.utf8
        var count = bytes.count { $0 == newline }
        if let last = bytes.last, last != newline { count += 1 }
        var left = Int((1 - share) * Double(count))
        end = bytes.startIndex
        while left > 0, let next = bytes[end...].firstIndex(of: newline) {
          end = bytes.index(after: next)
          left -= 1
        }
      }
    }
    training = String(text[..<end])
    validation = String(text[end...])
  }
}
