import Numerics

// How near points are to one another, which is the input of t-SNE (van der Maaten and Hinton 2008).

/// d[i, j] = the sum of (x[i, c] - x[j, c])^2 over all c, for x of `count` rows of `width` numbers.
///
/// It computes the differences first. The shortcut that uses a matrix product would lose all precision for points that
/// are close together. Equal points have a distance of exactly 0, and d[i, j] has the same bits as d[j, i].
///
/// - Parameter d: count x count.
public func squaredDistances(_ d: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, count: Int, width: Int) {
  parallel(count, work: count * count * (width + 16)) { range in
    for i in range {
      let x_i = x + i * width
      for j in 0..<count {
        let x_j = x + j * width
        var total = LongSum()
        for block in SumBlocks(width, step: laneCount) {
          let x_i = x_i + block.lowerBound, x_j = x_j + block.lowerBound
          var sum = Lanes.zero
          forEachLanes(block.count) {
            let difference = load(x_i + $0) - load(x_j + $0)
            sum = multiplyAdd(difference, difference, sum)
          } tail: {
            let difference = load(x_i + $0, count: $1) - load(x_j + $0, count: $1)
            sum = multiplyAdd(difference, difference, sum)
          }
          total.add(sum)
        }
        d[i * count + j] = horizontalSum(total.lanes)
      }
    }
  }
}

/// p[i, j] = (p(j | i) + p(i | j)) / (2 count): how likely two points are to be neighbors, as a distribution over all
/// pairs.
///
/// Van der Maaten and Hinton 2008, equation 1 and section 3.1:
///
///     p(j | i) = e^(-b_i d[i, j]) / sum over k of e^(-b_i d[i, k]),    p(i | i) = 0
///
/// Bisection finds b_i such that each point has as many neighbors as the perplexity says: the perplexity is e to the
/// power of the entropy of p(. | i). If that is impossible, for example because too many points are equally near, those
/// points have equal probabilities.
///
/// - Parameters:
///   - p: count x count; must not be d.
///   - d: the squared distances, count x count.
///   - count: at least 2.
///   - perplexity: from 1 to count - 1.
public func jointProbabilities(
  _ p: UnsafeMutablePointer<Float>, _ d: UnsafePointer<Float>, count: Int, perplexity: Float
) {
  let entropy = log(perplexity)
  // About 30 rounds of bisection, each with one exponential per pair.
  parallel(count, work: count * count * 600) { range in
    for i in range { conditionalProbabilities(p + i * count, d + i * count, i, count, entropy: entropy) }
  }
  let share = 0.5 / Float(count)
  for i in 0..<count {
    for j in 0..<i {
      let both = (p[i * count + j] + p[j * count + i]) * share
      p[i * count + j] = both
      p[j * count + i] = both
    }
  }
}

/// Computes p(j | i) for all j, with the b that results in the given entropy.
private func conditionalProbabilities(
  _ p: UnsafeMutablePointer<Float>, _ d: UnsafePointer<Float>, _ i: Int, _ count: Int, entropy: Float
) {
  // Shifting the distances changes no probability, and b makes up for scaling them. With the smallest distance at 0, no
  // sum underflows to 0; with a mean of 1, the search starts near the solution.
  var least = Float.infinity, sum: Float = 0
  for j in 0..<count where j != i {
    least = d[j] < least ? d[j] : least
    sum += d[j]
  }
  let mean = sum / Float(count - 1) - least
  let scale = mean > .leastNormalMagnitude * 0x1p20 ? 1 / mean : 0
  for j in 0..<count { p[j] = (d[j] - least) * scale }

  var b: Float = 1, low: Float = 0, high = Float.infinity
  var row = weigh(p, i, count, b)
  for _ in 0..<64 {
    let excess = log(row.total) + b * row.moment / row.total - entropy
    if abs(excess) < 1e-5 { break }
    if excess > 0 { low = b } else { high = b }
    b = high == .infinity ? 2 * b : (low + high) / 2
    row = weigh(p, i, count, b)
  }
  let factor = 1 / row.total
  for j in 0..<count { p[j] = exp(Lanes(repeating: -b * p[j]))[0] * factor }
  p[i] = 0
}

/// Returns the sums of e^(-b t) and of t e^(-b t) over all t except that of point i.
private func weigh(_ t: UnsafePointer<Float>, _ i: Int, _ count: Int, _ b: Float) -> (total: Float, moment: Float) {
  let minusB = Lanes(repeating: -b), own = Float(i)
  var total = Lanes.zero, moment = Lanes.zero
  var j = 0
  while j < count {
    let t_j = j + laneCount <= count ? load(t + j) : load(t + j, count: count - j)
    var weight = exp(t_j * minusB)
    weight.replace(with: 0, where: laneNumbersAsFloats + Float(j) .== own)
    weight = firstLanes(weight, count: count - j, filler: 0)
    total += weight
    moment = multiplyAdd(t_j, weight, moment)
    j += laneCount
  }
  return (horizontalSum(total), horizontalSum(moment))
}
