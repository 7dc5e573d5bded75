/// How often each different chunk of a text occurs: what training reads instead of the text.
struct ChunkCounts: @unchecked Sendable {
  private struct Entry {
    var key: ChunkKey
    var count: Int
  }

  private var entries: UnsafeMutablePointer<Entry>
  private var mask: Int
  private var shift: UInt64
  private var used = 0
  /// The chunks that no key holds.
  private var long: [[UInt8]: Int] = [:]

  /// Creates counts of nothing.
  init() { (entries, mask, shift) = Self.table(bits: 10) }

  /// Frees the memory; the counts are of no use afterward.
  func deallocate() { entries.deallocate() }

  private static func table(bits: UInt64) -> (UnsafeMutablePointer<Entry>, Int, UInt64) {
    let entries = UnsafeMutablePointer<Entry>.allocate(capacity: 1 << bits)
    entries.initialize(repeating: Entry(key: .none, count: 0), count: 1 << bits)
    return (entries, (1 << Int(bits)) - 1, 64 - bits)
  }

  /// The number of different chunks.
  var count: Int { used + long.count }

  /// Counts the chunks of a text.
  mutating func add(_ text: UnsafePointer<UInt8>, count: Int, by splitting: Splitting) {
    switch splitting {
    case .gpt2: add(text, count, GPT2Scanner())
    case .gpt4: add(text, count, GPT4Scanner())
    case .none: if count > 0 { addLong(text, count) }
    }
  }

  @inline(__always)
  private mutating func add(_ text: UnsafePointer<UInt8>, _ count: Int, _ scanner: some ChunkScanner) {
    var start = 0
    while start < count {
      let end = scanner.end(of: text, from: start, count: count), length = end &- start
      if length <= ChunkKey.maximumLength {
        add(ChunkKey(text + start, length: length, available: count &- start), 1)
      } else {
        addLong(text + start, length)
      }
      start = end
    }
  }

  @inline(__always)
  private mutating func add(_ key: ChunkKey, _ number: Int) {
    var slot = Int(truncatingIfNeeded: key.hash &>> shift)
    while true {
      let entry = entries + slot
      if entry.pointee.key == key {
        entry.pointee.count &+= number
        return
      }
      if entry.pointee.count == 0 { break }
      slot = (slot &+ 1) & mask
    }
    insert(key, number, slot)
  }

  @inline(never)
  private mutating func insert(_ key: ChunkKey, _ number: Int, _ slot: Int) {
    entries[slot] = Entry(key: key, count: number)
    used += 1
    guard 2 * used > mask else { return }
    let old = entries, oldCount = mask + 1
    (entries, mask, shift) = Self.table(bits: 64 - shift + 2)
    for i in 0..<oldCount where old[i].count > 0 {
      var slot = Int(truncatingIfNeeded: old[i].key.hash &>> shift)
      while entries[slot].count > 0 { slot = (slot + 1) & mask }
      entries[slot] = old[i]
    }
    old.deallocate()
  }

  @inline(never)
  private mutating func addLong(_ text: UnsafePointer<UInt8>, _ length: Int) {
    long[Array(UnsafeBufferPointer(start: text, count: length)), default: 0] += 1
  }

  /// Adds the counts of others.
  mutating func add(_ others: ChunkCounts) {
    for i in 0...others.mask where others.entries[i].count > 0 { add(others.entries[i].key, others.entries[i].count) }
    long.merge(others.long, uniquingKeysWith: +)
  }

  /// Calls `body` with the bytes and the count of each different chunk, in no particular order.
  func forEach(_ body: (_ bytes: UnsafeBufferPointer<UInt8>, _ count: Int) throws -> Void) rethrows {
    try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { buffer in
      for i in 0...mask where entries[i].count > 0 {
        let key = entries[i].key
        key.write(to: buffer.baseAddress!)
        try body(UnsafeBufferPointer(rebasing: buffer[..<key.length]), entries[i].count)
      }
    }
    for (bytes, count) in long { try bytes.withUnsafeBufferPointer { try body($0, count) } }
  }
}
