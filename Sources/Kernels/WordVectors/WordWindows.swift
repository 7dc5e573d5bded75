import Numerics

/// A batch of windows over a text: the rows of two tables that each window pairs, and the errors of their scores.
///
/// A window pairs each of its input rows with each of its output rows (skip-gram: the surrounding words, with the word
/// in the middle and some random ones), or the mean of its input rows with each output row (CBOW). It has room for
/// `inputRoom` rows of the input table and `outputRoom` rows of the output table. The lists of window w start at `w`
/// times the room, its errors at `w` times ``errorRoom``.
///
/// The score of a pair is the dot product of its rows, the sigmoid of the score is the probability that they belong
/// together, and the loss of a pair is -log of the probability of the truth (Mikolov et al. 2013, equation 4).
public struct WordWindows {
  /// The number of rows that a window has room for; the room for outputs is a multiple of ``outputGroup``.
  public let inputRoom: Int, outputRoom: Int
  /// The indices of the rows, and the number of them in each window.
  public let inputs: UnsafeMutablePointer<Int32>, inputCounts: UnsafeMutablePointer<Int32>
  public let outputs: UnsafeMutablePointer<Int32>, outputCounts: UnsafeMutablePointer<Int32>
  /// The outputs of a window that belong to its inputs: bit n stands for the n-th output.
  public let positives: UnsafeMutablePointer<UInt64>
  /// For each pair, first the score, then (truth - probability) times the learning rate.
  public let errors: UnsafeMutablePointer<Float>

  /// The room for a window's errors, in whole groups of sixteen, because they are processed in such groups.
  public var errorRoom: Int { Self.errorRoom(inputRoom, outputRoom) }

  private static func errorRoom(_ inputRoom: Int, _ outputRoom: Int) -> Int {
    (inputRoom * outputRoom + laneCount - 1) / laneCount * laneCount
  }

  /// The number of outputs that the kernels process at a time. A positive output and the usual five negative samples
  /// fill one group, and six rows with their updates fit into the registers.
  public static let outputGroup = 6

  /// Allocates memory for the lists of `count` windows; ``deallocate()`` frees it.
  ///
  /// - Parameters:
  ///   - inputs: the maximum number of inputs of a window.
  ///   - outputs: the maximum number of outputs of a window, at most 64.
  public init(count: Int, inputs: Int, outputs: Int) {
    inputRoom = inputs
    outputRoom = (outputs + Self.outputGroup - 1) / Self.outputGroup * Self.outputGroup
    self.inputs = .allocate(capacity: count * inputRoom)
    inputCounts = .allocate(capacity: count)
    self.outputs = .allocate(capacity: count * outputRoom)
    outputCounts = .allocate(capacity: count)
    positives = .allocate(capacity: count)
    errors = .allocate(capacity: count * Self.errorRoom(inputRoom, outputRoom))
  }

  /// Frees the memory.
  public func deallocate() {
    for list in [inputs, inputCounts, outputs, outputCounts] { list.deallocate() }
    positives.deallocate()
    errors.deallocate()
  }

  /// Returns the number of groups of outputs in window `w`.
  @inline(__always)
  fileprivate func groupCount(_ w: Int) -> Int { (Int(outputCounts[w]) + Self.outputGroup - 1) / Self.outputGroup }
}

// MARK: - Errors

