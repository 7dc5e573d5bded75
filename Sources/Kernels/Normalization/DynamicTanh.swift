import Numerics

/// y = tanh(a x) * weight + bias, element by element with one factor a for all (Zhu et al. 2025, equation 1).
///
/// - Parameters:
///   - x: the rows; y: laid out like x, and may be x.
///   - weight: columns; bias: columns, or nil.
public func dynamicTanh(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, factor a: Float, weight: UnsafePointer<Float>,
  bias: UnsafePointer<Float>?, rows: Int, columns: Int
) {
  parallel(rows, work: rows * columns * 8) { range in
    for row in range {
      let x = x + row * columns, y = y + row * columns
      forEachLanes(columns) { i in
        store(multiplyAdd(tanh(load(x + i) * a), load(weight + i), bias.map { load($0 + i) } ?? .zero), to: y + i)
      } tail: { i, rest in
        let shift = bias.map { load($0 + i, count: rest) } ?? .zero
        store(
          multiplyAdd(tanh(load(x + i, count: rest) * a), load(weight + i, count: rest), shift), to: y + i, count: rest)
      }
    }
  }
}

/// The number of rows that share one partial sum of the parameters' gradients. It is fixed, so the order of the total is
/// fixed too.
private let gradientChunk = 64

/// The gradients of ``dynamicTanh(_:_:factor:weight:bias:rows:columns:)``.
///
/// With t = tanh(a x) and g = dy weight (1 - t^2): dx = a g, da is the sum of g x, dweight the sum of dy t over the rows,
/// dbias that of dy. The tanh is computed again: that is faster than to write it and to read it back.
///
/// - Parameters:
///   - dx: laid out like x; overwritten or, with `accumulate`, added to; nil if not needed.
///   - dfactor: one number; dweight, dbias: columns. They are added to; nil if not needed.
public func dynamicTanhBackward(
  dx: UnsafeMutablePointer<Float>?, dfactor: UnsafeMutablePointer<Float>?, dweight: UnsafeMutablePointer<Float>?,
  dbias: UnsafeMutablePointer<Float>?, _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>, factor a: Float,
  weight: UnsafePointer<Float>, rows: Int, columns: Int, accumulate: Bool = false
) {
  let chunks = (rows + gradientChunk - 1) / gradientChunk
  let padded = (columns + laneCount - 1) / laneCount * laneCount
  // The sums of a chunk: those of the weight, those of the bias, those of the factor.
  let size = 3 * padded
  withScratch(chunks * size) { partial in
    parallel(chunks, work: rows * columns * 16) { range in
      for chunk in range {
        let sums = partial + chunk * size
        sums.update(repeating: 0, count: size)
        for row in chunk * gradientChunk..<min(rows, (chunk + 1) * gradientChunk) {
          let start = row * columns
          rowBackward(
            dx.map { $0 + start }, sums, padded: padded, dy + start, x + start, a, weight, columns: columns,
            accumulate: accumulate)
        }
      }
    }
    for (place, gradient) in [dweight, dbias].enumerated() {
      guard let gradient else { continue }
      let partial = partial + place * padded
      forEachLanes(columns) {
        sumRows(gradient + $0, partial + $0, rows: chunks, stride: size, columns: laneCount, accumulate: true)
      } tail: {
        sumRows(gradient + $0, partial + $0, rows: chunks, stride: size, columns: $1, accumulate: true)
      }
    }
    guard let dfactor else { return }
    var total = LongSum()
    for chunk in 0..<chunks {
      let sums = partial + chunk * size + 2 * padded
      for i in stride(from: 0, to: padded, by: laneCount) { total.add(load(sums + i)) }
    }
    dfactor.pointee += horizontalSum(total.lanes)
  }
}

/// The gradients of one row. Not inlined for the reasons given in `LayerNorm.swift`.
@inline(never)
private func rowBackward(
  _ dx: UnsafeMutablePointer<Float>?, _ sums: UnsafeMutablePointer<Float>, padded: Int, _ dy: UnsafePointer<Float>,
  _ x: UnsafePointer<Float>, _ a: Float, _ weight: UnsafePointer<Float>, columns: Int, accumulate: Bool
) {
  // Returns the gradient of x. The sums are padded to whole lanes, and lanes past the last column add zeros.
  @inline(__always) func gradient(_ i: Int, _ dy: Lanes, _ x: Lanes, _ weight: Lanes, _ before: Lanes) -> Lanes {
    let t = tanh(x * a), g = dy * weight * (1 - t * t)
    store(multiplyAdd(dy, t, load(sums + i)), to: sums + i)
    store(load(sums + padded + i) + dy, to: sums + padded + i)
    store(multiplyAdd(g, x, load(sums + 2 * padded + i)), to: sums + 2 * padded + i)
    return multiplyAdd(g, Lanes(repeating: a), before)
  }
  var i = 0
  while i + laneCount <= columns {
    let before = accumulate && dx != nil ? load(dx! + i) : .zero
    let d = gradient(i, load(dy + i), load(x + i), load(weight + i), before)
    if let dx { store(d, to: dx + i) }
    i += laneCount
  }
  if i < columns {
    let rest = columns - i, before = accumulate && dx != nil ? load(dx! + i, count: rest) : .zero
    let d = gradient(
      i, load(dy + i, count: rest), load(x + i, count: rest), load(weight + i, count: rest), before)
    if let dx { store(d, to: dx + i, count: rest) }
  }
}
