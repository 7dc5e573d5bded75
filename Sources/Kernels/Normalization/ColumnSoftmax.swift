import Numerics

// Softmax and related functions over an axis whose elements are not neighbors in memory: sixteen columns at a time, row
// by row. Arrays have the shape (outer, size, inner), with at least one row, and the axis is the middle one.

/// y = softmax(x) over the middle axis: e^(x - max) / sum. y may be x.
public func softmax(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, outer: Int, size: Int, inner: Int
) {
  if inner == 1 { return softmax(y, x, rows: outer, columns: size) }
  forEachColumnGroup(outer: outer, size: size, inner: inner, cost: 8) { start, columns in
    let x = Column(x + start, inner, columns), y = MutableColumn(y + start, inner, columns)
    let largest = x.largest(size)
    var total = LongSum()
    for block in SumBlocks(size, step: 1) {
      var sum = Lanes.zero
      for r in block {
        let e = exp(x[r] - largest)
        sum += e
        y[r] = e
      }
      total.add(sum)
    }
    let factor = 1 / total.lanes
    for r in 0..<size { y[r] = y[r] * factor }
  }
}

/// dx = y (dy - sum(y dy)) over the middle axis, from softmax's result y.
public func softmaxBackward(
  _ dx: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ y: UnsafePointer<Float>, outer: Int, size: Int,
  inner: Int
) {
  if inner == 1 { return softmaxBackward(dx, dy, y, rows: outer, columns: size) }
  forEachColumnGroup(outer: outer, size: size, inner: inner, cost: 4) { start, columns in
    let dx = MutableColumn(dx + start, inner, columns)
    let dy = Column(dy + start, inner, columns), y = Column(y + start, inner, columns)
    var shared = LongSum()
    for block in SumBlocks(size, step: 1) {
      var sum = Lanes.zero
      for r in block { sum = multiplyAdd(y[r], dy[r], sum) }
      shared.add(sum)
    }
    for r in 0..<size { dx[r] = y[r] * (dy[r] - shared.lanes) }
  }
}

/// y = (x - max) - log(sum(e^(x - max))) over the middle axis. y may be x.
public func logSoftmax(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, outer: Int, size: Int, inner: Int
) {
  if inner == 1 { return logSoftmax(y, x, rows: outer, columns: size) }
  forEachColumnGroup(outer: outer, size: size, inner: inner, cost: 8) { start, columns in
    let x = Column(x + start, inner, columns), y = MutableColumn(y + start, inner, columns)
    let largest = x.largest(size), total = log(x.sumOfExponentials(size, minus: largest))
    for r in 0..<size { y[r] = x[r] - largest - total }
  }
}

/// dx = dy - e^y sum(dy) over the middle axis, from logSoftmax's result y.
public func logSoftmaxBackward(
  _ dx: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ y: UnsafePointer<Float>, outer: Int, size: Int,
  inner: Int
) {
  if inner == 1 { return logSoftmaxBackward(dx, dy, y, rows: outer, columns: size) }
  forEachColumnGroup(outer: outer, size: size, inner: inner, cost: 8) { start, columns in
    let dx = MutableColumn(dx + start, inner, columns)
    let dy = Column(dy + start, inner, columns), y = Column(y + start, inner, columns)
    var total = LongSum()
    for block in SumBlocks(size, step: 1) {
      var sum = Lanes.zero
      for r in block { sum += dy[r] }
      total.add(sum)
    }
    for r in 0..<size { dx[r] = dy[r] - exp(y[r]) * total.lanes }
  }
}

/// y[o, i] = log(sum over r of e^x[o, r, i]); -infinity if all x are -infinity, and infinity if one is infinity.
public func logSumExp(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, outer: Int, size: Int, inner: Int
) {
  if inner == 1 {
    parallel(outer, work: outer * size * 8) { range in
      for o in range {
        let x = x + o * size, largest = maximum(x, count: size)
        y[o] = largest.isInfinite ? largest : largest + log(sumOfExponentials(x, size, minus: largest))
      }
    }
    return
  }
  forEachColumnGroup(outer: outer, size: size, inner: inner, cost: 8) { start, columns in
    // For every `size` rows of x, y has one row.
    let y = MutableColumn(y + (start / (size * inner) * inner + start % inner), inner, columns)
    let x = Column(x + start, inner, columns), largest = x.largest(size)
    // Infinity minus infinity would be NaN.
    let shift = largest.replacing(with: 0, where: largest - largest .!= Lanes.zero)
    y[0] = shift + log(x.sumOfExponentials(size, minus: shift))
  }
}

extension Column {
  @inline(__always) fileprivate func sumOfExponentials(_ size: Int, minus shift: Lanes) -> Lanes {
    var total = LongSum()
    for block in SumBlocks(size, step: 1) {
      var sum = Lanes.zero
      for r in block { sum += exp(self[r] - shift) }
      total.add(sum)
    }
    return total.lanes
  }
}