/// Scores a window's pairs, stores the error of each, times the rate, in `errors`, and returns the loss in nats.
///
/// It takes 2 `width` operations per pair, plus about 30 for the sigmoid and the logarithm.
///
/// - Parameters:
///   - w: the window's index.
///   - input: the table of the input rows, (any, width).
///   - output: the table of the output rows, (any, width).
///   - hidden: for CBOW, a row for the mean of the window's inputs, which is then its only input; nil for skip-gram.
public func windowErrors(
  _ windows: WordWindows, _ w: Int, _ input: UnsafePointer<Float>, _ output: UnsafePointer<Float>,
  hidden: UnsafeMutablePointer<Float>?, width: Int, rate: Float
) -> Float {
  let inputs = windows.inputs + w * windows.inputRoom, inputCount = Int(windows.inputCounts[w])
  let outputs = windows.outputs + w * windows.outputRoom, outputCount = Int(windows.outputCounts[w])
  let errors = windows.errors + w * windows.errorRoom
  let group = WordWindows.outputGroup, groups = windows.groupCount(w), stride = groups * group
  guard inputCount > 0, outputCount > 0 else { return 0 }
  if let hidden { meanRow(hidden, input, inputs, count: inputCount, width: width) }
  let rows = hidden == nil ? inputCount : 1
  var m = 0
  while m < rows {
    // Process two inputs at a time, so each output row is loaded once for both. The last input may be paired with
    // itself.
    let last = min(m + 1, rows - 1)
    let x0 = hidden.map { UnsafePointer($0) } ?? input + Int(inputs[m]) * width
    let x1 = hidden.map { UnsafePointer($0) } ?? input + Int(inputs[last]) * width
    for g in 0..<groups {
      let first = g * group
      @inline(__always) func row(_ n: Int) -> UnsafePointer<Float> {
        output + Int(outputs[min(first + n, outputCount - 1)]) * width
      }
      let (z0, z1) = scores(x0, x1, (row(0), row(1), row(2), row(3), row(4), row(5)), width: width)
      store(z1, to: errors + last * stride + first)
      store(z0, to: errors + m * stride + first)
    }
    // Unused places of a group get a score so low that their loss and their error are zero.
    for n in outputCount..<max(outputCount, stride) {
      errors[m * stride + n] = -1000
      errors[last * stride + n] = -1000
    }
    m += 2
  }
  return errorsOfScores(
    errors, count: rows * stride, rows: rows, stride: stride, outputCount: outputCount, windows.positives[w], rate: rate
  )
}

/// Six scores, in the first lanes.
private typealias Scores = SIMD8<Float>

/// Returns the dot products of two rows with six others. Each adds its terms in sixteen lanes, then adds the lanes.
@inline(__always)
private func scores(
  _ x0: UnsafePointer<Float>, _ x1: UnsafePointer<Float>,
  _ y: (
    UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>,
    UnsafePointer<Float>
  ), width: Int
) -> (Scores, Scores) {
  var a0 = Lanes.zero, a1 = Lanes.zero, a2 = Lanes.zero, a3 = Lanes.zero, a4 = Lanes.zero, a5 = Lanes.zero
  var b0 = Lanes.zero, b1 = Lanes.zero, b2 = Lanes.zero, b3 = Lanes.zero, b4 = Lanes.zero, b5 = Lanes.zero
  @inline(__always) func add(_ u: Lanes, _ v: Lanes, _ row: (UnsafePointer<Float>) -> Lanes) {
    let y0 = row(y.0), y1 = row(y.1), y2 = row(y.2), y3 = row(y.3), y4 = row(y.4), y5 = row(y.5)
    a0 = multiplyAdd(u, y0, a0)
    b0 = multiplyAdd(v, y0, b0)
    a1 = multiplyAdd(u, y1, a1)
    b1 = multiplyAdd(v, y1, b1)
    a2 = multiplyAdd(u, y2, a2)
    b2 = multiplyAdd(v, y2, b2)
    a3 = multiplyAdd(u, y3, a3)
    b3 = multiplyAdd(v, y3, b3)
    a4 = multiplyAdd(u, y4, a4)
    b4 = multiplyAdd(v, y4, b4)
    a5 = multiplyAdd(u, y5, a5)
    b5 = multiplyAdd(v, y5, b5)
  }
  var i = 0
  while i + laneCount <= width {
    add(load(x0 + i), load(x1 + i)) { load($0 + i) }
    i += laneCount
  }
  if i < width {
    let tail = Tail(width: width)
    add(tail.load(x0), tail.load(x1)) { tail.load($0) }
  }
  return (
    Scores(lowHalf: sums(a0, a1, a2, a3), highHalf: sums(a4, a5, a4, a5)),
    Scores(lowHalf: sums(b0, b1, b2, b3), highHalf: sums(b4, b5, b4, b5))
  )
}

@inline(__always)
private func store(_ scores: Scores, to p: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(p).storeBytes(of: scores.lowHalf, as: SIMD4<Float>.self)
  UnsafeMutableRawPointer(p + 4).storeBytes(of: scores.highHalf.lowHalf, as: SIMD2<Float>.self)
}

