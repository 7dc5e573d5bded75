import Numerics

/// y[o, j, i] = x[o, indices[o, j, i], i], for x of shape (outer, size, inner) and y and indices of (outer, taken,
/// inner).
///
/// - Parameter indices: at least 0 and below `size`.
public func gather(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ indices: UnsafePointer<Int32>, outer: Int, size: Int,
  taken: Int, inner: Int
) {
  parallel(outer * taken, work: outer * taken * inner) { range in
    for row in range {
      let y = y + row * inner, indices = indices + row * inner, x = x + row / taken * size * inner
      for i in 0..<inner { y[i] = x[Int(indices[i]) * inner + i] }
    }
  }
}

/// dx[o, indices[o, j, i], i] += dy[o, j, i], in order of j, so the sum for an element that was taken several times has
/// a fixed order. Sums of more than a few terms are added up in double precision first, so they do not drift. Threads
/// split the columns, so no two of them write to the same element.
public func scatterAdd(
  _ dx: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ indices: UnsafePointer<Int32>, outer: Int, size: Int,
  taken: Int, inner: Int
) {
  let groups = (inner + laneCount - 1) / laneCount
  parallel(outer * groups, work: outer * taken * inner) { range in
    for piece in range {
      let o = piece / groups, first = piece % groups * laneCount, columns = first..<min(inner, first + laneCount)
      let dx = dx + o * size * inner, dy = dy + o * taken * inner, indices = indices + o * taken * inner
      guard taken > SumBlocks.length else {
        for j in 0..<taken {
          for i in columns { dx[Int(indices[j * inner + i]) * inner + i] += dy[j * inner + i] }
        }
        continue
      }
      withDoubles(size * columns.count) { sums in
        for j in 0..<taken {
          for (k, i) in columns.enumerated() {
            sums[Int(indices[j * inner + i]) * columns.count + k] += Double(dy[j * inner + i])
          }
        }
        for r in 0..<size {
          for (k, i) in columns.enumerated() { dx[r * inner + i] += Float(sums[r * columns.count + k]) }
        }
      }
    }
  }
}
