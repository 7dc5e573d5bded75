import Numerics

/// y = (x - mean) * rstd * weight + bias, row by row (Ba, Kiros and Hinton 2016).
///
/// A first pass sums up x. The mean that follows is off by a few roundings, so the second pass sums up not only the
/// squares of d = x - mean but also d, and both results are corrected (Chan, Golub and LeVeque 1983):
/// mean + sum(d) / C and sum(d^2) / C - (sum(d) / C)^2. A row of equal numbers then has exactly this number as its
/// mean, and the variance 0. Without the correction, 768 times 1000.1 would have a variance of 1.3e-5, as large as
/// epsilon.
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
      let (mean, variance) = moments(x, columns)
      let rstd = 1 / (variance + epsilon).squareRoot()
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

/// Returns the mean and the variance of a row.
///
/// The second pass over the row finds it in the cache. A single pass, by a difference of squares, would lose small
/// variances.
@inline(__always)
private func moments(_ x: UnsafePointer<Float>, _ columns: Int) -> (mean: Float, variance: Float) {
  let count = Float(columns), mean = sum(x, count: columns) / count
  var distances = LongSum(), squares = LongSum()
  for block in SumBlocks(columns, step: laneCount) {
    let x = x + block.lowerBound
    var sum = Lanes.zero, squareSum = Lanes.zero
    forEachLanes(block.count) {
      let d = load(x + $0) - mean
      sum += d
      squareSum = multiplyAdd(d, d, squareSum)
    } tail: {
      let d = load(x + $0, count: $1, filler: mean) - mean
      sum += d
      squareSum = multiplyAdd(d, d, squareSum)
    }
    distances.add(sum)
    squares.add(squareSum)
  }
  let error = horizontalSum(distances.lanes) / count
  let variance = horizontalSum(squares.lanes) / count - error * error
  // Rounding can push a variance of 0 slightly below 0.
  return (mean + error, variance < 0 ? 0 : variance)
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
    // Sixteen columns at a time, first of the weight's gradient, then of the bias's.
    let groups = padded / laneCount
    parallel(2 * groups, work: chunks * 2 * columns) { range in
      for group in range {
        guard let gradient = group < groups ? dweight : dbias else { continue }
        let column = group % groups * laneCount
        sumRows(
          gradient + column, partial + group * laneCount, rows: chunks, stride: 2 * padded,
          columns: min(laneCount, columns - column), accumulate: true)
      }
    }
  }
}

/// Not inlined: in a larger function, the compiler would leave loads and stores as calls. Its loops are written out for
/// the same reason: with closures, the sums would go to memory and back for each sixteen numbers.
@inline(never)
private func layerNormRowBackward(
  _ dx: UnsafeMutablePointer<Float>?, _ weightSums: UnsafeMutablePointer<Float>,
  _ biasSums: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
  _ weight: UnsafePointer<Float>, mean: Float, rstd: Float, columns: Int, accumulate: Bool
) {
  var totalG = LongSum(), totalGN = LongSum()
  for block in SumBlocks(columns, step: laneCount) {
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
    var i = block.lowerBound
    while i + laneCount <= block.upperBound {
      gather(i, load(dy + i), load(x + i), load(weight + i))
      i += laneCount
    }
    if i < block.upperBound {
      let rest = block.upperBound - i
      gather(i, load(dy + i, count: rest), load(x + i, count: rest), load(weight + i, count: rest))
    }
    totalG.add(sumG)
    totalGN.add(sumGN)
  }
  guard let dx else { return }
  let meanG = horizontalSum(totalG.lanes) / Float(columns), meanGN = horizontalSum(totalGN.lanes) / Float(columns)
  @inline(__always) func gradient(_ dy: Lanes, _ x: Lanes, _ weight: Lanes, _ before: Lanes) -> Lanes {
    let n = (x - mean) * rstd
    return multiplyAdd(dy * weight - meanG - n * meanGN, Lanes(repeating: rstd), before)
  }
  var i = 0
  while i + laneCount <= columns {
    let before = accumulate ? load(dx + i) : .zero
    store(gradient(load(dy + i), load(x + i), load(weight + i), before), to: dx + i)
    i += laneCount
  }
  if i < columns {
    let rest = columns - i, before = accumulate ? load(dx + i, count: rest) : .zero
    store(
      gradient(load(dy + i, count: rest), load(x + i, count: rest), load(weight + i, count: rest), before), to: dx + i,
      count: rest)
  }
}