/// Returns the sums over the lanes of four vectors: halves are added to halves, then neighbors to neighbors.
@inline(__always)
private func sums(_ a: Lanes, _ b: Lanes, _ c: Lanes, _ d: Lanes) -> SIMD4<Float> {
  @inline(__always) func four(_ x: Lanes) -> SIMD4<Float> {
    let eight = x.lowHalf + x.highHalf
    return eight.lowHalf + eight.highHalf
  }
  let ab = SIMD8(lowHalf: four(a), highHalf: four(b)), cd = SIMD8(lowHalf: four(c), highHalf: four(d))
  let pairs = SIMD8(lowHalf: ab.evenHalf + ab.oddHalf, highHalf: cd.evenHalf + cd.oddHalf)
  return pairs.evenHalf + pairs.oddHalf
}

/// Turns scores z into errors (truth - sigmoid(z)) rate, and returns the sum of log(1 + e^-z) over the pairs that
/// belong together and of log(1 + e^z) over the others.
///
/// For the pairs that belong together, the errors are sigmoid(-z) rate. So their scores change sign first and their
/// errors afterward, and in between all pairs are treated alike. 1 - sigmoid(20) would be 0.
@inline(__always)
private func errorsOfScores(
  _ errors: UnsafeMutablePointer<Float>, count: Int, rows: Int, stride: Int, outputCount: Int, _ positives: UInt64,
  rate: Float
) -> Float {
  func negatePositives() {
    for m in 0..<rows {
      for n in 0..<outputCount where positives >> UInt64(n) & 1 != 0 { errors[m * stride + n].negate() }
    }
  }
  negatePositives()
  var losses = Lanes.zero
  var i = 0
  while i < count {
    // Lanes past the end are still within the window's room, and are never read again; their loss is masked.
    let z = load(errors + i)
    let magnitude = z.replacing(with: -z, where: z .< 0)
    let e = exp(-magnitude)
    let softplus = log(1 + e) + z.replacing(with: 0, where: z .< 0)
    losses = losses + firstLanes(softplus, count: count - i, filler: 0)
    let larger = 1 / (1 + e)
    let sigmoid = larger.replacing(with: e * larger, where: z .< 0)
    store(sigmoid * -rate, to: errors + i)
    i += laneCount
  }
  negatePositives()
  return horizontalSum(losses)
}

/// Computes the mean of some rows of a table.
@inline(__always)
private func meanRow(
  _ mean: UnsafeMutablePointer<Float>, _ table: UnsafePointer<Float>, _ rows: UnsafePointer<Int32>, count: Int,
  width: Int
) {
  let scale = 1 / Float(count)
  @inline(__always) func meanLanes(_ row: (UnsafePointer<Float>) -> Lanes) -> Lanes {
    var sum = Lanes.zero
    for m in 0..<count { sum = sum + row(table + Int(rows[m]) * width) }
    return sum * scale
  }
  forEachLanes(width) { i in
    store(meanLanes { load($0 + i) }, to: mean + i)
  } tail: { i, count in
    store(meanLanes { load($0 + i, count: count) }, to: mean + i, count: count)
  }
}

// MARK: - Updates

/// Updates the rows of both tables by the errors of a batch of windows, one window after another.
///
/// In a window, input row m moves by the sum over n of error(m, n) times output row n, and output row n by the sum over
/// m of error(m, n) times input row m, both with their values before the window. For CBOW, each input row gets its
/// share of the mean's update. Outputs are processed in groups of ``WordWindows/outputGroup``: if a row is in two
/// groups, the second sees it as the first left it.
///
/// The threads split the columns, not the windows. So each number of a table is changed by one thread only, in the
/// order of the windows, and any number of threads computes the same bits, without a lock.
///
/// It takes 4 `width` operations per pair.
///
/// - Parameter usesMean: whether the window's only input is the mean of its input rows (CBOW).
public func updateWindows(
  _ windows: WordWindows, count: Int, _ input: UnsafeMutablePointer<Float>, _ output: UnsafeMutablePointer<Float>,
  width: Int, usesMean: Bool
) {
  let blocks = blockCount(width: width)
  let pairs = windows.inputRoom * windows.outputRoom / 2
  parallel(blocks, work: count * pairs * laneCount / 4 * blocks) { range in
    let tail = Tail(width: width)
    let hasTail = range.upperBound == blocks && width % laneCount != 0
    let old = UnsafeMutablePointer<Lanes>.allocate(capacity: windows.inputRoom)
    defer { old.deallocate() }
    for w in 0..<count {
      for block in range where (block + 1) * laneCount <= width {
        updateWindow(windows, w, input, output, width: width, usesMean, WholeBlock(start: block * laneCount), old)
      }
      if hasTail { updateWindow(windows, w, input, output, width: width, usesMean, tail, old) }
    }
  }
}

