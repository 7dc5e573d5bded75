import Numerics

/// A block of at most sixteen columns of a table, which is read and changed row by row.
///
/// Kernels that change rows of a table in a fixed order split the columns across the threads, block by block.
protocol ColumnBlock {
  /// Returns the block's columns of a row; lanes outside of the block are 0.
  func load(_ row: UnsafePointer<Float>) -> Lanes
  /// Adds lanes to the block's columns of a row; lanes outside of the block must be 0.
  func add(_ lanes: Lanes, to row: UnsafeMutablePointer<Float>)
  /// Returns sixteen columns of a row, including those that the block shares with the previous one.
  func loadAll(_ row: UnsafePointer<Float>) -> Lanes
  /// Stores lanes that ``loadAll(_:)`` returned; only lanes of the block may have changed.
  func storeAll(_ lanes: Lanes, to row: UnsafeMutablePointer<Float>)
}

/// Returns the number of blocks to split across the threads, which is the number of whole blocks. The tail goes with
/// the last whole block, because it also reads and stores some of that block's columns. Rows of fewer than sixteen
/// columns have only a tail.
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

/// The last columns of rows whose width is not a multiple of sixteen.
///
/// The last sixteen columns are read, and those that already belong to a whole block are masked. Only rows of fewer
/// than sixteen columns need a partial load.
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
