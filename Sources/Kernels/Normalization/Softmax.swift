import Numerics

/// y = softmax(x) over the last axis: e^(x - max) / sum, row by row. y may be x.
public func softmax(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, rows: Int, columns: Int) {
  parallel(rows, work: rows * columns * 8) { range in
    for row in range {
      let x = x + row * columns, y = y + row * columns
      let total = exponentials(y, x, columns, minus: maximum(x, count: columns))
      multiplyRow(y, by: 1 / total, columns)
    }
  }
}

/// dx = y (dy - sum(y dy)), row by row, from softmax's result y.
public func softmaxBackward(
  _ dx: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ y: UnsafePointer<Float>, rows: Int, columns: Int
) {
  parallel(rows, work: rows * columns * 4) { range in
    for row in range {
      let dx = dx + row * columns, dy = dy + row * columns, y = y + row * columns
      let shared = Lanes(repeating: dot(y, dy, columns))
      forEachLanes(columns) { i in
        store(load(y + i) * (load(dy + i) - shared), to: dx + i)
      } tail: { i, rest in
        store(load(y + i, count: rest) * (load(dy + i, count: rest) - shared), to: dx + i, count: rest)
      }
    }
  }
}

/// y = (x - max) - log(sum(e^(x - max))) over the last axis, row by row. y may be x.
///
/// Subtracting the maximum first keeps the digits of rows whose numbers share a large offset.
public func logSoftmax(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, rows: Int, columns: Int) {
  parallel(rows, work: rows * columns * 8) { range in
    for row in range {
      let x = x + row * columns, y = y + row * columns, largest = maximum(x, count: columns)
      let total = log(sumOfExponentials(x, columns, minus: largest))
      forEachLanes(columns) { i in
        store(load(x + i) - largest - total, to: y + i)
      } tail: { i, rest in
        store(load(x + i, count: rest) - largest - total, to: y + i, count: rest)
      }
    }
  }
}

/// dx = dy - e^y sum(dy), row by row, from logSoftmax's result y.
public func logSoftmaxBackward(
  _ dx: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ y: UnsafePointer<Float>, rows: Int, columns: Int
) {
  parallel(rows, work: rows * columns * 8) { range in
    for row in range {
      let dx = dx + row * columns, dy = dy + row * columns, y = y + row * columns
      let total = Lanes(repeating: sum(dy, count: columns))
      forEachLanes(columns) { i in
        store(load(dy + i) - exp(load(y + i)) * total, to: dx + i)
      } tail: { i, rest in
        store(load(dy + i, count: rest) - exp(load(y + i, count: rest)) * total, to: dx + i, count: rest)
      }
    }
  }
}

/// Computes y = e^(x - shift) for a row, and returns the sum of y. y may be x.
///
/// The loops here are written out, because closures would keep the sums in memory.
@inline(never)
func exponentials(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ count: Int, minus shift: Float
) -> Float {
  var total = LongSum()
  for block in SumBlocks(count, step: laneCount) {
    var sum = Lanes.zero
    var i = block.lowerBound
    while i + laneCount <= block.upperBound {
      let e = exp(load(x + i) - shift)
      sum += e
      store(e, to: y + i)
      i += laneCount
    }
    if i < block.upperBound {
      let rest = block.upperBound - i, e = exp(load(x + i, count: rest, filler: -.infinity) - shift)
      sum += e
      store(e, to: y + i, count: rest)
    }
    total.add(sum)
  }
  return horizontalSum(total.lanes)
}

/// Returns the sum of e^(x - shift) over a row, without storing the exponentials.
@inline(never)
func sumOfExponentials(_ x: UnsafePointer<Float>, _ count: Int, minus shift: Float) -> Float {
  var total = LongSum()
  for block in SumBlocks(count, step: laneCount) {
    var sum = Lanes.zero
    var i = block.lowerBound
    while i + laneCount <= block.upperBound {
      sum += exp(load(x + i) - shift)
      i += laneCount
    }
    if i < block.upperBound { sum += exp(load(x + i, count: block.upperBound - i, filler: -.infinity) - shift) }
    total.add(sum)
  }
  return horizontalSum(total.lanes)
}

@inline(__always)
func multiplyRow(_ y: UnsafeMutablePointer<Float>, by factor: Float, _ count: Int) {
  forEachLanes(count) {
    store(load(y + $0) * factor, to: y + $0)
  } tail: {
    store(load(y + $0, count: $1) * factor, to: y + $0, count: $1)
  }
}
