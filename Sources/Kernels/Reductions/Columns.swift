import Numerics

/// Splits the columns of arrays of shape (outer, size, inner) across the threads, up to sixteen neighbors at a time.
///
/// - Parameters:
///   - cost: the approximate number of elementary operations per element.
///   - body: receives the offset of the first column and the number of columns; their rows are `inner` apart.
@inline(__always)
func forEachColumnGroup(
  outer: Int, size: Int, inner: Int, cost: Int = 1, _ body: (_ start: Int, _ columns: Int) -> Void
) {
  let groups = (inner + laneCount - 1) / laneCount
  parallel(outer * groups, work: outer * size * inner * cost) { range in
    for piece in range {
      let column = piece % groups * laneCount
      body(piece / groups * size * inner + column, min(laneCount, inner - column))
    }
  }
}

/// Up to sixteen neighboring columns of a matrix, read row by row.
struct Column {
  private let start: UnsafePointer<Float>
  private let stride, count: Int

  @inline(__always) init(_ start: UnsafePointer<Float>, _ stride: Int, _ count: Int) {
    (self.start, self.stride, self.count) = (start, stride, count)
  }

  @inline(__always) subscript(row: Int) -> Lanes {
    count == laneCount ? load(start + row * stride) : load(start + row * stride, count: count)
  }

  /// Returns the maximum of each column over the first `size` rows.
  @inline(__always) func largest(_ size: Int) -> Lanes {
    var largest = self[0]
    for r in 1..<max(1, size) { largest = maximum(largest, self[r]) }
    return largest
  }
}

/// Up to sixteen neighboring columns of a matrix, read and written row by row.
struct MutableColumn {
  private let start: UnsafeMutablePointer<Float>
  private let stride, count: Int

  @inline(__always) init(_ start: UnsafeMutablePointer<Float>, _ stride: Int, _ count: Int) {
    (self.start, self.stride, self.count) = (start, stride, count)
  }

  @inline(__always) subscript(row: Int) -> Lanes {
    get { count == laneCount ? load(start + row * stride) : load(start + row * stride, count: count) }
    nonmutating set {
      if count == laneCount {
        store(newValue, to: start + row * stride)
      } else {
        store(newValue, to: start + row * stride, count: count)
      }
    }
  }
}
