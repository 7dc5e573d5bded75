import Files

/// A text in two parts: a model is trained on the first part and evaluated on the second.
///
/// The end of the text is set aside, and not windows drawn from all over it, so no validation window overlaps a
/// training window. Tokens are split without copying; if the vocabulary must come from the training part alone, split
/// the text itself instead, before tokenizing it.
///
///     let tokens = try Split(tokens, validation: 0.1, context: 64)     // a TokenSplit
///     tokens.training.count                                            // Int(0.9 * Double(tokens.count))
///     let lines = Split("one\ntwo\nthree\n", validation: 0.4, by: .line)    // a TextSplit
///     lines.training                                                   // "one\n"
public struct Split<Part: Equatable & Sendable>: Equatable, Sendable {
  /// The part to train on.
  public let training: Part
  /// The part set aside; empty if the fraction is 0.
  public let validation: Part
}

/// The tokens of a text in two parts; the indices of `validation` continue those of `training`.
public typealias TokenSplit = Split<ArraySlice<Int32>>
/// A text in two parts.
public typealias TextSplit = Split<String>

/// The units between which a text can be split.
public enum TextUnit: Sendable {
  /// Unicode scalars.
  case character
  /// Lines, with their line ends.
  case line
}

/// Returns how many of `count` units are for training: as many as in Python's `text[: int(0.9 * len(text))]`, so both
/// train on the same tokens.
private func trainingCount(of count: Int, validation fraction: Double) -> Int { Int((1 - fraction) * Double(count)) }

extension Split where Part == ArraySlice<Int32> {
  /// Splits tokens, and checks that a window fits into each part.
  ///
  /// - Parameters:
  ///   - tokens: the whole text.
  ///   - fraction: the fraction for validation: at least 0, which sets nothing aside, and below 1.
  ///   - context: the length of a window, at least 1; a part needs one token more, the target of the window's last token.
  /// - Throws: `Problem` of kind `badData` if a part is too short, `usage` if the fraction is out of range.
  public init(_ tokens: [Int32], validation fraction: Double, context: Int) throws {
    require(context >= 1, "Split: a context of \(context) tokens")
    guard fraction >= 0, fraction < 1 else {
      throw Problem(.usage, "the validation split is \(fraction) of the text; it must be at least 0 and below 1")
    }
    let count = trainingCount(of: tokens.count, validation: fraction)
    try requireRoom(training: count, validation: tokens.count - count, of: fraction, context: context)
    self.init(training: tokens[..<count], validation: tokens[count...])
  }
}

/// Checks that a window of `context` tokens and its last target fit into each part of a text.
///
/// - Parameter fraction: the fraction of the text for validation; 0 sets nothing aside.
/// - Throws: `Problem` of kind `badData` if a part is too short.
public func requireRoom(training: Int, validation: Int, of fraction: Double, context: Int) throws {
  if training > context, fraction == 0 || validation > context { return }
  let parts = fraction == 0 ? "" : ", \(training) for training and \(validation) for validation"
  let smallest = fraction == 0 ? 1 : min(fraction, 1 - fraction)
  let needed = Int(min((Double(context + 1) / smallest).rounded(.up), 1e15))
  throw Problem(
    .badData,
    "the text is too short: \(training + validation) tokens\(parts); a context of \(context) needs at least "
      + "\(context + 1)\(fraction == 0 ? "" : " in each part, so about \(needed) in total")",
    suggestion: "Use a longer text, a shorter context, or another validation split.")
}

extension Split where Part == String {
  /// Splits a text between characters or lines; the fraction for validation is at least 0 and below 1.
  public init(_ text: String, validation fraction: Double, by unit: TextUnit) {
    require(fraction >= 0 && fraction < 1, "Split: a fraction of \(fraction) is not in 0 ..< 1")
    let newline = UInt8(ascii: "\n")
    var end = text.endIndex
    if fraction > 0 {
      switch unit {
      case .character:
        let scalars = text.unicodeScalars
        end = scalars.index(
          scalars.startIndex, offsetBy: trainingCount(of: scalars.count, validation: fraction))
      case .line:
        let bytes = text.utf8
        var count = bytes.count { $0 == newline }
        if let last = bytes.last, last != newline { count += 1 }
        var left = trainingCount(of: count, validation: fraction)
        end = bytes.startIndex
        while left > 0, let next = bytes[end...].firstIndex(of: newline) {
          end = bytes.index(after: next)
          left -= 1
        }
      }
    }
    self.init(training: String(text[..<end]), validation: String(text[end...]))
  }
}
