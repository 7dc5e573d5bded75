import Numerics

// The forces between points of a t-SNE map. Their nearness follows Student's t-distribution with one degree of freedom:
// w[i, j] = 1 / (1 + (x_i - x_j)^2 + (y_i - y_j)^2), and w[i, i] = 0 (van der Maaten and Hinton 2008, section 3).

/// Computes the pull and the push on each point of a map, and its nearness to all others.
///
///     pull_i = sum over j of p[i, j] w[i, j]   (point_i - point_j)
///     push_i = sum over j of         w[i, j]^2 (point_i - point_j)
///     nearness_i = sum over j of w[i, j]
///
/// The gradient of the divergence (equation 5 of the paper) is 4 (pull_i - push_i / Z), where Z is the sum of all
/// `nearness`. The order of each sum is fixed: sixteen running sums along a row. It takes about 20 operations per pair.
///
/// - Parameters:
///   - pullX, pullY, pushX, pushY, nearness: `count` numbers each.
///   - p: count x count, how likely two points are to be neighbors.
///   - x, y: the coordinates of the points.
public func studentForces(
  pullX: UnsafeMutablePointer<Float>, pullY: UnsafeMutablePointer<Float>, pushX: UnsafeMutablePointer<Float>,
  pushY: UnsafeMutablePointer<Float>, nearness: UnsafeMutablePointer<Float>, _ p: UnsafePointer<Float>,
  x: UnsafePointer<Float>, y: UnsafePointer<Float>, count: Int
) {
  parallel(count, work: count * count * 2) { range in
    for i in range {
      let p = p + i * count, x_i = Lanes(repeating: x[i]), y_i = Lanes(repeating: y[i])
      var pull_x = Lanes.zero, pull_y = Lanes.zero, push_x = Lanes.zero, push_y = Lanes.zero, near = Lanes.zero
      var j = 0
      while j < count {
        let rest = count - j, isWhole = rest >= laneCount
        let p_j = isWhole ? load(p + j) : load(p + j, count: rest)
        let dx = x_i - (isWhole ? load(x + j) : load(x + j, count: rest))
        let dy = y_i - (isWhole ? load(y + j) : load(y + j, count: rest))
        var w = 1 / (multiplyAdd(dx, dx, dy * dy) + 1)
        // A point is not its own neighbor, and lanes past the end are not points.
        if !isWhole { w = firstLanes(w, count: rest, filler: 0) }
        if i >= j, i < j + laneCount { w.replace(with: 0, where: laneNumbersAsFloats .== Float(i - j)) }
        let pull = p_j * w, push = w * w
        pull_x = multiplyAdd(pull, dx, pull_x)
        pull_y = multiplyAdd(pull, dy, pull_y)
        push_x = multiplyAdd(push, dx, push_x)
        push_y = multiplyAdd(push, dy, push_y)
        near += w
        j += laneCount
      }
      pullX[i] = horizontalSum(pull_x)
      pullY[i] = horizontalSum(pull_y)
      pushX[i] = horizontalSum(push_x)
      pushY[i] = horizontalSum(push_y)
      nearness[i] = horizontalSum(near)
    }
  }
}

/// Computes the terms that each point adds to the Kullback-Leibler divergence of the map's nearness from p, except for
/// Z:
///
///     sums_i = sum over j of p[i, j] (log p[i, j] - log w[i, j])
///
/// The divergence is the sum of these plus log Z, because p sums to 1. Pairs with p = 0 add nothing.
public func studentDivergences(
  _ sums: UnsafeMutablePointer<Float>, _ p: UnsafePointer<Float>, x: UnsafePointer<Float>, y: UnsafePointer<Float>,
  count: Int
) {
  parallel(count, work: count * count * 4) { range in
    for i in range {
      let p = p + i * count, x_i = Lanes(repeating: x[i]), y_i = Lanes(repeating: y[i])
      var total = Lanes.zero
      var j = 0
      while j < count {
        let rest = min(laneCount, count - j)
        let p_j = rest == laneCount ? load(p + j) : load(p + j, count: rest)
        let dx = x_i - (rest == laneCount ? load(x + j) : load(x + j, count: rest))
        let dy = y_i - (rest == laneCount ? load(y + j) : load(y + j, count: rest))
        // The logarithm accepts only normal numbers; smaller ones would add nothing visible.
        let isThere = p_j .> .leastNormalMagnitude
        var logarithm = log(p_j.replacing(with: 1, where: .!isThere)) + log(multiplyAdd(dx, dx, dy * dy) + 1)
        logarithm.replace(with: 0, where: .!isThere)
        total = multiplyAdd(p_j, logarithm, total)
        j += laneCount
      }
      sums[i] = horizontalSum(total)
    }
  }
}
