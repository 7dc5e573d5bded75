import Numerics

/// y[o, r, i] = the sum of x[o, s, i] over s <= r, or over s >= r if `reversed`, for arrays of shape (outer, size,
/// inner).
///
/// Each sum continues that of its neighbor, so it has a fixed order. The running sums do not drift: along contiguous
/// numbers there is one in double precision, and sixteen columns share a ``LongSum``. Threads split the columns.
///
/// - Parameter accumulate: whether the sums are added to the values in y.
public func cumulativeSum(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, outer: Int, size: Int, inner: Int,
  reversed: Bool = false,
  accumulate: Bool = false
) {
  let work = outer * size * inner
  let first = reversed ? size - 1 : 0, step = reversed ? -1 : 1
  if inner == 1 {
    parallel(outer, work: work) { range in
      for o in range {
        let x = x + o * size, y = y + o * size
        var total = 0.0
        for i in 0..<size {
          let place = first + i * step
          total += Double(x[place])
          y[place] = accumulate ? y[place] + Float(total) : Float(total)
        }
      }
    }
    return
  }
  forEachColumnGroup(outer: outer, size: size, inner: inner) { start, columns in
    let x = Column(x + start, inner, columns), y = MutableColumn(y + start, inner, columns)
    var total = LongSum()
    for i in 0..<size {
      let place = first + i * step
      total.add(x[place])
      y[place] = accumulate ? y[place] + total.lanes : total.lanes
    }
  }
}
