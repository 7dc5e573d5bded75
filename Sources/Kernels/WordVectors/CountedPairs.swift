import Numerics

/// A batch of word pairs for GloVe, with the count of each pair and the error of its score.
///
/// The score of a pair is the dot product of its rows plus both biases, and its target is the logarithm of the count.
/// The loss is half the square of the difference times the pair's weight, which rises with the count up to 1
/// (Pennington, Socher and Manning 2014, equations 8 and 9).
public struct CountedPairs {
  /// The indices of the rows in the input table and in the output table.
  public let inputs: UnsafeMutablePointer<Int32>, outputs: UnsafeMutablePointer<Int32>
  /// The count of each pair; above 0.
  public let counts: UnsafeMutablePointer<Float>
  /// The derivative of each loss with respect to the score, times the learning rate. The derivative is the difference
  /// between score and target, times the weight.
  public let errors: UnsafeMutablePointer<Float>
  /// The loss of each pair.
  public let losses: UnsafeMutablePointer<Float>

  /// Allocates memory for the lists of `count` pairs; ``deallocate()`` frees it.
  public init(count: Int) {
    (inputs, outputs) = (.allocate(capacity: count), .allocate(capacity: count))
    (counts, errors, losses) = (.allocate(capacity: count), .allocate(capacity: count), .allocate(capacity: count))
  }

  /// Frees the memory.
  public func deallocate() {
    for list in [inputs, outputs] { list.deallocate() }
    for list in [counts, errors, losses] { list.deallocate() }
  }
}

/// A table of vectors with one bias each, and the AdaGrad state of both: the sums of their squared steps.
public struct BiasedRows {
  /// (any, width).
  public let weight: UnsafeMutablePointer<Float>, weightSums: UnsafeMutablePointer<Float>
  /// (any).
  public let bias: UnsafeMutablePointer<Float>, biasSums: UnsafeMutablePointer<Float>

  /// Creates a table in the given memory.
  public init(
    weight: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>, weightSums: UnsafeMutablePointer<Float>,
    biasSums: UnsafeMutablePointer<Float>
  ) {
    (self.weight, self.bias, self.weightSums, self.biasSums) = (weight, bias, weightSums, biasSums)
  }
}

// MARK: - Errors

/// Scores some pairs of a batch, and stores the error and the loss of each.
///
/// It takes 2 `width` operations per pair, plus about 60 for the logarithms and the weight.
///
/// - Parameters:
///   - range: the pairs to score.
///   - maximumCount: the count at and above which the weight is 1.
///   - exponent: the weight of a smaller count is its ratio to the maximum, raised to this power.
///   - rate: the learning rate.
public func pairErrors(
  _ pairs: CountedPairs, _ range: Range<Int>, _ input: BiasedRows, _ output: BiasedRows, width: Int,
  maximumCount: Float, exponent: Float, rate: Float
) {
  for k in range {
    let i = Int(pairs.inputs[k]), j = Int(pairs.outputs[k])
    let product = dotProduct(input.weight + i * width, output.weight + j * width, width: width)
    pairs.errors[k] = product + (input.bias[i] + output.bias[j])
  }
  @inline(__always) func errorsAndLosses(_ scores: Lanes, _ counts: Lanes) -> (errors: Lanes, losses: Lanes) {
    let difference = scores - log(counts)
    let rising = exp(log(counts * (1 / maximumCount)) * exponent)
    let weight = rising.replacing(with: 1, where: rising .> 1)
    let error = weight * difference
    return (error * rate, error * difference * 0.5)
  }
  let (counts, errors, losses) = (
    pairs.counts + range.lowerBound, pairs.errors + range.lowerBound, pairs.losses + range.lowerBound
  )
  forEachLanes(range.count) { k in
    let result = errorsAndLosses(load(errors + k), load(counts + k))
    store(result.errors, to: errors + k)
    store(result.losses, to: losses + k)
  } tail: { k, count in
    let result = errorsAndLosses(load(errors + k, count: count), load(counts + k, count: count, filler: 1))
    store(result.errors, to: errors + k, count: count)
    store(result.losses, to: losses + k, count: count)
  }
}

