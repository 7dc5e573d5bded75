import Numerics

/// The number of queries that are processed together: the width of a panel of the matrix product with AVX-512, two
/// registers. Their scores (32 KB for 256 keys) stay in the L1 and L2 caches, and no T x S matrix is ever written to
/// memory.
let queryBlock = 32

/// A block of neighboring queries of one head, and the keys that at least one of them sees.
///
/// Its scores are transposed, with one row of 32 per key and one lane per query, so maxima and sums need no reduction
/// across lanes.
struct QueryBlock {
  /// The index of the head among all B x H heads.
  let head: Int
  /// The first query, and the number of queries, at most 32.
  let first, count: Int
  /// The first row of scores belongs to the first of these keys.
  let keys: Range<Int>
  /// What a key one time step farther away adds to a score; nil without a bias.
  private let step: Float?
  private let shape: AttentionShape

  /// Creates block `number` of a head's queries.
  ///
  /// - Parameter step: that of the head, from `AttentionShape.step(ofHead:)`.
  init(_ number: Int, head: Int, step: Float?, _ shape: AttentionShape) {
    self.head = head
    self.step = step
    self.shape = shape
    first = number * queryBlock
    count = min(queryBlock, shape.queryCount - first)
    keys = shape.mask.keys(seenBy: first..<first + count, queryCount: shape.queryCount, keyCount: shape.keyCount)
  }

  /// The index of the block's first query among the queries of all heads.
  var row: Int { head * shape.queryCount + first }

  /// The index of the first lane's weight for key 0, which dropout depends on. Weights are numbered as (B, H, S, T).
  private func number(lane: Int) -> Int { head * shape.keyCount * shape.queryCount + first + lane }

  /// Sets the scores that the mask hides from sixteen queries to -infinity.
  ///
  /// Only keys near the ends of the block's range have such scores, so only these are visited, and no other code needs
  /// to check the mask.
  @inline(__always)
  private func hide(_ scores: UnsafeMutablePointer<Float>, lane: Int) {
    guard shape.mask != .none else { return }
    // The key at the time step of the first query. It is the last key that all of the queries see.
    let time = first + lane + shape.keyCount - shape.queryCount
    for key in max(keys.lowerBound, min(time + 1, keys.upperBound))..<keys.upperBound {
      let row = scores + ((key - keys.lowerBound) * queryBlock + lane)
      store(lanesFrom(key - time, load(row), filler: -.infinity), to: row)
    }
    guard case .window(let count) = shape.mask else { return }
    // The last key that is too old for the first query; each further query loses one more key.
    let old = time - min(count, shape.keyCount)
    for key in keys.lowerBound..<max(keys.lowerBound, min(old + laneCount, keys.upperBound)) {
      let row = scores + ((key - keys.lowerBound) * queryBlock + lane)
      store(firstLanes(load(row), count: key - old, filler: -.infinity), to: row)
    }
  }

  /// The bias of the block's first key for sixteen queries; nil without a bias.
  @inline(__always)
  private func bias(lane: Int) -> DistanceBias? {
    guard let step else { return nil }
    let time = first + lane + shape.keyCount - shape.queryCount
    return DistanceBias(step: step, distance: time - keys.lowerBound)
  }

  /// Turns scores into weights, with dropout applied, in place, and computes each query's totals.
  ///
  /// The largest score is subtracted before the division by sqrt(D), so neither step loses digits of scores that share a
  /// large offset. A query that sees no key has weights of 0, and totals of 0 and 1.
  ///
  /// - Parameter totals: those of the block's queries, of the scores before the division; nil if not needed.
  @inline(never)
  func weigh(_ scores: UnsafeMutablePointer<Float>, totals: SoftmaxTotals?) {
    let scale = Lanes(repeating: shape.scale), dropout = shape.dropout
    for lane in stride(from: 0, to: count, by: laneCount) {
      hide(scores, lane: lane)
      var row = scores + lane
      var largest = Lanes(repeating: -.infinity)
      if var bias = bias(lane: lane) {
        for _ in keys {
          let score = bias.add(to: load(row))
          store(score, to: row)
          largest = maximum(largest, score)
          row += queryBlock
        }
      } else {
        for _ in keys {
          largest = maximum(largest, load(row))
          row += queryBlock
        }
      }
      // For a query that sees no key: -infinity minus itself is NaN.
      largest.replace(with: 0, where: largest .== -.infinity)
      var total = LongSum()
      row = scores + lane
      for block in SumBlocks(keys.count, step: 1) {
        var sum = Lanes.zero
        for _ in block {
          let e = exp((load(row) - largest) * scale)
          store(e, to: row)
          sum += e
          row += queryBlock
        }
        total.add(sum)
      }
      let sum = total.lanes.replacing(with: 1, where: total.lanes .== 0)
      if let totals {
        let queries = min(laneCount, count - lane)
        MutableColumn(totals.maxima + lane, 0, queries)[0] = largest
        MutableColumn(totals.sums + lane, 0, queries)[0] = sum
      }
      let factor = 1 / sum
      row = scores + lane
      if let dropout {
        var number = number(lane: lane) + keys.lowerBound * shape.queryCount
        for _ in keys {
          store(load(row) * (dropout.factors(number) * factor), to: row)
          number += shape.queryCount
          row += queryBlock
        }
      } else {
        for _ in keys {
          store(load(row) * factor, to: row)
          row += queryBlock
        }
      }
    }
  }

  /// Turns scores into weights p, with dropout applied, and the products dp = v do^T into the gradients of the scores,
  /// p (dp - sum(p dp)) / sqrt(D), both in place.
  ///
  /// - Parameters:
  ///   - totals: those of the block's queries, from ``weigh(_:totals:)``.
  ///   - products: sum(p dp) of the block's queries.
  @inline(never)
  func passBack(
    _ weights: UnsafeMutablePointer<Float>, _ gradients: UnsafeMutablePointer<Float>, _ totals: SoftmaxTotals,
    products: UnsafePointer<Float>
  ) {
    let scale = Lanes(repeating: shape.scale), dropout = shape.dropout
    for lane in stride(from: 0, to: count, by: laneCount) {
      hide(weights, lane: lane)
      if var bias = bias(lane: lane) {
        var row = weights + lane
        for _ in keys {
          store(bias.add(to: load(row)), to: row)
          row += queryBlock
        }
      }
      let queries = min(laneCount, count - lane)
      let largest = Column(totals.maxima + lane, 0, queries)[0], product = Column(products + lane, 0, queries)[0]
      let factor = 1 / Column(totals.sums + lane, 0, queries)[0]
      var at = lane, number = number(lane: lane) + keys.lowerBound * shape.queryCount
      for _ in keys {
        let p = exp((load(weights + at) - largest) * scale) * factor
        var dp = load(gradients + at), dropped = p
        if let dropout {
          let factors = dropout.factors(number)
          dp *= factors
          dropped *= factors
        }
        store(dropped, to: weights + at)
        // Scores that the mask hides have p = 0, but their product can be anything, so it is hidden too.
        store((p * (dp - product) * scale).replacing(with: 0, where: p .== 0), to: gradients + at)
        at += queryBlock
        number += shape.queryCount
      }
    }
  }
}

extension AttentionShape {
  /// The number of blocks that the queries of a head fill.
  var blockCount: Int { (queryCount + queryBlock - 1) / queryBlock }

  /// The maximum number of floats that the scores of a block take.
  var scoreCount: Int {
    if case .window(let count) = mask { return min(keyCount, min(count, keyCount) + queryBlock - 1) * queryBlock }
    return keyCount * queryBlock
  }
}
