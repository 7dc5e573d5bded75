/// Ends a text where it contains one of a few stop texts, which are not part of it themselves.
///
///     var stops = StopTexts(["\n\n", "THE END"])
///     stops.append("All was well. THE")   // "All was well. "
///     stops.append(" ENDING")             // ""
///     stops.isFound                       // true
///
/// The text comes in pieces of any length, such as tokens, and a stop text can begin in one piece and end in another.
/// The beginning of what could become a stop text is therefore held back until it is known. The text ends at the first
/// place where a stop text is complete; if several are, the longest counts.
public struct StopTexts: Sendable {
  private let stops: [[Unicode.Scalar]]
  /// The longest end of the text so far that is the beginning of a stop text.
  private var pending: [Unicode.Scalar] = []
  /// Whether a stop text was found; whatever comes after it is dropped.
  public private(set) var isFound = false

  /// Creates an empty text with these stop texts; an empty one is ignored.
  public init(_ stops: [String]) {
    self.stops = stops.map { Array($0.unicodeScalars) }.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
  }

  /// Adds a piece, and returns the part of the text that is now certain.
  public mutating func append(_ piece: String) -> String {
    var certain = String.UnicodeScalarView()
    for scalar in piece.unicodeScalars where !isFound {
      pending.append(scalar)
      if let stop = stops.first(where: { pending.count >= $0.count && pending.suffix($0.count) == $0[...] }) {
        pending.removeLast(stop.count)
        certain += pending
        pending = []
        isFound = true
      } else {
        let kept = (0..<pending.count).first { start in
          stops.contains { $0.count > pending.count - start && $0.starts(with: pending[start...]) }
        }
        certain += pending[..<(kept ?? pending.count)]
        pending.removeFirst(kept ?? pending.count)
      }
    }
    return String(certain)
  }

  /// Returns what was held back, when no more pieces come.
  public mutating func finish() -> String {
    defer { pending = [] }
    var rest = String.UnicodeScalarView()
    rest += pending
    return String(rest)
  }

  /// Returns a text up to the first stop text, without it.
  public static func text(_ text: String, endingAt stops: [String]) -> (text: String, isFound: Bool) {
    var stops = StopTexts(stops)
    let start = stops.append(text)
    return (start + stops.finish(), stops.isFound)
  }
}
