import Numerics

/// Sixteen columns of a table, or fewer: how they are read and changed.
///
/// Kernels that change rows of a table in a fixed order share out the columns over the threads, block by block.
protocol ColumnBlock {
  /// The columns of a row; lanes that are not of the block are 0.
  func load(_ row: UnsafePointer<Float>) -> Lanes
  /// Adds lanes to the columns of a row; those that are not of the block are 0.
  func add(_ lanes: Lanes, to row: UnsafeMutablePointer<Float>)
  /// Sixteen columns of a row, those that the block shares with the one before it among them.
  func loadAll(_ row: UnsafePointer<Float>) -> Lanes
  /// Stores what ``loadAll(_:)`` gave, changed in lanes of the block only.
  func storeAll(_ lanes: Lanes, to row: UnsafeMutablePointer<Float>)
}

/// How many blocks the threads share out: the columns' whole blocks. The tail goes with the last of them, which it shares
/// some columns with; only rows of fewer than sixteen columns have nothing but a tail.
@inline(__always)
func blockCount(width: Int) -> Int { max(1, width / laneCount) }

struct WholeBlock: ColumnBlock {
  let start: Int

  @inline(__always) func load(_ row: UnsafePointer<Float>) -> Lanes { Kernels.load(row + start) }

  @inline(__always) func add(_ lanes: Lanes, to row: UnsafeMutablePointer<Float>) {
    store(Kernels.load(row + start) + lanes, to: row + start)
  }

  @inline(__always) func loadAll(_ row: UnsafePointer<Float>) -> Lanes { Kernels.load(row + start) }

  @inline(__always) func storeAll(_ lanes: Lanes, to row: UnsafeMutablePointer<Float>) { store(lanes, to: row + start) }
}

/// The last columns of rows whose width is no multiple of sixteen.
///
/// They are read as the sixteen last ones, of which those that a whole block has already are masked; only rows of fewer
/// than sixteen columns are read piecemeal.
struct Tail: ColumnBlock {
  let width: Int
  private var start: Int { max(0, width - laneCount) }

  init(width: Int) { self.width = width }

  @inline(__always) func load(_ row: UnsafePointer<Float>) -> Lanes {
    if width < laneCount { return Kernels.load(row, count: width) }
    return lanesFrom(laneCount - width % laneCount, Kernels.load(row + start), filler: 0)
  }

  @inline(__always) func add(_ lanes: Lanes, to row: UnsafeMutablePointer<Float>) {
    storeAll(loadAll(row) + lanes, to: row)
  }

  @inline(__always) func loadAll(_ row: UnsafePointer<Float>) -> Lanes {
    width < laneCount ? Kernels.load(row, count: width) : Kernels.load(row + start)
  }

  @inline(__always) func storeAll(_ lanes: Lanes, to row: UnsafeMutablePointer<Float>) {
    if width < laneCount { store(lanes, to: row, count: width) } else { store(lanes, to: row + start) }
  }
}
