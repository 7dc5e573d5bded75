import Kernels

/// A chunk of at most 15 bytes as two numbers: its bytes, then zeros, and in the last byte its length.
struct ChunkKey: Equatable {
  /// The most bytes that a key holds.
  static let maximumLength = 15

  let low: UInt64
  let high: UInt64

  /// Makes the key of a chunk of 1 to 15 bytes in a text of which `available` bytes can be read from the chunk's first on.
  @inline(__always)
  init(_ text: UnsafePointer<UInt8>, length: Int, available: Int) {
    let tag = UInt64(truncatingIfNeeded: length) << 56
    guard available >= 16 else {
      self.init(bytes: text, length: length)
      return
    }
    let low = EightBytes(text).word
    if length <= 8 {
      self.init(low: low & (.max &>> UInt64(truncatingIfNeeded: 64 &- 8 &* length)), high: tag)
    } else {
      let mask: UInt64 = .max &>> UInt64(truncatingIfNeeded: 128 &- 8 &* length)
      self.init(low: low, high: EightBytes(text + 8).word & mask | tag)
    }
  }

  @inline(never)
  private init(bytes text: UnsafePointer<UInt8>, length: Int) {
    var low: UInt64 = 0, high = UInt64(length) << 56
    for i in 0..<length {
      let byte = UInt64(text[i])
      if i < 8 { low |= byte << UInt64(8 * i) } else { high |= byte << UInt64(8 * (i - 8)) }
    }
    self.init(low: low, high: high)
  }

  @inline(__always)
  private init(low: UInt64, high: UInt64) { (self.low, self.high) = (low, high) }

  /// A key that no chunk has.
  static let none = ChunkKey(low: 0, high: 0)

  /// A number in which every bit depends on the whole key, the highest most.
  @inline(__always)
  var hash: UInt64 {
    let mixed = (low ^ (high &* 0xC2B2_AE3D_27D4_EB4F)) &* 0x9E37_79B9_7F4A_7C15
    return (mixed ^ mixed >> 32) &* 0xD6E8_FEB8_6659_FD93
  }

  /// The number of bytes.
  var length: Int { Int(high >> 56) }

  /// Writes the bytes of the key.
  func write(to bytes: UnsafeMutablePointer<UInt8>) {
    for i in 0..<length {
      bytes[i] = UInt8(truncatingIfNeeded: i < 8 ? low >> UInt64(8 * i) : high >> UInt64(8 * (i - 8)))
    }
  }
}

/// The tokens of chunks that were encoded before, so that a known word is one look-up.
///
/// It begins small and grows with the number of different chunks, up to 16 MB. When that is full, it
/// forgets all and learns again, beginning with the most frequent.
struct ChunkTable {
  /// A chunk and its tokens: up to three here, and more in ``rest``.
  struct Entry {
    var key: ChunkKey
    var tokens: (Int32, Int32, Int32)
    var count: Int32
  }

  private(set) var entries: UnsafeMutablePointer<Entry>
  private(set) var mask: Int
  private(set) var shift: UInt64
  private var used = 0
  /// The tokens of chunks with more than three; the first of an entry's own tokens is the place here.
  private(set) var rest: UnsafeMutablePointer<Int32>
  private var restCount = 0, restCapacity: Int

  private static let smallestBits: UInt64 = 10, largestBits: UInt64 = 19
  private static let largestRest = 1 << 20

  init() {
    (entries, mask, shift) = Self.table(bits: Self.smallestBits)
    restCapacity = 1 << 10
    rest = .allocate(capacity: restCapacity)
  }

  /// Frees the memory; the table is of no use afterward.
  func deallocate() {
    entries.deallocate()
    rest.deallocate()
  }

  private static func table(bits: UInt64) -> (UnsafeMutablePointer<Entry>, Int, UInt64) {
    // Aligned, so that no entry lies across two lines of the cache.
    let memory = allocateTable(byteCount: MemoryLayout<Entry>.stride << Int(bits))
    let entries = memory.bindMemory(to: Entry.self, capacity: 1 << bits)
    entries.initialize(repeating: Entry(key: .none, tokens: (0, 0, 0), count: 0), count: 1 << bits)
    return (entries, (1 << Int(bits)) - 1, 64 - bits)
  }

  /// Returns where the search for a chunk begins.
  @inline(__always)
  func slot(_ key: ChunkKey) -> Int { Int(truncatingIfNeeded: key.hash &>> shift) }

  /// Returns the entry of a chunk, or the empty one where it belongs, whose count is 0.
  @inline(__always)
  func entry(_ key: ChunkKey, from first: Int) -> UnsafeMutablePointer<Entry> {
    var slot = first
    while true {
      let entry = entries + slot
      if entry.pointee.key == key || entry.pointee.count == 0 { return entry }
      slot = (slot &+ 1) & mask
    }
  }

  /// Stores the tokens of a chunk that is not in the table.
  mutating func insert(_ key: ChunkKey, _ tokens: UnsafeMutablePointer<Int32>, count: Int) {
    if count > 3, restCount + count > restCapacity { growRest() }
    if 2 * used > mask { grow() }
    let entry = entry(key, from: slot(key))
    used += 1
    entry.pointee.key = key
    entry.pointee.count = Int32(count)
    if count <= 3 {
      entry.pointee.tokens = (tokens[0], count > 1 ? tokens[1] : 0, count > 2 ? tokens[2] : 0)
    } else {
      entry.pointee.tokens.0 = Int32(restCount)
      (rest + restCount).update(from: tokens, count: count)
      restCount += count
    }
  }

  private mutating func grow() {
    let bits = 64 - shift
    guard bits < Self.largestBits else { return removeAll() }
    let old = entries, oldCount = mask + 1
    (entries, mask, shift) = Self.table(bits: min(Self.largestBits, bits + 2))
    for i in 0..<oldCount where old[i].count > 0 { entry(old[i].key, from: slot(old[i].key)).pointee = old[i] }
    old.deallocate()
  }

  private mutating func growRest() {
    guard restCapacity < Self.largestRest else { return removeAll() }
    let more = UnsafeMutablePointer<Int32>.allocate(capacity: 4 * restCapacity)
    more.update(from: rest, count: restCount)
    rest.deallocate()
    (rest, restCapacity) = (more, 4 * restCapacity)
  }

  private mutating func removeAll() {
    entries.update(repeating: Entry(key: .none, tokens: (0, 0, 0), count: 0), count: mask + 1)
    (used, restCount) = (0, 0)
  }
}
