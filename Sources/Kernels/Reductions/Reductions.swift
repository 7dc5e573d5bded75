import Numerics

/// y[o, i] = scale * sum over r of x[o, r, i], for x of shape (outer, reduced, inner).
///
/// The order of each sum is fixed: along contiguous numbers there are sixteen running sums that are added at the end;
/// otherwise rows are added one after another. Threads split the results.
///
/// - Parameter accumulate: whether the sums are added to the values in y.
public func sum(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, outer: Int, reduced: Int, inner: Int,
  scale: Float = 1, accumulate: Bool = false
) {
  let work = outer * reduced * inner
  if inner == 1 {
    parallel(outer, work: work) { range in
      for o in range {
        let total = sum(x + o * reduced, count: reduced) * scale
        y[o] = accumulate ? y[o] + total : total
      }
    }
    return
  }
  let groups = (inner + laneCount - 1) / laneCount
  parallel(outer * groups, work: work) { range in
    for piece in range {
      let o = piece / groups, column = piece % groups * laneCount
      let source = x + (o * reduced * inner + column), destination = y + (o * inner + column)
      let columns = min(laneCount, inner - column)
      var total = Lanes.zero
      if columns == laneCount {
        for r in 0..<reduced { total += load(source + r * inner) }
        total *= scale
        store(accumulate ? load(destination) + total : total, to: destination)
      } else {
        for r in 0..<reduced { total += load(source + r * inner, count: columns) }
        total *= scale
        store(
          accumulate ? load(destination, count: columns) + total : total, to: destination, count: columns)
      }
    }
  }
}

/// Returns the sum of neighboring numbers: sixteen running sums, which `horizontalSum` adds at the end.
@inline(__always)
func sum(_ x: UnsafePointer<Float>, count: Int) -> Float {
  var total = Lanes.zero
  forEachLanes(count) {
    total += load(x + $0)
  } tail: {
    total += load(x + $0, count: $1)
  }
  return horizontalSum(total)
}

/// Returns the largest of `count` neighboring numbers, at least one.
@inline(__always)
func maximum(_ x: UnsafePointer<Float>, count: Int) -> Float {
  var largest = Lanes(repeating: x[0])
  forEachLanes(count) {
    largest = maximum(largest, load(x + $0))
  } tail: {
    largest = maximum(largest, load(x + $0, count: $1, filler: x[0]))
  }
  return horizontalMaximum(largest)
}
