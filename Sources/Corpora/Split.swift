import Files

/// A text's tokens in two parts: the first is learned from, the last tells how well.
///
/// The end of the text is set aside, and not windows drawn from all over it, so that no validation window overlaps a
/// training window.
///
///     let split = try Split(tokens, validation: 0.1, context: 64)
///     split.training.count      // Int(0.9 * Double(tokens.count))
///
/// The parts are slices: no token is copied, and the indices of `validation` go on where those of `training` end.
public struct Split: Sendable, Equatable {
  /// The tokens to learn from.
  public let training: ArraySlice<Int32>
  /// The tokens set aside; none when the fraction is 0.
  public let validation: ArraySlice<Int32>

  /// Splits tokens, and checks that a window fits into each part.
  ///
  /// - Parameters:
  ///   - tokens: The whole text.
  ///   - fraction: How much of it is for validation: at least 0, which sets nothing aside, and below 1.
  ///   - context: The window's length; a part needs one token more, the target of the window's last.
  /// - Throws: `Problem` of kind `badData` when a part is too short, `usage` when the fraction is out of range.
  public init(_ tokens: [Int32], validation fraction: Double, context: Int) throws {
    guard fraction >= 0, fraction < 1 else {
      throw Problem(
        .usage, "the validation part is \(fraction) of the text; it must be at least 0 and below 1")
    }
    // As in Python's text[: int(0.9 * len(text))], so that both train on the same tokens.
    let count = Int((1 - fraction) * Double(tokens.count))
    training = tokens[..<count]
    validation = tokens[count...]
    let enough = training.count > context && (fraction == 0 || validation.count > context)
    guard enough else {
      let parts =
        fraction == 0 ? "" : ", \(training.count) for training and \(validation.count) for validation"
      let smallest = fraction == 0 ? 1 : min(fraction, 1 - fraction)
      let needed = Int(min((Double(context + 1) / smallest).rounded(.up), 1e15))
      throw Problem(
        .badData,
        "the text is too short: \(tokens.count) tokens\(parts); a context of \(context) needs at least "
          + "\(context + 1)\(fraction == 0 ? "" : " in each part, so about \(needed) in all")",
        suggestion: "Take a longer text, a shorter context, or another validation part.")
    }
  }
}
