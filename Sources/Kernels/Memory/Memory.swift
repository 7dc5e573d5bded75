import Synchronization

/// Blocks of floats, 64-byte aligned, that are kept for reuse when they are given back.
///
/// A training step asks for the same sizes over and over. After the first steps every request is answered from the
/// shelves: nothing is asked of the system, and the process stops growing. Sizes are rounded up to a quarter of a
/// power of two, so that a program with changing shapes needs few shelves and wastes at most a fifth.
public final class Memory: Sendable {
  /// A run of floats that belongs to whoever took it until it is given back.
  public struct Block: @unchecked Sendable {
    /// The first float, 64-byte aligned.
    public let start: UnsafeMutablePointer<Float>
    /// How many floats there is room for.
    public let capacity: Int
    /// Where it came from. Blocks of a part's own memory may outlive the part, but the memory itself is never freed.
    fileprivate let owner: Unmanaged<Memory>

    /// Gives the block back. Its memory is not returned to the system.
    public func giveBack() { owner.takeUnretainedValue().giveBack(self) }
  }

  /// The pool of all threads that do not work on a part by themselves: tensors and kernels draw on the same shelves.
  public static let pool = Memory()

  /// What the calling thread draws on: the memory of its own part, or the ``pool``.
  @inline(__always)
  public static var current: Memory { Crew.current?.memory ?? pool }

  /// Blocks of one size, the last one given back on top.
  private struct Shelf {
    var blocks: UnsafeMutablePointer<Block>?
    var count = 0
    var room = 0

    mutating func put(_ block: Block) {
      if count == room { grow() }
      (blocks! + count).initialize(to: block)
      count += 1
    }

    mutating func take() -> Block? {
      guard count > 0 else { return nil }
      count -= 1
      return blocks![count]
    }

    @inline(never)
    private mutating func grow() {
      let larger = UnsafeMutablePointer<Block>.allocate(capacity: max(8, 2 * room))
      if let blocks {
        larger.moveInitialize(from: blocks, count: count)
        blocks.deallocate()
      }
      (blocks, room) = (larger, max(8, 2 * room))
    }
  }

  /// Four an octave, up to more memory than there is.
  private static let shelfCount = 4 * 64

  /// Every operation takes a block and gives one back. So the shelves are raw memory, and what guards them is one exchange:
  /// the system's lock takes five times as long as what is done under it.
  private nonisolated(unsafe) let shelves = UnsafeMutablePointer<Shelf>.allocate(capacity: Memory.shelfCount)
  private let isLocked = Atomic<Bool>(false)
  private let bytes = Atomic<Int>(0)
  private static let allBytes = Atomic<Int>(0)

  init() {
    shelves.initialize(repeating: Shelf(), count: Self.shelfCount)
    // Blocks point back to where they came from, so this must stay; there are as many as there are threads.
    _ = Unmanaged.passRetained(self)
  }

  /// Takes a block of at least `count` floats. What stands in it is whatever its last user left.
  public func take(_ count: Int) -> Block {
    let (shelf, capacity) = Self.shelf(for: count)
    return withLock { shelves[shelf].take() } ?? newBlock(capacity)
  }

  @inline(__always)
  private func withLock<Result>(_ body: () -> Result) -> Result {
    while isLocked.exchange(true, ordering: .acquiring) {
      // Whoever holds it may have lost its core.
      yieldProcessor()
    }
    defer { isLocked.store(false, ordering: .releasing) }
    return body()
  }

  @inline(never)
  private func newBlock(_ capacity: Int) -> Block {
    let bytes = capacity * MemoryLayout<Float>.stride
    self.bytes.add(bytes, ordering: .relaxed)
    Self.allBytes.add(bytes, ordering: .relaxed)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    return Block(
      start: memory.bindMemory(to: Float.self, capacity: capacity), capacity: capacity,
      owner: Unmanaged.passUnretained(self))
  }

  func giveBack(_ block: Block) {
    let (shelf, _) = Self.shelf(for: block.capacity)
    withLock { shelves[shelf].put(block) }
  }

  /// The bytes that this memory has asked of the system so far, in use or on the shelves.
  public var reservedBytes: Int { bytes.load(ordering: .relaxed) }

  /// The bytes that all memories of the process together have asked of the system so far.
  public static var allReservedBytes: Int { allBytes.load(ordering: .relaxed) }

  /// The shelf that serves a request, and its blocks' capacity: 64, 80, 96, 112, 128, 160, and so on, four an octave.
  static func shelf(for count: Int) -> (number: Int, capacity: Int) {
    guard count > 64 else { return (0, 64) }
    let exponent = Int.bitWidth - 1 - (count - 1).leadingZeroBitCount
    let quarter = 1 << (exponent - 2)
    let quarters = (count + quarter - 1) / quarter
    return ((exponent - 6) * 4 + quarters - 4, quarters * quarter)
  }

  /// The capacity that serves a request.
  static func roundedUp(_ count: Int) -> Int { shelf(for: count).capacity }
}

/// Lends `body` a block of at least `count` floats for as long as it runs; a count of 0 takes no memory.
@inline(__always)
func withScratch<Result>(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Result) -> Result {
  guard count > 0 else { return body(nowhere) }
  let block = Memory.current.take(count)
  defer { block.giveBack() }
  return body(block.start)
}

/// A pointer that nobody reads or writes.
private var nowhere: UnsafeMutablePointer<Float> { UnsafeMutablePointer(bitPattern: 64)! }