/// Updates one block of columns for one window.
///
/// The output rows are processed in groups of six, which stay in registers with their updates while the inputs stream
/// by. `old` keeps the inputs as they were before, for later groups.
@inline(__always)
private func updateWindow(
  _ windows: WordWindows, _ w: Int, _ input: UnsafeMutablePointer<Float>, _ output: UnsafeMutablePointer<Float>,
  width: Int, _ usesMean: Bool, _ block: some ColumnBlock, _ old: UnsafeMutablePointer<Lanes>
) {
  let inputs = windows.inputs + w * windows.inputRoom, inputCount = Int(windows.inputCounts[w])
  let outputs = windows.outputs + w * windows.outputRoom, outputCount = Int(windows.outputCounts[w])
  let errors = windows.errors + w * windows.errorRoom
  let group = WordWindows.outputGroup, groups = windows.groupCount(w), stride = groups * group
  guard inputCount > 0, outputCount > 0 else { return }
  let rows = usesMean ? 1 : inputCount
  if usesMean {
    var sum = Lanes.zero
    for m in 0..<inputCount { sum = sum + block.load(input + Int(inputs[m]) * width) }
    old[0] = sum * (1 / Float(inputCount))
  } else {
    for m in 0..<inputCount { old[m] = block.load(input + Int(inputs[m]) * width) }
  }
  for g in 0..<groups {
    let first = g * group
    @inline(__always) func row(_ n: Int) -> UnsafeMutablePointer<Float> {
      output + Int(outputs[min(first + n, outputCount - 1)]) * width
    }
    let r0 = row(0), r1 = row(1), r2 = row(2), r3 = row(3), r4 = row(4), r5 = row(5)
    let y0 = block.load(r0), y1 = block.load(r1), y2 = block.load(r2)
    let y3 = block.load(r3), y4 = block.load(r4), y5 = block.load(r5)
    var d0 = Lanes.zero, d1 = Lanes.zero, d2 = Lanes.zero, d3 = Lanes.zero, d4 = Lanes.zero, d5 = Lanes.zero
    for m in 0..<rows {
      let e = errors + m * stride + first
      let x = old[m]
      let e0 = Lanes(repeating: e[0]), e1 = Lanes(repeating: e[1]), e2 = Lanes(repeating: e[2])
      let e3 = Lanes(repeating: e[3]), e4 = Lanes(repeating: e[4]), e5 = Lanes(repeating: e[5])
      d0 = multiplyAdd(e0, x, d0)
      d1 = multiplyAdd(e1, x, d1)
      d2 = multiplyAdd(e2, x, d2)
      d3 = multiplyAdd(e3, x, d3)
      d4 = multiplyAdd(e4, x, d4)
      d5 = multiplyAdd(e5, x, d5)
      // Use two chains, so the sums wait for each other half as long.
      var even = e0 * y0, odd = e1 * y1
      even = multiplyAdd(e2, y2, even)
      odd = multiplyAdd(e3, y3, odd)
      even = multiplyAdd(e4, y4, even)
      odd = multiplyAdd(e5, y5, odd)
      let dx = even + odd
      if usesMean {
        let share = dx * (1 / Float(inputCount))
        for m in 0..<inputCount { block.add(share, to: input + Int(inputs[m]) * width) }
      } else {
        block.add(dx, to: input + Int(inputs[m]) * width)
      }
    }
    // Read the rows again, because an output that is in the window twice is changed twice.
    block.add(d0, to: r0)
    if first + 1 < outputCount { block.add(d1, to: r1) }
    if first + 2 < outputCount { block.add(d2, to: r2) }
    if first + 3 < outputCount { block.add(d3, to: r3) }
    if first + 4 < outputCount { block.add(d4, to: r4) }
    if first + 5 < outputCount { block.add(d5, to: r5) }
  }
}
