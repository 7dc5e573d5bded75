import Corpora
import Foundation

/// What a compressor knows of a file's escapes: whether one comes next, and which byte it is.
///
/// A text mostly either has no escapes or long runs of them, so the chance of one is counted apart after a token, after
/// escaped white space, and after any other escaped byte.
struct Escapes {
  /// The least that the chance of an escape can cost, in bits: after the largest counts, all of one kind.
  static let leastBits = log2(Double(EscapeFlag.largestTotal) / Double(EscapeFlag.largestTotal - 1))

  private enum Place: Int { case afterToken, afterSpace, insideRun }

  /// The bytes that came as escapes.
  private(set) var bytes = EscapedBytes()
  private var flags = [EscapeFlag](repeating: EscapeFlag(), count: 3)
  private var place = Place.afterToken

  /// Codes whether an escape comes next, and tells its share.
  mutating func encode(_ isEscape: Bool, _ encoder: inout ArithmeticEncoder) -> SymbolShare {
    let share = flags[place.rawValue].share(isEscape)
    encoder.encode(share)
    flags[place.rawValue].count(isEscape)
    return share
  }

  /// Reads whether an escape comes next.
  mutating func decode(_ decoder: inout ArithmeticDecoder) -> Bool {
    let flag = flags[place.rawValue], yes = flag.share(true)
    let isEscape = decoder.point(total: yes.total) < yes.frequency
    decoder.advance(past: flag.share(isEscape))
    flags[place.rawValue].count(isEscape)
    return isEscape
  }

  /// Goes on behind a token.
  mutating func acceptToken() {
    place = .afterToken
    bytes.beginRun()
  }

  /// Goes on behind an escaped byte.
  mutating func accept(_ byte: UInt8) {
    place = isWhitespace(byte) ? .afterSpace : .insideRun
    bytes.accept(byte)
  }
}

/// Whether the next symbol is an escape, learnt as the file goes on: (yes + 1/2) / (all + 1) after Krichevsky and
/// Trofimov 1981. Where it never is one, that costs some 10 bits for a whole text.
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
    // Old counts fade in very long files, and the total stays within the coder's.
    if total > Self.largestTotal { (yes, no) = (yes / 2, no / 2) }
  }
}
