import Synchronization

/// A pool of 64-byte-aligned blocks of floats, which are kept for reuse when they are given back.
///
/// A training step requests the same sizes over and over. After the first steps every request is served from the
/// shelves: nothing is requested from the system, and the process stops growing. Sizes are rounded up in steps of a
/// quarter of a power of two, so a program with changing shapes needs few shelves and wastes at most a fifth.
public final class Memory: Sendable {
  /// A contiguous range of floats that belongs to the code that took it until it is given back.
  public struct Block: @unchecked Sendable {
    /// The first float, aligned to 64 bytes.
    public let start: UnsafeMutablePointer<Float>
    /// The number of floats that it has room for.
    public let capacity: Int
    /// The pool that it came from. Blocks that a part took from its own pool can outlive the part; the pool itself is
    /// never freed.
    let owner: Unmanaged<Memory>

    /// Gives the block back. Its memory is not returned to the system.
    public func giveBack() { owner.takeUnretainedValue().giveBack(self) }
  }

  /// The pool of all threads that do not work on a part of ``parallelParts(_:_:)``. Tensors and kernels share it.
  public static let pool = Memory()

  /// The pool that the calling thread uses: that of its own part, or the shared ``pool``.
  @inline(__always)
  public static var current: Memory { Crew.current?.memory ?? pool }

  /// All pools. Blocks point back to the pool that they came from, so it must stay alive. There are about as many pools
  /// as threads.
  private static let all = Lock<[Memory]>([])

  /// Blocks of one size, with the one given back last on top.
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

  /// Four per power of two, up to more memory than any machine has.
  private static let shelfCount = 4 * 64

  /// Every operation takes a block and gives one back. So the shelves are raw memory, guarded by one atomic exchange:
  /// the system's lock takes five times as long as the work done under it.
  private nonisolated(unsafe) let shelves = UnsafeMutablePointer<Shelf>.allocate(capacity: Memory.shelfCount)
  private let isLocked = Atomic<Bool>(false)
  private let bytes = Atomic<Int>(0)
  private static let allBytes = Atomic<Int>(0)

  init() {
    shelves.initialize(repeating: Shelf(), count: Self.shelfCount)
    Self.all.withLock { $0.append(self) }
  }

  /// Takes a block of at least `count` floats. It contains whatever its last user left in it.
  public func take(_ count: Int) -> Block {
    let (shelf, capacity) = Self.shelf(for: count)
    let block = withLock { shelves[shelf].take() } ?? newBlock(capacity)
    return block.lent(count, of: capacity)
  }

  @inline(__always)
  private func withLock<Result>(_ body: () -> Result) -> Result {
    while isLocked.exchange(true, ordering: .acquiring) {
      // The thread that holds the lock may have lost its core.
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
    let (shelf, capacity) = Self.shelf(for: block.capacity)
    let block = block.shelved(capacity)
    withLock { shelves[shelf].put(block) }
  }

  /// The number of bytes that this pool has requested from the system so far, in use or on the shelves.
  public var reservedBytes: Int { bytes.load(ordering: .relaxed) }

  /// The number of bytes that all pools of the process together have requested from the system so far.
  public static var allReservedBytes: Int { allBytes.load(ordering: .relaxed) }

  /// Returns the shelf that serves a request, and the capacity of its blocks: 64, 80, 96, 112, 128, 160, and so on,
  /// four per power of two.
  static func shelf(for count: Int) -> (number: Int, capacity: Int) {
    guard count > 64 else { return (0, 64) }
    let exponent = Int.bitWidth - 1 - (count - 1).leadingZeroBitCount
    let quarter = 1 << (exponent - 2)
    let quarters = (count + quarter - 1) / quarter
    return ((exponent - 6) * 4 + quarters - 4, quarters * quarter)
  }

  /// Returns the capacity of the block that serves a request.
  static func roundedUp(_ count: Int) -> Int { shelf(for: count).capacity }
}

/// Lends `body` a block of at least `count` floats for as long as it runs; a count of 0 uses no memory.
@inline(__always)
func withScratch<Result>(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Result) -> Result {
  guard count > 0 else { return body(nowhere) }
  let block = Memory.current.take(count)
  defer { block.giveBack() }
  return body(block.start)
}

/// Lends `body` a block of `count` doubles for as long as it runs; they are 0 at first.
@inline(__always)
func withDoubles<Result>(_ count: Int, _ body: (UnsafeMutablePointer<Double>) -> Result) -> Result {
  withScratch(2 * count) { memory in
    UnsafeMutableRawPointer(memory).withMemoryRebound(to: Double.self, capacity: count) {
      $0.update(repeating: 0, count: count)
      return body($0)
    }
  }
}

/// A pointer that is never read or written.
private var nowhere: UnsafeMutablePointer<Float> { UnsafeMutablePointer(bitPattern: 64)! }
