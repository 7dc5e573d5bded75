import Corpora
import Foundation

/// A compressor's statistics of a file's escapes: whether one comes next, and which byte it is.
///
/// Most text has either no escapes or long runs of them, so the probability of one is counted separately after a token,
/// after escaped whitespace, and after any other escaped byte.
struct Escapes {
  /// The least that an escape flag can cost, in bits: after the largest counts, all of one kind.
  static let leastBits = log2(Double(EscapeFlag.largestTotal) / Double(EscapeFlag.largestTotal - 1))

  private enum Place: Int { case afterToken, afterSpace, insideRun }

  /// The statistics of the escaped bytes.
  private(set) var bytes = EscapedBytes()
  private var flags = [EscapeFlag](repeating: EscapeFlag(), count: 3)
  private var place = Place.afterToken

  /// Encodes whether an escape comes next, and returns the share of that answer.
  mutating func encode(_ isEscape: Bool, _ encoder: inout ArithmeticEncoder) -> SymbolShare {
    let share = flags[place.rawValue].share(isEscape)
    encoder.encode(share)
    flags[place.rawValue].count(isEscape)
    return share
  }

  /// Decodes whether an escape comes next.
  mutating func decode(_ decoder: inout ArithmeticDecoder) -> Bool {
    let flag = flags[place.rawValue], yes = flag.share(true)
    let isEscape = decoder.point(total: yes.total) < yes.frequency
    decoder.advance(past: flag.share(isEscape))
    flags[place.rawValue].count(isEscape)
    return isEscape
  }

  /// Moves on after a token.
  mutating func acceptToken() {
    place = .afterToken
    bytes.beginRun()
  }

  /// Moves on after an escaped byte.
  mutating func accept(_ byte: UInt8) {
    place = isWhitespace(byte) ? .afterSpace : .insideRun
    bytes.accept(byte)
  }
}

/// Whether the next symbol is an escape, learned as the file is read: (yes + 1/2) / (all + 1), after Krichevsky and
/// Trofimov 1981. If there are no escapes, this costs about 10 bits for a whole text.
private struct EscapeFlag {
  static let largestTotal: UInt32 = 1 << 21

  private var yes: UInt32 = 0
  private var no: UInt32 = 0

  var total: UInt32 { 2 * (yes + no + 1) }

  func share(_ isEscape: Bool) -> SymbolShare {
    isEscape
      ? SymbolShare(start: 0, frequency: 2 * yes + 1, total: total)
      : SymbolShare(start: 2 * yes + 1, frequency: 2 * no + 1, total: total)
  }

  mutating func count(_ isEscape: Bool) {
    if isEscape { yes += 1 } else { no += 1 }
    // In very long files old counts fade, and the total stays within the coder's limit.
    if total > Self.largestTotal { (yes, no) = (yes / 2, no / 2) }
  }
}
