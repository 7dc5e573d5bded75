import Corpora

/// Numbers distinct terms in the order in which they were first seen, with a hash table over bytes.
///
/// The table uses open addressing with linear probing (Knuth, volume 3, section 6.4). A slot holds 32 bits of the hash
/// and the term's number; the terms themselves are stored one after another in one buffer. Unlike a lookup in a
/// `Dictionary<String, Int>`, a lookup here usually touches a single slot, and it creates no `String`.
final class TermTable {
  /// The number of terms.
  private(set) var count = 0
  /// Each slot has bits of the hash in its upper half and the term's number plus one in its lower half; 0 is a free
  /// slot.
  private var slots: UnsafeMutablePointer<UInt64>
  private var slotCount: Int
  /// The bytes of all terms; term i is `bytes[starts[i] ..< starts[i + 1]]`.
  private var bytes: UnsafeMutablePointer<UInt8>
  private var byteCapacity = 1 << 14
  private var starts: UnsafeMutablePointer<Int>
  private var termCapacity: Int

  init() {
    slotCount = 1 << 12
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: 0, count: slotCount)
    bytes = .allocate(capacity: byteCapacity)
    bytes.initialize(repeating: 0, count: byteCapacity)
    termCapacity = slotCount / 2
    starts = .allocate(capacity: termCapacity + 1)
    starts[0] = 0
  }

  deinit {
    slots.deallocate()
    bytes.deallocate()
    starts.deallocate()
  }

  /// Finds the numbers of terms, adding those that are new.
  ///
  /// - Parameter ids: room for as many numbers as there are terms.
  func add(_ terms: borrowing Terms, ids: UnsafeMutablePointer<Int32>) {
    let (text, termStarts, termEnds, count) = (terms.bytes, terms.starts, terms.ends, terms.count)
    for i in 0..<count {
      let start = termStarts[i]
      ids[i] = add(text + start, length: termEnds[i] - start)
    }
  }

  /// Finds the numbers of terms, with -1 for those that are not in the table. The table does not change, so threads can
  /// share it.
  func find(_ terms: borrowing Terms, ids: UnsafeMutablePointer<Int32>) {
    for i in 0..<terms.count {
      let start = terms.starts[i]
      ids[i] = find(terms.bytes + start, length: terms.ends[i] - start)
    }
  }

  @inline(__always)
  private func find(_ term: UnsafePointer<UInt8>, length: Int) -> Int32 {
    let slot = slot(of: term, length: length, hash: Self.hash(term, length: length))
    return Int32(truncatingIfNeeded: slots[slot] & 0xFFFF_FFFF) &- 1
  }

  @inline(__always)
  private func add(_ term: UnsafePointer<UInt8>, length: Int) -> Int32 {
    let hash = Self.hash(term, length: length)
    let slot = slot(of: term, length: length, hash: hash)
    let found = slots[slot]
    if found != 0 { return Int32(truncatingIfNeeded: found & 0xFFFF_FFFF) &- 1 }
    return insert(term, length: length, hash: hash, at: slot)
  }

  /// Returns the number of another table's term, adding it if it is new.
  func add(_ other: TermTable, _ id: Int32) -> Int32 {
    let start = other.starts[Int(id)]
    return add(other.bytes + start, length: other.starts[Int(id) + 1] - start)
  }

  /// Returns the number of a string, adding it if it is new.
  func add(_ term: String) -> Int32 { Self.withPadding(term) { add($0, length: $1) } }

  /// Returns the number of a string, or -1 if it is not in the table.
  func find(_ term: String) -> Int32 { Self.withPadding(term) { find($0, length: $1) } }

  /// Calls `body` with the bytes of a string and some padding after them, since a hash can read past the term's end.
  private static func withPadding<Result>(_ term: String, _ body: (UnsafePointer<UInt8>, _ length: Int) -> Result)
    -> Result
  {
    let utf8 = Array(term.utf8)
    return (utf8 + [UInt8](repeating: 0, count: Terms.padding)).withUnsafeBufferPointer {
      body($0.baseAddress!, utf8.count)
    }
  }

  /// Returns the bytes of a term.
  func term(_ id: Int32) -> UnsafeBufferPointer<UInt8> {
    let start = starts[Int(id)]
    return UnsafeBufferPointer(start: bytes + start, count: starts[Int(id) + 1] - start)
  }

  /// Returns the numbers of the terms in the order of their bytes, which is also that of their code points.
  func sorted() -> [Int32] {
    // The first eight bytes as one number decide most comparisons without looking at the terms.
    let keys = (0..<count).map { id in
      let word = UnsafeRawPointer(bytes + starts[id]).loadUnaligned(as: UInt64.self)
      let length = starts[id + 1] - starts[id]
      return (
        first: length < 8 ? UInt64(bigEndian: word) & ~(UInt64.max >> UInt64(8 * length)) : UInt64(bigEndian: word),
        id: Int32(id)
      )
    }
    return keys.sorted { a, b in
      a.first == b.first ? term(a.id).lexicographicallyPrecedes(term(b.id)) : a.first < b.first
    }.map(\.id)
  }

  /// Returns the slot that holds a term, or the free slot where it belongs.
  @inline(__always)
  private func slot(of term: UnsafePointer<UInt8>, length: Int, hash: UInt64) -> Int {
    let mask = slotCount &- 1
    var slot = Int(truncatingIfNeeded: hash >> 32) & mask
    while true {
      let found = slots[slot]
      if found == 0 { return slot }
      if (found ^ hash) >> 32 == 0 {
        let id = Int(found & 0xFFFF_FFFF) &- 1
        let start = starts[id]
        if starts[id &+ 1] &- start == length, isEqual(bytes + start, term, length) { return slot }
      }
      slot = (slot &+ 1) & mask
    }
  }

  @inline(never)
  private func insert(_ term: UnsafePointer<UInt8>, length: Int, hash: UInt64, at slot: Int) -> Int32 {
    let end = starts[count]
    if end + length + Terms.padding > byteCapacity {
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * (end + length) + Terms.padding)
      larger.initialize(repeating: 0, count: 2 * (end + length) + Terms.padding)
      larger.update(from: bytes, count: end)
      bytes.deallocate()
      (bytes, byteCapacity) = (larger, 2 * (end + length) + Terms.padding)
    }
    (bytes + end).update(from: term, count: length)
    slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(count + 1)
    count += 1
    starts[count] = end + length
    if count == termCapacity { grow() }
    return Int32(count - 1)
  }

  /// Doubles the slots, so at most half are ever taken.
  private func grow() {
    let old = slots, oldCount = slotCount
    slotCount *= 2
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: 0, count: slotCount)
    for i in 0..<oldCount where old[i] != 0 {
      var slot = Int(old[i] >> 32) & (slotCount - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slotCount - 1) }
      slots[slot] = old[i]
    }
    old.deallocate()
    let more = UnsafeMutablePointer<Int>.allocate(capacity: slotCount / 2 + 1)
    more.update(from: starts, count: count + 1)
    starts.deallocate()
    (starts, termCapacity) = (more, slotCount / 2)
  }

  /// Returns a 64-bit hash. Each iteration mixes in eight bytes with a multiplication and folds the halves of the
  /// product together, as in wyhash (Wang Yi 2019).
  @inline(__always)
  private static func hash(_ term: UnsafePointer<UInt8>, length: Int) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: length) &* 0x9E37_79B9_7F4A_7C15
    var p = UnsafeRawPointer(term), left = length
    while left > 8 {
      hash = mixed(hash ^ UInt64(littleEndian: p.loadUnaligned(as: UInt64.self)))
      p += 8
      left &-= 8
    }
    // The last bytes, with those after the term masked out; the bytes read there still belong to the buffer.
    let last = UInt64(littleEndian: p.loadUnaligned(as: UInt64.self))
    return mixed(hash ^ (left == 0 ? 0 : last & (UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- 8 &* left))))
  }

  @inline(__always)
  private static func mixed(_ x: UInt64) -> UInt64 {
    let product = (x ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
  }
}

/// Returns whether two runs of bytes are equal; both can be read a few bytes past their end.
@inline(__always)
private func isEqual(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ length: Int) -> Bool {
  var a = UnsafeRawPointer(a), b = UnsafeRawPointer(b), left = length
  while left > 8 {
    if a.loadUnaligned(as: UInt64.self) != b.loadUnaligned(as: UInt64.self) { return false }
    a += 8
    b += 8
    left &-= 8
  }
  let difference =
    UInt64(littleEndian: a.loadUnaligned(as: UInt64.self)) ^ UInt64(littleEndian: b.loadUnaligned(as: UInt64.self))
  return left == 0 || difference & (UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- 8 &* left)) == 0
}
