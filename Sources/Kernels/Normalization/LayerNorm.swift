import Numerics

/// y = (x - mean) * rstd * weight + bias, row by row (Ba, Kiros and Hinton 2016).
///
/// - Parameters:
///   - means: rows; written here, needed by the backward pass; nil if there is none.
///   - rstds: rows; 1 / sqrt(variance + epsilon), written here, needed by the backward pass; nil if there is none.
///   - x: rows x columns.
///   - weight: columns.
///   - bias: columns, or nil.
public func layerNorm(
  _ y: UnsafeMutablePointer<Float>, means: UnsafeMutablePointer<Float>?, rstds: UnsafeMutablePointer<Float>?,
  _ x: UnsafePointer<Float>, weight: UnsafePointer<Float>, bias: UnsafePointer<Float>?, rows: Int, columns: Int,
  epsilon: Float
) {
  parallel(rows, work: rows * columns * 4) { range in
    for row in range {
      let x = x + row * columns, y = y + row * columns
      let mean = sum(x, count: columns) / Float(columns)
      // A second pass over the row finds it in the cache. A single pass, by a difference of squares, would lose small
      // variances.
      var squares = Lanes.zero
      forEachLanes(columns) {
        let d = load(x + $0) - mean
        squares = multiplyAdd(d, d, squares)
      } tail: {
        let d = load(x + $0, count: $1, filler: mean) - mean
        squares = multiplyAdd(d, d, squares)
      }
      let rstd = 1 / (horizontalSum(squares) / Float(columns) + epsilon).squareRoot()
      means?[row] = mean
      rstds?[row] = rstd
      forEachLanes(columns) { i in
        let normal = (load(x + i) - mean) * rstd
        let b = bias.map { load($0 + i) } ?? .zero
        store(multiplyAdd(normal, load(weight + i), b), to: y + i)
      } tail: { i, rest in
        let normal = (load(x + i, count: rest) - mean) * rstd
        let b = bias.map { load($0 + i, count: rest) } ?? .zero
        store(multiplyAdd(normal, load(weight + i, count: rest), b), to: y + i, count: rest)
      }
    }
  }
}

/// The number of rows that share one partial sum of the weight's gradient. It is fixed, so the order of the total is
/// fixed too.
private let gradientChunk = 32

/// The gradients of ``layerNorm(_:means:rstds:_:weight:bias:rows:columns:epsilon:)``.
///
/// With n = (x - mean) rstd and g = dy weight: dx = rstd (g - mean(g) - n mean(g n)); dweight = sum of dy n and
/// dbias = sum of dy over the rows.
///
/// - Parameters:
///   - dx: rows x columns, overwritten or, with `accumulate`, added to; nil if not needed.
///   - dweight: columns, added to; nil if not needed.
///   - dbias: columns, added to; nil if not needed.
public func layerNormBackward(
  dx: UnsafeMutablePointer<Float>?, dweight: UnsafeMutablePointer<Float>?, dbias: UnsafeMutablePointer<Float>?,
  _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>, weight: UnsafePointer<Float>, means: UnsafePointer<Float>,
  rstds: UnsafePointer<Float>, rows: Int, columns: Int, accumulate: Bool = false
) {
  let chunks = (rows + gradientChunk - 1) / gradientChunk
  let padded = (columns + laneCount - 1) / laneCount * laneCount
  withScratch(chunks * 2 * padded) { partial in
    parallel(chunks, work: rows * columns * 8) { range in
      for chunk in range {
        let weightSums = partial + chunk * 2 * padded, biasSums = weightSums + padded
        weightSums.update(repeating: 0, count: 2 * padded)
        for row in chunk * gradientChunk..<min(rows, (chunk + 1) * gradientChunk) {
          layerNormRowBackward(
            dx.map { $0 + row * columns }, weightSums, biasSums, dy + row * columns, x + row * columns, weight,
            mean: means[row], rstd: rstds[row], columns: columns, accumulate: accumulate)
        }
      }
    }
    for chunk in 0..<chunks {
      let weightSums = partial + chunk * 2 * padded
      if let dweight { addScaled(dweight, weightSums, count: columns) }
      if let dbias { addScaled(dbias, weightSums + padded, count: columns) }
    }
  }
}

@inline(__always)
private func layerNormRowBackward(
  _ dx: UnsafeMutablePointer<Float>?, _ weightSums: UnsafeMutablePointer<Float>,
  _ biasSums: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
  _ weight: UnsafePointer<Float>, mean: Float, rstd: Float, columns: Int, accumulate: Bool
) {
  var sumG = Lanes.zero, sumGN = Lanes.zero
  @inline(__always) func gather(_ i: Int, _ dy: Lanes, _ x: Lanes, _ weight: Lanes) {
    let n = (x - mean) * rstd
    let g = dy * weight
    sumG += g
    sumGN = multiplyAdd(g, n, sumGN)
    // The sums are padded to whole lanes, and lanes past the last column add zeros.
    store(multiplyAdd(dy, n, load(weightSums + i)), to: weightSums + i)
    store(dy + load(biasSums + i), to: biasSums + i)
  }
  forEachLanes(columns) {
    gather($0, load(dy + $0), load(x + $0), load(weight + $0))
  } tail: {
    gather($0, load(dy + $0, count: $1), load(x + $0, count: $1), load(weight + $0, count: $1))
  }
  guard let dx else { return }
  let meanG = horizontalSum(sumG) / Float(columns), meanGN = horizontalSum(sumGN) / Float(columns)
  @inline(__always) func gradient(_ dy: Lanes, _ x: Lanes, _ weight: Lanes, _ before: Lanes) -> Lanes {
    let n = (x - mean) * rstd
    return multiplyAdd(dy * weight - meanG - n * meanGN, Lanes(repeating: rstd), before)
  }
  forEachLanes(columns) {
    let before = accumulate ? load(dx + $0) : .zero
    store(gradient(load(dy + $0), load(x + $0), load(weight + $0), before), to: dx + $0)
  } tail: {
    let before = accumulate ? load(dx + $0, count: $1) : .zero
    store(
      gradient(load(dy + $0, count: $1), load(x + $0, count: $1), load(weight + $0, count: $1), before), to: dx + $0,
      count: $1)
  }
}