/// Returns the dot product of two rows. Terms are added in sixteen lanes, then the lanes are added.
@inline(__always)
private func dotProduct(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, width: Int) -> Float {
  var sum = Lanes.zero
  var i = 0
  while i + laneCount <= width {
    sum = multiplyAdd(load(x + i), load(y + i), sum)
    i += laneCount
  }
  if i < width {
    let tail = Tail(width: width)
    sum = multiplyAdd(tail.load(x), tail.load(y), sum)
  }
  return horizontalSum(sum)
}

// MARK: - Updates

/// Moves the rows and biases of a batch of pairs against their errors, one pair after another, by AdaGrad (Duchi, Hazan
/// and Singer 2011): each number moves by its step divided by the square root of the sum of the squares of all its
/// earlier steps.
///
/// The step of an input row is the error times the output row, and vice versa, both with their values before this pair.
/// The step of a bias is the error. The errors contain the learning rate, so it affects only the first moves, as in the
/// authors' program: once the sums have outgrown their initial values, the rate is a factor of both the numerator and
/// the denominator, and cancels.
///
/// The threads split the columns, not the pairs; see `updateWindows`. The biases are one more column.
///
/// It takes about 40 `width` operations per pair.
public func updatePairs(
  _ pairs: CountedPairs, count: Int, _ input: BiasedRows, _ output: BiasedRows, width: Int
) {
  let blocks = blockCount(width: width)
  parallel(blocks + 1, work: count * width * 8) { range in
    let tail = Tail(width: width)
    let whole = range.clamped(to: 0..<width / laneCount)
    let hasTail = range.contains(blocks - 1) && width % laneCount != 0
    if range.lowerBound < blocks {
      for k in 0..<count {
        let error = pairs.errors[k]
        let x = Int(pairs.inputs[k]) * width, y = Int(pairs.outputs[k]) * width
        for block in whole {
          updatePair(input, x, output, y, error, WholeBlock(start: block * laneCount))
        }
        if hasTail { updatePair(input, x, output, y, error, tail) }
      }
    }
    if range.contains(blocks) {
      for k in 0..<count {
        let i = Int(pairs.inputs[k]), j = Int(pairs.outputs[k])
        descend(input.bias + i, input.biasSums + i, pairs.errors[k])
        descend(output.bias + j, output.biasSums + j, pairs.errors[k])
      }
    }
  }
}

/// Updates one block of columns of a pair whose rows start at `x` and `y`.
@inline(__always)
private func updatePair(
  _ input: BiasedRows, _ x: Int, _ output: BiasedRows, _ y: Int, _ error: Float,
  _ block: some ColumnBlock
) {
  let error = Lanes(repeating: error)
  let inputStep = error * block.load(output.weight + y), outputStep = error * block.load(input.weight + x)
  descend(input.weight + x, input.weightSums + x, inputStep, block)
  descend(output.weight + y, output.weightSums + y, outputStep, block)
}

@inline(__always)
private func descend(
  _ weight: UnsafeMutablePointer<Float>, _ sums: UnsafeMutablePointer<Float>, _ step: Lanes,
  _ block: some ColumnBlock
) {
  let sum = block.loadAll(sums)
  block.storeAll(block.loadAll(weight) - step / sum.squareRoot(), to: weight)
  block.storeAll(multiplyAdd(step, step, sum), to: sums)
}

@inline(__always)
private func descend(
  _ weight: UnsafeMutablePointer<Float>, _ sum: UnsafeMutablePointer<Float>, _ step: Float
) {
  weight.pointee -= step / sum.pointee.squareRoot()
  sum.pointee += step * step
}
