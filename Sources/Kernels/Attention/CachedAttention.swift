import Numerics

/// New tokens that several sequences of the same length receive in one pass.
public struct NewTokens: Sendable {
  let sequenceCount, count, start: Int

  /// Creates `count` tokens for each of the first `sequenceCount` sequences of a cache, which hold `start` tokens so
  /// far.
  public init(sequenceCount: Int, count: Int, start: Int) {
    self.sequenceCount = sequenceCount
    self.count = count
    self.start = start
  }

  /// The length of the sequences including the new tokens.
  var end: Int { start + count }
}

/// Appends the keys and values of new tokens to a cache, and lets each new token's query attend to the keys that its
/// mask allows: o = softmax(q k^T / sqrt(D), masked) v.
///
/// A query that sees S tokens costs 4 S H D FLOPs. Each head of each sequence is computed by one thread. The sums of a
/// query have a fixed order, no matter what else is computed in the same call.
///
/// - Parameters:
///   - o: (B, T, H D).
///   - q: queries of the new tokens, H heads of D channels; tokens are `queryStride` floats apart.
///   - k: their keys, G groups of D channels, `keyStride` floats apart; v: their values, with the same layout.
///   - keys: (sequences, keyCount), to which the new keys are appended.
///   - values: (sequences, valueCount), to which the new values are appended.
///   - headCount: H, a multiple of G; head h reads group h / (H / G).
///   - mask: causal or a window; T new queries attend to the keys of all tokens so far, including their own.
///   - bias: what is added to the scores.
///   - tokens: T tokens for each of B sequences; the cache must have room for them.
public func cachedAttention(
  _ o: UnsafeMutablePointer<Float>, _ q: UnsafePointer<Float>, queryStride: Int, _ k: UnsafePointer<Float>,
  _ v: UnsafePointer<Float>, keyStride: Int, keys: UnsafeMutablePointer<Float>, values: UnsafeMutablePointer<Float>,
  _ layout: CacheLayout, headCount H: Int, mask: AttentionMask, bias: AttentionBias = .none,
  _ tokens: NewTokens
) {
  let (T, G, D) = (tokens.count, layout.groupCount, layout.headSize), rows = tokens.sequenceCount * T
  func cache(sequence: Int, group: Int) -> GroupCache {
    let index = sequence * G + group
    return GroupCache(
      keys: keys + index * layout.groupKeys, values: values + index * layout.groupValues, layout: layout)
  }
  parallel(tokens.sequenceCount * G, work: 2 * rows * G * D) { range in
    for index in range {
      let (sequence, group) = (index / G, index % G), cache = cache(sequence: sequence, group: group)
      for token in 0..<T {
        let at = (sequence * T + token) * keyStride + group * D
        cache.append(key: k + at, value: v + at, at: tokens.start + token)
      }
    }
  }
  let seen = mask.keys(seenBy: 0..<max(1, T), queryCount: max(1, T), keyCount: tokens.end)
  parallel(tokens.sequenceCount * H, work: 2 * rows * seen.count * H * D) { range in
    withScratch(layout.paddedTime) { scores in
      for index in range {
        let (sequence, head) = (index / H, index % H), cache = cache(sequence: sequence, group: head / (H / G))
        let step = bias.step(ofHead: head, of: H, headSize: D)
        for token in 0..<T {
          let row = sequence * T + token
          cache.attend(
            o + (row * H + head) * D, q + (row * queryStride + head * D),
            mask.keys(seenBy: token..<token + 1, queryCount: T, keyCount: tokens.end), step: step,
            scores: scores)
        }
      }
    }
  }
}

/// The cache of one group of one sequence.
private struct GroupCache {
  let keys, values: UnsafeMutablePointer<Float>
  let layout: CacheLayout

  @inline(never)
  func append(key: UnsafePointer<Float>, value: UnsafePointer<Float>, at time: Int) {
    let D = layout.headSize
    let keyLane = keys + (time / laneCount * D * laneCount + time % laneCount)
    for d in 0..<D { keyLane[d * laneCount] = key[d] }
    let valueRow = values + time * laneCount
    for d in 0..<D {
      valueRow[d / laneCount * layout.channelPanel + d % laneCount] = value[d]
    }
  }

  /// Computes the attention of one query, that of the last of the given tokens, over all of these, at least one.
  ///
  /// - Parameters:
  ///   - step: what a token one time step earlier adds to its score; nil without a bias.
  ///   - scores: scratch memory, one float per token.
  @inline(never)
  func attend(
    _ o: UnsafeMutablePointer<Float>, _ q: UnsafePointer<Float>, _ seen: Range<Int>, step: Float?,
    scores: UnsafeMutablePointer<Float>
  ) {
    score(scores, q, panels: seen.lowerBound / laneCount..<(seen.upperBound + laneCount - 1) / laneCount)
    let factor = 1 / weigh(scores, seen, step: step)
    for panel in 0..<layout.channelPanels {
      let sum = weightedSum(values + panel * layout.channelPanel, scores, seen) * factor
      let rest = layout.headSize - panel * laneCount
      if rest >= laneCount {
        store(sum, to: o + panel * laneCount)
      } else {
        store(sum, to: o + panel * laneCount, count: rest)
      }
    }
  }

