// Arithmetic coding turns a whole message into one number inside an interval that each symbol narrows to its own part.
// The final width of the interval is the product of all probabilities, so the message costs the sum of their -log2, in
// bits, plus about a byte. Shannon proved that this is possible for any probabilities.
//
// This is the form called a range coder (Martin 1979; the decoder's arithmetic as in Witten, Neal and Cleary 1987): the
// interval is `low ..< low + range`, in integers, and whole bytes are written from its top as soon as they are settled.

/// A symbol's share of the interval: `start ..< start + frequency` of `total` parts.
public struct SymbolShare: Equatable, Sendable {
  /// The largest total: the interval is divided into its parts with a relative error of at most 2^-32.
  public static let largestTotal: UInt32 = 1 << 24

  /// The parts that come before the symbol's.
  public let start: UInt32
  /// The symbol's parts, at least 1.
  public let frequency: UInt32
  /// All parts.
  public let total: UInt32

  /// Creates a share, which must not be empty and must be within the total.
  public init(start: UInt32, frequency: UInt32, total: UInt32) {
    precondition(
      frequency > 0 && total <= Self.largestTotal && start <= total && frequency <= total - start,
      "SymbolShare: \(frequency) parts from \(start) of \(total)")
    self.start = start
    self.frequency = frequency
    self.total = total
  }
}

/// The interval is at least this wide before each symbol; once it is narrower, its top byte is settled except for a
/// carry.
private let smallestRange: UInt64 = 1 << 56

/// Writes symbols as one long number.
///
///     var encoder = ArithmeticEncoder()
///     encoder.encode(SymbolShare(start: 0, frequency: 3, total: 4))   // 0.4 bits
///     encoder.encode(SymbolShare(start: 3, frequency: 1, total: 4))   // 2 bits
///     let bytes = encoder.finish()                                    // 1 byte
public struct ArithmeticEncoder {
  private var low: UInt64 = 0
  private var range = UInt64.max
  private var bytes: [UInt8] = []

  /// Creates an encoder that has written nothing.
  public init() {}

  /// Adds a symbol, given by its share.
  public mutating func encode(_ share: SymbolShare) {
    let part = range / UInt64(share.total)
    add(part * UInt64(share.start))
    range = part * UInt64(share.frequency)
    while range < smallestRange {
      bytes.append(UInt8(truncatingIfNeeded: low >> 56))
      low <<= 8
      range <<= 8
    }
  }

  /// Ends the number with at most one more byte and returns its bytes. Followed by zeros, they name a point in the
  /// interval.
  public mutating func finish() -> [UInt8] {
    // The interval is at least 2^56 wide, so it contains a multiple of that: all bytes but the top one become zero.
    add((0 &- low) & (smallestRange - 1))
    if low != 0 { bytes.append(UInt8(truncatingIfNeeded: low >> 56)) }
    return bytes
  }

  /// Moves the interval up. An overflow of its 64 bits is carried into the bytes already written: a 1 is added to the
  /// last of them, and passes through each 0xFF to the byte before. There is always a byte that can take it, since the
  /// number stays below 1.
  private mutating func add(_ offset: UInt64) {
    let (sum, overflow) = low.addingReportingOverflow(offset)
    low = sum
    guard overflow else { return }
    var last = bytes.count - 1
    while bytes[last] == 0xFF {
      bytes[last] = 0
      last -= 1
    }
    bytes[last] += 1
  }
}

/// Reads the symbols that ``ArithmeticEncoder`` wrote, given the same totals and shares in the same order.
///
///     var decoder = ArithmeticDecoder(bytes)
///     let point = decoder.point(total: 4)      // 0 to 2: the first symbol; 3: the second
///     decoder.advance(past: SymbolShare(start: 0, frequency: 3, total: 4))
public struct ArithmeticDecoder {
  private let bytes: [UInt8]
  private var next = 0
  private var range = UInt64.max
  /// The distance of the number from the interval's lower end.
  private var offset: UInt64 = 0

  /// Creates a decoder of these bytes, followed by zeros.
  public init(_ bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes)
    for _ in 0..<8 { readByte() }
  }

  /// Whether the decoder has read more bytes past the end than an encoder can leave out. If so, the bytes are not from
  /// an encoder, or the shares are not those that it used.
  public var isExhausted: Bool { next > bytes.count + 8 }

  /// Returns the part of the interval that contains the number; it belongs to the symbol whose share has that part.
  ///
  /// Bytes that no encoder wrote also yield some part.
  public func point(total: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: min(offset / (range / UInt64(total)), UInt64(total) - 1))
  }

  /// Advances past a symbol; its share must contain the ``point(total:)``.
  public mutating func advance(past share: SymbolShare) {
    let part = range / UInt64(share.total)
    // Wrapping, because in bytes that no encoder wrote the number can be above the interval.
    offset &-= part * UInt64(share.start)
    range = part * UInt64(share.frequency)
    while range < smallestRange {
      readByte()
      range <<= 8
    }
  }

  private mutating func readByte() {
    offset = offset << 8 | UInt64(next < bytes.count ? bytes[next] : 0)
    next += 1
  }
}
