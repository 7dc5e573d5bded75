import Numerics

/// A batch of pairs of words: how often each was counted, and how wrong its score is.
///
/// The score of a pair is the product of its rows plus both biases, and shall be the logarithm of the count. The loss
/// is half the square of what it is wrong by, times the pair's weight, which rises with the count up to 1 (Pennington,
/// Socher and Manning 2014, equations 8 and 9).
public struct CountedPairs {
  /// The rows in the one table and in the other.
  public let inputs: UnsafeMutablePointer<Int32>, outputs: UnsafeMutablePointer<Int32>
  /// How often each pair was counted; above 0.
  public let counts: UnsafeMutablePointer<Float>
  /// The derivative of each loss by the score, which is what it is too large by, times the weight; times the learning
  /// rate.
  public let errors: UnsafeMutablePointer<Float>
  /// The loss of each pair.
  public let losses: UnsafeMutablePointer<Float>

  /// Memory for the lists of `count` pairs, which ``deallocate()`` gives back.
  public init(count: Int) {
    (inputs, outputs) = (.allocate(capacity: count), .allocate(capacity: count))
    (counts, errors, losses) = (.allocate(capacity: count), .allocate(capacity: count), .allocate(capacity: count))
  }

  /// Gives the memory back.
  public func deallocate() {
    for list in [inputs, outputs] { list.deallocate() }
    for list in [counts, errors, losses] { list.deallocate() }
  }
}

/// A table of vectors with a bias each, and what AdaGrad remembers of both: the sums of their squared steps.
public struct BiasedRows {
  /// (any, width).
  public let weight: UnsafeMutablePointer<Float>, weightSums: UnsafeMutablePointer<Float>
  /// (any).
  public let bias: UnsafeMutablePointer<Float>, biasSums: UnsafeMutablePointer<Float>

  /// The table that stands in the given memory.
  public init(
    weight: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>, weightSums: UnsafeMutablePointer<Float>,
    biasSums: UnsafeMutablePointer<Float>
  ) {
    (self.weight, self.bias, self.weightSums, self.biasSums) = (weight, bias, weightSums, biasSums)
  }
}

// MARK: - Errors

/// Scores some pairs of a batch, and leaves what each is wrong by, and its loss.
///
/// 2 `width` operations a pair and some 60 for its logarithms and its weight.
///
/// - Parameters:
///   - range: which pairs.
///   - maximumCount: from which count on the weight is 1.
///   - exponent: the weight of a smaller count is its share of the maximum to the power of this.
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
  @inline(__always) func judge(_ scores: Lanes, _ counts: Lanes) -> (errors: Lanes, losses: Lanes) {
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
    let judged = judge(load(errors + k), load(counts + k))
    store(judged.errors, to: errors + k)
    store(judged.losses, to: losses + k)
  } tail: { k, count in
    let judged = judge(load(errors + k, count: count), load(counts + k, count: count, filler: 1))
    store(judged.errors, to: errors + k, count: count)
    store(judged.losses, to: losses + k, count: count)
  }
}

/// The product of two rows: its terms are added up sixteen lanes at a time, then the lanes.
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

/// Moves the rows and biases of a batch of pairs against their errors, pair after pair, by AdaGrad (Duchi, Hazan and
/// Singer 2011): each number moves by its step over the root of the sum of the squares of all its steps before.
///
/// The step of an input row is the error times the output row, and the other way round, both as they stood before the
/// pair; that of a bias is the error. So the learning rate, which is in the errors, sets the first moves only, as in the
/// authors' program: where the sums have outgrown what they started with, it stands above and below.
///
/// The threads share out the columns, not the pairs; see `updateWindows`. The biases are one column more.
///
/// Some 40 `width` operations a pair.
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
