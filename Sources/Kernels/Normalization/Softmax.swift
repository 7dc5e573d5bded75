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

/// y = x - log(sum(e^x)) over the last axis, row by row. y may be x.
public func logSoftmax(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, rows: Int, columns: Int) {
  parallel(rows, work: rows * columns * 8) { range in
    for row in range {
      let x = x + row * columns, y = y + row * columns
      let total = Lanes(repeating: logSumExp(x, columns))
      forEachLanes(columns) { i in
        store(load(x + i) - total, to: y + i)
      } tail: { i, rest in
        store(load(x + i, count: rest) - total, to: y + i, count: rest)
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
@inline(__always)
func exponentials(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ count: Int, minus shift: Float
) -> Float {
  var total = Lanes.zero
  forEachLanes(count) { i in
    let e = exp(load(x + i) - shift)
    total += e
    store(e, to: y + i)
  } tail: { i, rest in
    let e = exp(load(x + i, count: rest, filler: -.infinity) - shift)
    total += e
    store(e, to: y + i, count: rest)
  }
  return horizontalSum(total)
}

/// Returns log(sum(e^x)) of a row, without storing the exponentials.
@inline(__always)
func logSumExp(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
  let largest = maximum(x, count: count)
  var total = Lanes.zero
  forEachLanes(count) {
    total += exp(load(x + $0) - largest)
  } tail: {
    total += exp(load(x + $0, count: $1, filler: -.infinity) - largest)
  }
  return largest + log(horizontalSum(total))
}

/// Returns the dot product of two rows.
@inline(__always)
func dot(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int) -> Float {
  var total = Lanes.zero
  forEachLanes(count) {
    total = multiplyAdd(load(x + $0), load(y + $0), total)
  } tail: {
    total = multiplyAdd(load(x + $0, count: $1), load(y + $0, count: $1), total)
  }
  return horizontalSum(total)
}

@inline(__always)
func multiplyRow(_ y: UnsafeMutablePointer<Float>, by factor: Float, _ count: Int) {
  forEachLanes(count) {
    store(load(y + $0) * factor, to: y + $0)
  } tail: {
    store(load(y + $0, count: $1) * factor, to: y + $0, count: $1)
  }
}
