import Numerics

/// y[o, i] = scale * sum over r of x[o, r, i], for x of shape (outer, reduced, inner).
///
/// The order of each sum is fixed: along contiguous numbers there are sixteen running sums that are added at the end;
/// otherwise rows are added one after another. Both go block by block and make up for rounding errors between blocks
/// (see ``LongSum``), so long sums do not drift. Threads split the results.
///
/// - Parameter accumulate: whether the sums are added to the values in y.
public func sum(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, outer: Int, reduced: Int, inner: Int,
  scale: Float = 1, accumulate: Bool = false
) {
  if inner == 1 {
    parallel(outer, work: outer * reduced) { range in
      for o in range {
        let total = sum(x + o * reduced, count: reduced) * scale
        y[o] = accumulate ? y[o] + total : total
      }
    }
    return
  }
  // Each of `outer` matrices is summed over its rows.
  let groups = (inner + laneCount - 1) / laneCount
  parallel(outer * groups, work: outer * reduced * inner) { range in
    for piece in range {
      let o = piece / groups, column = piece % groups * laneCount, columns = min(laneCount, inner - column)
      sumRows(
        y + (o * inner + column), x + (o * reduced * inner + column), rows: reduced, stride: inner, columns: columns,
        scale: scale, accumulate: accumulate)
    }
  }
}

/// y[i] = scale * the sum of column i of x, for at most sixteen columns of a matrix whose rows are `stride` floats
/// apart.
@inline(__always)
func sumRows(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, rows: Int, stride: Int, columns: Int, scale: Float = 1,
  accumulate: Bool
) {
  var total = LongSum()
  if columns == laneCount {
    for block in SumBlocks(rows, step: 1) {
      var sum = Lanes.zero
      for row in block { sum += load(x + row * stride) }
      total.add(sum)
    }
    let result = total.lanes * scale
    store(accumulate ? load(y) + result : result, to: y)
  } else {
    for block in SumBlocks(rows, step: 1) {
      var sum = Lanes.zero
      for row in block { sum += load(x + row * stride, count: columns) }
      total.add(sum)
    }
    let result = total.lanes * scale
    store(accumulate ? load(y, count: columns) + result : result, to: y, count: columns)
  }
}

/// Returns the sum of neighboring numbers: sixteen running sums, which `horizontalSum` adds at the end.
@inline(__always)
func sum(_ x: UnsafePointer<Float>, count: Int) -> Float {
  var total = LongSum()
  for block in SumBlocks(count, step: laneCount) {
    let x = x + block.lowerBound
    var sum = Lanes.zero
    forEachLanes(block.count) {
      sum += load(x + $0)
    } tail: {
      sum += load(x + $0, count: $1)
    }
    total.add(sum)
  }
  return horizontalSum(total.lanes)
}

/// Returns the dot product of two rows.
@inline(__always)
func dot(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int) -> Float {
  var total = LongSum()
  for block in SumBlocks(count, step: laneCount) {
    let x = x + block.lowerBound, y = y + block.lowerBound
    var sum = Lanes.zero
    forEachLanes(block.count) {
      sum = multiplyAdd(load(x + $0), load(y + $0), sum)
    } tail: {
      sum = multiplyAdd(load(x + $0, count: $1), load(y + $0, count: $1), sum)
    }
    total.add(sum)
  }
  return horizontalSum(total.lanes)
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
