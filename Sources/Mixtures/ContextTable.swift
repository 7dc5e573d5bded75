import Files
import Kernels

/// The statistics of all questions after all contexts, in one hash table of fixed size.
///
/// A line of the cache holds eight of them. The nodes of three levels of the tree after the same context share a line,
/// so a token takes two or three accesses to memory per context, not eight. If a line and its neighbor are full, the
/// statistics with the fewest answers make room.
final class ContextTable {
  private static let lineLength = 8
  private let slots: UnsafeMutablePointer<BitStatistics>
  private let slotCount: Int
  private let lineMask: UInt64
  /// Stands for statistics that the table does not have.
  private let absent: UnsafeMutablePointer<BitStatistics>

  /// Creates a table of 2^bits places.
  init(bits: Int) {
    require((4...30).contains(bits), "ContextTable: 2^\(bits) places")
    slotCount = 1 << bits
    lineMask = UInt64(slotCount / Self.lineLength - 1)
    let memory = allocateTable(byteCount: slotCount * MemoryLayout<BitStatistics>.stride)
    slots = memory.bindMemory(to: BitStatistics.self, capacity: slotCount)
    absent = .allocate(capacity: 1)
    absent.initialize(to: BitStatistics())
    clear()
  }

  deinit {
    UnsafeMutableRawPointer(slots).deallocate()
    absent.deallocate()
  }

  func clear() { slots.initialize(repeating: BitStatistics(), count: slotCount) }

  /// The number of places in use.
  var usedCount: Int { UnsafeBufferPointer(start: slots, count: slotCount).count { $0.check != 0 } }

  /// Returns the statistics of a node after a context. If there are none, new ones take a place if `adding`; otherwise
  /// the result must not be changed.
  @inline(__always)
  func find(_ context: UInt64, node: Int, region: Int32, adding: Bool) -> UnsafeMutablePointer<BitStatistics> {
    var hash = context &+ UInt64(truncatingIfNeeded: region) &* 0x9E37_79B9_7F4A_7C15
    hash = (hash ^ hash >> 32) &* 0xD6E8_FEB8_6659_FD93
    hash ^= hash >> 29
    let check = max(1, UInt16(truncatingIfNeeded: Int(truncatingIfNeeded: hash >> 44) &+ node &* 40503))
    let line = hash & lineMask
    let first = slots + Int(line) * Self.lineLength, second = slots + Int(line ^ 1) * Self.lineLength
    for part in 0..<2 {
      let start = part == 0 ? first : second
      for slot in start..<start + Self.lineLength {
        if slot.pointee.check == check { return slot }
        if slot.pointee.check == 0 {
          guard adding else { return absent }
          slot.pointee.check = check
          return slot
        }
      }
    }
    guard adding else { return absent }
    var fewest = first
    for part in 0..<2 {
      let start = part == 0 ? first : second
      for slot in start..<start + Self.lineLength where slot.pointee.count < fewest.pointee.count { fewest = slot }
    }
    fewest.pointee = BitStatistics(check: check)
    return fewest
  }
}
