/// The terms of one text, as bytes: a buffer that is refilled for each text, so no word becomes a `String`.
///
/// It has one owner and is never copied: if it were a class, each access would be checked for exclusivity at run time.
///
/// Term i is `bytes[starts[i] ..< ends[i]]`. Terms may overlap, as the pairs "it was" and "was the" do.
public struct Terms: ~Copyable {
  /// The folded text; a few bytes past its end may be read too.
  public private(set) var bytes: UnsafeMutablePointer<UInt8>
  /// Where each term begins.
  public private(set) var starts: UnsafeMutablePointer<Int>
  /// Where each term ends.
  public private(set) var ends: UnsafeMutablePointer<Int>
  /// The number of terms.
  public internal(set) var count = 0
  /// The number of words that were cut at their combining marks, and that ``WordPattern/marks`` would keep whole.
  public internal(set) var cutWordCount = 0
  private var byteCapacity = 256
  private var termCapacity = 64

  /// The number of bytes that may be read past the last term.
  public static let padding = 16

  /// Creates an empty buffer.
  public init() {
    bytes = .allocate(capacity: byteCapacity)
    bytes.initialize(repeating: 0, count: byteCapacity)
    starts = .allocate(capacity: termCapacity)
    ends = .allocate(capacity: termCapacity)
  }

  deinit {
    bytes.deallocate()
    starts.deallocate()
    ends.deallocate()
  }

  /// Empties the buffer and makes room for the given numbers of bytes and terms.
  mutating func clear(bytes byteCount: Int, terms termCount: Int) {
    (count, cutWordCount) = (0, 0)
    if byteCount + Self.padding > byteCapacity {
      byteCapacity = 2 * byteCount + Self.padding
      bytes.deallocate()
      bytes = .allocate(capacity: byteCapacity)
      bytes.initialize(repeating: 0, count: byteCapacity)
    }
    if termCount > termCapacity {
      termCapacity = 2 * termCount
      starts.deallocate()
      ends.deallocate()
      starts = .allocate(capacity: termCapacity)
      ends = .allocate(capacity: termCapacity)
    }
  }

  /// Replaces the starts and ends of the terms with those that `fill` writes; `fill` can still read the old ones.
  mutating func replace(
    count newCount: Int, _ fill: (_ starts: UnsafeMutablePointer<Int>, _ ends: UnsafeMutablePointer<Int>) -> Void
  ) {
    let capacity = max(newCount, 64)
    let newStarts = UnsafeMutablePointer<Int>.allocate(capacity: capacity)
    let newEnds = UnsafeMutablePointer<Int>.allocate(capacity: capacity)
    fill(newStarts, newEnds)
    starts.deallocate()
    ends.deallocate()
    (starts, ends, count, termCapacity) = (newStarts, newEnds, newCount, capacity)
  }

  /// The terms as strings, for display.
  public var strings: [String] {
    (0..<count).map {
      String(decoding: UnsafeBufferPointer(start: bytes + starts[$0], count: ends[$0] - starts[$0]), as: UTF8.self)
    }
  }
}
