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
  }

  /// The one pool of the process: tensors and kernels draw on the same shelves.
  public static let pool = Memory()

  private struct Shelves {
    var free: [Int: [Block]] = [:]
    var bytes = 0
  }

  private let shelves = Mutex(Shelves())

  /// Takes a block of at least `count` floats. What stands in it is whatever its last user left.
  public func take(_ count: Int) -> Block {
    let capacity = Self.roundedUp(count)
    let kept = shelves.withLock { $0.free[capacity]?.popLast() }
    if let kept { return kept }
    shelves.withLock { $0.bytes += capacity * MemoryLayout<Float>.stride }
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: capacity * MemoryLayout<Float>.stride, alignment: 64)
    return Block(start: memory.bindMemory(to: Float.self, capacity: capacity), capacity: capacity)
  }

  /// Gives a block back. Its memory is not returned to the system.
  public func giveBack(_ block: Block) {
    shelves.withLock { $0.free[block.capacity, default: []].append(block) }
  }

  /// The bytes that the pool has asked of the system so far, in use or on the shelves.
  public var reservedBytes: Int { shelves.withLock { $0.bytes } }

  /// The capacity that serves a request: 64, 80, 96, 112, 128, 160, and so on, four sizes an octave.
  static func roundedUp(_ count: Int) -> Int {
    guard count > 64 else { return 64 }
    let octave = 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    let quarter = octave / 4
    return (count + quarter - 1) / quarter * quarter
  }
}

/// Lends `body` a block of at least `count` floats for as long as it runs; for none, the pool is left in peace.
@inline(__always)
func withScratch<Result>(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Result) -> Result {
  guard count > 0 else { return body(nowhere) }
  let block = Memory.pool.take(count)
  defer { Memory.pool.giveBack(block) }
  return body(block.start)
}

/// A pointer that nobody reads or writes.
private var nowhere: UnsafeMutablePointer<Float> { UnsafeMutablePointer(bitPattern: 64)! }
