// Arithmetic coding: a whole message is one number inside an interval that each symbol narrows to its own part. The
// interval's width ends up as the product of all probabilities, so the message costs the sum of their -log2, and about a
// byte more: what Shannon proved possible, whatever the probabilities are.
//
// This is the form called a range coder (Martin 1979; the decoder's arithmetic as in Witten, Neal and Cleary 1987): the
// interval is `low ..< low + range`, in integers, and whole bytes leave at its top as soon as they are settled.

/// The share of the interval that a symbol has: `start ..< start + frequency` of `total` parts.
public struct SymbolShare: Equatable, Sendable {
  /// The largest total: the interval is cut into its parts with a relative error of 2^-32 at most.
  public static let largestTotal: UInt32 = 1 << 24

  /// The parts that come before the symbol's.
  public let start: UInt32
  /// The symbol's parts, at least 1.
  public let frequency: UInt32
  /// All parts.
  public let total: UInt32

  /// A share, which must not be empty and must lie inside the whole.
  public init(start: UInt32, frequency: UInt32, total: UInt32) {
    precondition(
      frequency > 0 && total <= Self.largestTotal && start <= total && frequency <= total - start,
      "SymbolShare: \(frequency) parts from \(start) of \(total)")
    self.start = start
    self.frequency = frequency
    self.total = total
  }
}

/// The interval is wider than this before each symbol; when it is not, its top byte is settled but for a carry.
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

  /// An encoder that has written nothing.
  public init() {}

  /// Adds a symbol, known by its share.
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

  /// Ends the number, and gives its bytes: as few as still name a point of the interval when zeros follow them.
  public mutating func finish() -> [UInt8] {
    // The interval is wider than 2^56, so a multiple of that lies in it: all but the top byte become zero.
    add((0 &- low) & (smallestRange - 1))
    if low != 0 { bytes.append(UInt8(truncatingIfNeeded: low >> 56)) }
    return bytes
  }

  /// Moves the interval up. What overflows its 64 bits is carried into the bytes that have left: a 1 is added to the last
  /// of them, and through all that are 0xFF to the one before. There is one, for the number stays below 1.
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
  /// How far the number lies above the interval's lower end.
  private var offset: UInt64 = 0

  /// A decoder of these bytes; zeros follow them.
  public init(_ bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes)
    for _ in 0..<8 { readByte() }
  }

  /// Whether more bytes were needed than an encoder can have left out: they were not its bytes, or not these symbols.
  public var isExhausted: Bool { next > bytes.count + 8 }

  /// Which part of the interval the number lies in: it belongs to the symbol whose share holds that part.
  ///
  /// Bytes that no encoder wrote give some part, too.
  public func point(total: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: min(offset / (range / UInt64(total)), UInt64(total) - 1))
  }

  /// Goes on behind a symbol, whose share must hold the ``point(total:)``.
  public mutating func advance(past share: SymbolShare) {
    let part = range / UInt64(share.total)
    // Wrapping, for in bytes that no encoder wrote the number may lie above the interval.
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
