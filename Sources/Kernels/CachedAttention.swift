/// How the keys and values of sequences that grow token by token lie in memory.
///
/// Both lie in panels of sixteen floats, so that a query reads them front to back and needs no sum across lanes. Keys
/// of one head: (T / 16, D, 16), a panel for each sixteen times. Values of one head: (D / 16, T, 16), a panel for
/// each sixteen channels. T and D are rounded up.
public struct CacheLayout: Sendable {
  let headCount, headSize, timePanels, channelPanels: Int

  /// A layout for sequences of up to `capacity` tokens with H heads of D channels.
  public init(headCount: Int, headSize: Int, capacity: Int) {
    self.headCount = headCount
    self.headSize = headSize
    timePanels = (capacity + laneCount - 1) / laneCount
    channelPanels = (headSize + laneCount - 1) / laneCount
  }

  /// The floats that the keys of one sequence take.
  public var keyCount: Int { headCount * headKeys }
  /// The floats that the values of one sequence take.
  public var valueCount: Int { headCount * headValues }
  /// The floats of scratch that one sequence takes: a row of scores for each head.
  public var scoreCount: Int { headCount * paddedTime }

  var headKeys: Int { paddedTime * headSize }
  var headValues: Int { paddedTime * channelPanels * laneCount }
  var paddedTime: Int { timePanels * laneCount }
}

/// Appends the keys and values of new tokens to a cache, and lets each new token's query attend to all up to its own:
/// o = softmax(q k^T / sqrt(D)) v.
///
/// For a query at time t, 4 t C FLOPs and as many bytes of the cache: it is read once and not a float of it twice.
/// Each head of each sequence is one thread's work; a query's sums have one order, whatever is computed beside it.
///
/// - Parameters:
///   - o: (sequences, tokens, C), with C = H D.
///   - keys: (sequences, keyCount); `start` tokens are there, `tokens` more are added.
///   - values: (sequences, valueCount); likewise.
///   - scores: (sequences, scoreCount), scratch.
///   - qkv: (sequences, tokens, 3 C): queries, keys and values of the new tokens, as one projection makes them.
///   - start: the time of the first new token; `start + tokens` is at most the capacity.
public func cachedAttention(
  _ o: UnsafeMutablePointer<Float>, keys: UnsafeMutablePointer<Float>, values: UnsafeMutablePointer<Float>,
  scores: UnsafeMutablePointer<Float>, _ qkv: UnsafePointer<Float>, _ layout: CacheLayout, sequences: Int, tokens: Int,
  start: Int
) {
  let (H, D) = (layout.headCount, layout.headSize), C = H * D
  let work = sequences * tokens * 2 * (start + tokens) * C
  parallel(sequences * H, work: work) { range in
    for index in range {
      let (sequence, head) = (index / H, index % H)
      let cache = HeadCache(
        keys: keys + index * layout.headKeys, values: values + index * layout.headValues,
        scores: scores + index * layout.paddedTime, layout: layout)
      for token in 0..<tokens {
        let row = sequence * tokens + token
        let q = qkv + (row * 3 * C + head * D)
        cache.append(key: q + C, value: q + 2 * C, at: start + token)
        cache.attend(o + (row * C + head * D), q, count: start + token + 1)
      }
    }
  }
}

/// The cache of one head of one sequence.
private struct HeadCache {
  let keys, values, scores: UnsafeMutablePointer<Float>
  let layout: CacheLayout

  @inline(never)
  func append(key: UnsafePointer<Float>, value: UnsafePointer<Float>, at time: Int) {
    let D = layout.headSize
    let keyLane = keys + (time / laneCount * D * laneCount + time % laneCount)
    for d in 0..<D { keyLane[d * laneCount] = key[d] }
    let valueRow = values + time * laneCount
    for d in 0..<D {
      valueRow[d / laneCount * layout.paddedTime * laneCount + d % laneCount] = value[d]
    }
  }

  /// One query over the first `count` tokens.
  @inline(never)
  func attend(_ o: UnsafeMutablePointer<Float>, _ q: UnsafePointer<Float>, count: Int) {
    score(q, panels: (count + laneCount - 1) / laneCount)
    let factor = 1 / weigh(count)
    for panel in 0..<layout.channelPanels {
      let sum = weightedSum(values + panel * layout.paddedTime * laneCount, count) * factor
      let rest = layout.headSize - panel * laneCount
      if rest >= laneCount {
        store(sum, to: o + panel * laneCount)
      } else {
        store(sum, to: o + panel * laneCount, count: rest)
      }
    }
  }

  /// The products of the query with the keys of so many panels. Four panels at a time hide each other's latency.
  @inline(__always)
  private func score(_ q: UnsafePointer<Float>, panels: Int) {
    let D = layout.headSize, panelSize = D * laneCount
    var panel = 0
    while panel + 4 <= panels {
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
    while panel < panels {
      let k = keys + panel * panelSize
      var a = Lanes.zero
      for i in 0..<D { a = multiplyAdd(Lanes(repeating: q[i]), load(k + i * laneCount), a) }
      store(a, to: scores + panel * laneCount)
      panel += 1
    }
  }

  /// Turns scores into e^((score - largest) / sqrt(D)), and gives their sum.
  @inline(__always)
  private func weigh(_ count: Int) -> Float {
    let scale = 1 / Float(layout.headSize).squareRoot()
    var largest = Lanes(repeating: -.infinity)
    for i in stride(from: 0, to: count, by: laneCount) {
      // What lies beyond the last token may be a key of an earlier text, or nothing.
      let scaled = firstLanes(load(scores + i) * scale, count: count - i, filler: -.infinity)
      store(scaled, to: scores + i)
      largest = maximum(largest, scaled)
    }
    let shift = horizontalMaximum(largest)
    var total = Lanes.zero
    for i in stride(from: 0, to: count, by: laneCount) {
      let e = exp(load(scores + i) - shift)
      store(e, to: scores + i)
      total += e
    }
    return horizontalSum(total)
  }

  /// The sum of a panel's values times their weights: every fourth in one of four sums, which hide each other's latency.
  @inline(__always)
  private func weightedSum(_ values: UnsafePointer<Float>, _ count: Int) -> Lanes {
    var a = Lanes.zero, b = Lanes.zero, c = Lanes.zero, d = Lanes.zero
    var t = 0
    while t + 4 <= count {
      let v = values + t * laneCount, weights = scores + t
      a = multiplyAdd(Lanes(repeating: weights[0]), load(v), a)
      b = multiplyAdd(Lanes(repeating: weights[1]), load(v + laneCount), b)
      c = multiplyAdd(Lanes(repeating: weights[2]), load(v + 2 * laneCount), c)
      d = multiplyAdd(Lanes(repeating: weights[3]), load(v + 3 * laneCount), d)
      t += 4
    }
    while t < count {
      a = multiplyAdd(Lanes(repeating: scores[t]), load(values + t * laneCount), a)
      t += 1
    }
    return (a + b) + (c + d)
  }
}
