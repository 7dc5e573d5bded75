import Numerics

/// Rows of equal length that are stored in groups, such as the heads of each token inside a wider row: row r is row
/// r mod n of group r / n, and groups begin `stride` floats apart.
public struct RowGroups: Sendable {
  let rowsPerGroup, stride: Int

  /// Creates groups of `rowsPerGroup` neighboring rows that begin `stride` floats apart.
  public init(rowsPerGroup: Int, stride: Int) {
    self.rowsPerGroup = rowsPerGroup
    self.stride = stride
  }

  /// Rows that all lie one behind the other.
  public static func contiguous(columns: Int) -> RowGroups { RowGroups(rowsPerGroup: 1, stride: columns) }

  @inline(__always)
  func start(row: Int, columns: Int) -> Int {
    row / rowsPerGroup * stride + row % rowsPerGroup * columns
  }
}

/// y = x / sqrt(mean(x^2) + epsilon) * weight, row by row (Zhang and Sennrich 2019, equation 4).
///
/// - Parameters:
///   - x: the rows; y: laid out like x.
///   - rstds: rows; 1 / sqrt(mean(x^2) + epsilon), written here, needed by the backward pass; nil if there is none.
///   - weight: columns, or nil for a factor of 1.
public func rmsNorm(
  _ y: UnsafeMutablePointer<Float>, rstds: UnsafeMutablePointer<Float>?, _ x: UnsafePointer<Float>,
  weight: UnsafePointer<Float>?, rows: Int, columns: Int, _ groups: RowGroups, epsilon: Float
) {
  parallel(rows, work: rows * columns * 3) { range in
    for row in range {
      let start = groups.start(row: row, columns: columns), x = x + start, y = y + start
      let rstd = 1 / (dot(x, x, columns) / Float(columns) + epsilon).squareRoot()
      rstds?[row] = rstd
      forEachLanes(columns) { i in
        let normal = load(x + i) * rstd
        store(weight.map { normal * load($0 + i) } ?? normal, to: y + i)
      } tail: { i, rest in
        let normal = load(x + i, count: rest) * rstd
        store(weight.map { normal * load($0 + i, count: rest) } ?? normal, to: y + i, count: rest)
      }
    }
  }
}

/// The number of rows that share one partial sum of the weight's gradient. It is fixed, so the order of the total is
/// fixed too.
private let gradientChunk = 64

/// The gradients of ``rmsNorm(_:rstds:_:weight:rows:columns:_:epsilon:)``.
///
/// With rstd = 1 / sqrt(mean(x^2) + epsilon), n = x rstd and g = dy weight: dx = rstd (g - n mean(g n)), and dweight is
/// the sum of dy n over the rows.
///
/// - Parameters:
///   - dx: laid out like x; overwritten or, with `accumulate`, added to; nil if not needed.
///   - dweight: columns, added to; nil if not needed.
public func rmsNormBackward(
  dx: UnsafeMutablePointer<Float>?, dweight: UnsafeMutablePointer<Float>?, _ dy: UnsafePointer<Float>,
  _ x: UnsafePointer<Float>, weight: UnsafePointer<Float>?, rstds: UnsafePointer<Float>, rows: Int, columns: Int,
  _ groups: RowGroups, accumulate: Bool = false
) {
  let chunks = (rows + gradientChunk - 1) / gradientChunk
  let padded = (columns + laneCount - 1) / laneCount * laneCount
  withScratch(dweight == nil ? 1 : chunks * padded) { partial in
    parallel(chunks, work: rows * columns * 6) { range in
      for chunk in range {
        let sums = dweight == nil ? nil : partial + chunk * padded
        sums?.update(repeating: 0, count: padded)
        for row in chunk * gradientChunk..<min(rows, (chunk + 1) * gradientChunk) {
          let start = groups.start(row: row, columns: columns)
          rmsNormRowBackward(
            dx.map { $0 + start }, sums, dy + start, x + start, weight, rstd: rstds[row], columns: columns,
            accumulate: accumulate)
        }
      }
    }
    guard let dweight else { return }
    forEachLanes(columns) {
      sumRows(dweight + $0, partial + $0, rows: chunks, stride: padded, columns: laneCount, accumulate: true)
    } tail: {
      sumRows(dweight + $0, partial + $0, rows: chunks, stride: padded, columns: $1, accumulate: true)
    }
  }
}

/// Not inlined, and with its loops written out, for the reasons given in `LayerNorm.swift`.
@inline(never)
private func rmsNormRowBackward(
  _ dx: UnsafeMutablePointer<Float>?, _ weightSums: UnsafeMutablePointer<Float>?, _ dy: UnsafePointer<Float>,
  _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>?, rstd: Float, columns: Int, accumulate: Bool
) {
  var total = LongSum()
  for block in SumBlocks(columns, step: laneCount) {
    var sum = Lanes.zero
    @inline(__always) func gather(_ i: Int, _ dy: Lanes, _ x: Lanes, _ weight: Lanes) {
      let n = x * rstd
      sum = multiplyAdd(dy * weight, n, sum)
      // The sums are padded to whole lanes, and lanes past the last column add zeros.
      if let weightSums { store(multiplyAdd(dy, n, load(weightSums + i)), to: weightSums + i) }
    }
    var i = block.lowerBound
    while i + laneCount <= block.upperBound {
      gather(i, load(dy + i), load(x + i), weight.map { load($0 + i) } ?? Lanes(repeating: 1))
      i += laneCount
    }
    if i < block.upperBound {
      let rest = block.upperBound - i
      gather(
        i, load(dy + i, count: rest), load(x + i, count: rest),
        weight.map { load($0 + i, count: rest) } ?? Lanes(repeating: 1))
    }
    total.add(sum)
  }
  guard let dx else { return }
  let mean = horizontalSum(total.lanes) / Float(columns)
  @inline(__always) func gradient(_ dy: Lanes, _ x: Lanes, _ weight: Lanes, _ before: Lanes) -> Lanes {
    multiplyAdd(dy * weight - x * rstd * mean, Lanes(repeating: rstd), before)
  }
  var i = 0
  while i + laneCount <= columns {
    let before = accumulate ? load(dx + i) : .zero
    store(
      gradient(load(dy + i), load(x + i), weight.map { load($0 + i) } ?? Lanes(repeating: 1), before), to: dx + i)
    i += laneCount
  }
  if i < columns {
    let rest = columns - i, before = accumulate ? load(dx + i, count: rest) : .zero
    store(
      gradient(
        load(dy + i, count: rest), load(x + i, count: rest),
        weight.map { load($0 + i, count: rest) } ?? Lanes(repeating: 1), before), to: dx + i, count: rest)
  }
}