  /// Computes the products of the query with the keys of some panels. Four panels at a time hide each other's latency.
  @inline(__always)
  private func score(_ scores: UnsafeMutablePointer<Float>, _ q: UnsafePointer<Float>, panels: Range<Int>) {
    let D = layout.headSize, panelSize = D * laneCount
    var panel = panels.lowerBound
    while panel + 4 <= panels.upperBound {
      let k0 = keys + panel * panelSize, k1 = k0 + panelSize, k2 = k1 + panelSize, k3 = k2 + panelSize
      var a = Lanes.zero, b = Lanes.zero, c = Lanes.zero, d = Lanes.zero
      for i in 0..<D {
        let x = Lanes(repeating: q[i]), at = i * laneCount
        a = multiplyAdd(x, load(k0 + at), a)
        b = multiplyAdd(x, load(k1 + at), b)
        c = multiplyAdd(x, load(k2 + at), c)
        d = multiplyAdd(x, load(k3 + at), d)
      }
      let row = scores + panel * laneCount
      store(a, to: row)
      store(b, to: row + laneCount)
      store(c, to: row + 2 * laneCount)
      store(d, to: row + 3 * laneCount)
      panel += 4
    }
    while panel < panels.upperBound {
      let k = keys + panel * panelSize
      var a = Lanes.zero
      for i in 0..<D { a = multiplyAdd(Lanes(repeating: q[i]), load(k + i * laneCount), a) }
      store(a, to: scores + panel * laneCount)
      panel += 1
    }
  }

  /// Adds the bias to scores, turns them into e^((score - largest) / sqrt(D)), and returns their sum. Lanes outside of the visible tokens are
  /// set to 0.
  @inline(__always)
  private func weigh(_ scores: UnsafeMutablePointer<Float>, _ seen: Range<Int>, step: Float?) -> Float {
    let scale = 1 / Float(layout.headSize).squareRoot()
    let first = seen.lowerBound / laneCount * laneCount
    var largest = Lanes(repeating: -.infinity)
    for i in stride(from: first, to: seen.upperBound, by: laneCount) {
      // Positions past the last token can hold keys of an earlier text, or uninitialized memory.
      var visible = load(scores + i)
      if let step {
        let distances = Float(seen.upperBound - 1 - i) - laneNumbersAsFloats
        visible = multiplyAdd(distances, Lanes(repeating: step), visible)
      }
      visible = firstLanes(visible, count: seen.upperBound - i, filler: -.infinity)
      if i < seen.lowerBound { visible = lanesFrom(seen.lowerBound - i, visible, filler: -.infinity) }
      store(visible, to: scores + i)
      largest = maximum(largest, visible)
    }
    let shift = horizontalMaximum(largest)
    var total = LongSum()
    for block in SumBlocks(seen.upperBound - first, step: laneCount) {
      var sum = Lanes.zero
      for i in stride(from: first + block.lowerBound, to: first + block.upperBound, by: laneCount) {
        let e = exp((load(scores + i) - shift) * scale)
        store(e, to: scores + i)
        sum += e
      }
      total.add(sum)
    }
    return horizontalSum(total.lanes)
  }

  /// Returns the weighted sum of a panel's values. The terms go to four sums in turn, which hide each other's latency.
  @inline(__always)
  private func weightedSum(_ values: UnsafePointer<Float>, _ scores: UnsafePointer<Float>, _ seen: Range<Int>) -> Lanes
  {
    var a = Lanes.zero, b = Lanes.zero, c = Lanes.zero, d = Lanes.zero
    var t = seen.lowerBound
    while t + 4 <= seen.upperBound {
      let v = values + t * laneCount, weights = scores + t
      a = multiplyAdd(Lanes(repeating: weights[0]), load(v), a)
      b = multiplyAdd(Lanes(repeating: weights[1]), load(v + laneCount), b)
      c = multiplyAdd(Lanes(repeating: weights[2]), load(v + 2 * laneCount), c)
      d = multiplyAdd(Lanes(repeating: weights[3]), load(v + 3 * laneCount), d)
      t += 4
    }
    while t < seen.upperBound {
      a = multiplyAdd(Lanes(repeating: scores[t]), load(values + t * laneCount), a)
      t += 1
    }
    return (a + b) + (c + d)
  }
}
