/// How many bytes of a text are of the kinds that its reader looks for, counted eight at a time.
struct ByteCensus: Equatable {
  /// The number of newlines and of carriage returns.
  private(set) var newlines = 0, carriageReturns = 0
  /// The number of control characters that do not occur in texts: all but white space, backspaces, escapes and the
  /// separators of fields.
  private(set) var controls = 0

  init(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { bytes in
      var i = 0
      while i + 8 <= bytes.count {
        add(bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self))
        i += 8
      }
      // A byte beyond ASCII is of no kind, so it fills up the last eight.
      var last = UInt64.max
      while i < bytes.count {
        last = last << 8 | UInt64(bytes[i])
        i += 1
      }
      add(last)
    }
  }

  private mutating func add(_ eight: UInt64) {
    newlines &+= marks(eight, 0x0A...0x0A).nonzeroBitCount
    carriageReturns &+= marks(eight, 0x0D...0x0D).nonzeroBitCount
    controls &+= (marks(eight, 0...0x07) | marks(eight, 0x0E...0x1A) | marks(eight, 0x7F...0x7F)).nonzeroBitCount
  }
}

/// Returns the top bit of each of eight bytes that is in a range within ASCII.
@inline(__always)
private func marks(_ bytes: UInt64, _ range: ClosedRange<UInt64>) -> UInt64 {
  let each: UInt64 = 0x0101_0101_0101_0101
  let ascii = bytes & (each &* 0x7F)
  // Adding 0x80 - low carries into the top bit for bytes from low on, adding 0x7F - high for bytes above high.
  return (ascii &+ each &* (0x80 &- range.lowerBound)) & ~(ascii &+ each &* (0x7F &- range.upperBound)) & ~bytes
    & (each &* 0x80)
}
