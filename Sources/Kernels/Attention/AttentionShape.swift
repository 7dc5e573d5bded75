/// The memory layout of the heads of queries, keys or values. Element (batch, time, head, channel) is at
/// `batch * self.batch + time * self.time + head * self.head + channel`.
public struct HeadLayout: Sendable {
  let batch, time, head: Int

  /// Creates a layout with the given strides, in floats.
  public init(batch: Int, time: Int, head: Int) {
    self.batch = batch
    self.time = time
    self.head = head
  }

  /// Returns the offset of a head's first channel at time 0.
  @inline(__always)
  func start(batch b: Int, head h: Int) -> Int { b * batch + h * head }
}

/// The memory layout of everything that one attention operation reads and writes.
public struct AttentionLayout: Sendable {
  /// Queries and their gradient; keys, values and their gradients; the result and its gradient.
  let queries, keys, result: HeadLayout

  /// Creates a layout from the three given ones.
  public init(queries: HeadLayout, keys: HeadLayout, result: HeadLayout) {
    self.queries = queries
    self.keys = keys
    self.result = result
  }

  /// Separate arrays: queries and result (B, T, H, D), keys and values (B, S, G, D).
  public static func separate(_ shape: AttentionShape) -> AttentionLayout {
    let (D, C, K) = (shape.headSize, shape.width, shape.groupWidth)
    let queries = HeadLayout(batch: shape.queryCount * C, time: C, head: D)
    return AttentionLayout(
      queries: queries, keys: HeadLayout(batch: shape.keyCount * K, time: K, head: D), result: queries)
  }

  /// Parts of one projection (B, T, (H + 2 G) D): all queries, then all keys, then all values. The result has the shape
  /// (B, T, H D).
  public static func joint(_ shape: AttentionShape) -> AttentionLayout {
    let (T, D, C) = (shape.queryCount, shape.headSize, shape.width)
    let row = C + 2 * shape.groupWidth
    let part = HeadLayout(batch: T * row, time: row, head: D)
    return AttentionLayout(queries: part, keys: part, result: HeadLayout(batch: T * C, time: C, head: D))
  }
}

/// The sizes of one attention operation, its mask and bias, and the fraction of its weights that dropout sets to zero.
///
/// With fewer groups than heads, neighboring heads share keys and values: head h reads group h / (H / G)
/// (Ainslie et al. 2023, section 2.2).
public struct AttentionShape: Sendable {
  /// B, H, G, T, S and D; G divides H.
  public let batchSize, headCount, groupCount, queryCount, keyCount, headSize: Int
  /// Which keys a query sees.
  public let mask: AttentionMask
  /// What is added to the scores.
  public let bias: AttentionBias
  let rate: Float
  let key: UInt64

  /// Creates a shape with the given sizes. If the rate is above 0, the key decides which weights are dropped.
  public init(
    batchSize: Int, headCount: Int, groupCount: Int, queryCount: Int, keyCount: Int, headSize: Int,
    mask: AttentionMask, bias: AttentionBias = .none, dropout rate: Float = 0, key: UInt64 = 0
  ) {
    self.batchSize = batchSize
    self.headCount = headCount
    self.groupCount = groupCount
    self.queryCount = queryCount
    self.keyCount = keyCount
    self.headSize = headSize
    self.mask = mask
    self.bias = bias
    self.rate = rate
    self.key = key
  }

  /// The channels of all queries of one token, H D.
  public var width: Int { headCount * headSize }
  /// The channels of all keys of one token, G D.
  public var groupWidth: Int { groupCount * headSize }

  /// The number of heads that share keys and values.
  var headsPerGroup: Int { headCount / groupCount }
  /// Scores are divided by sqrt(D) (Vaswani et al. 2017, equation 1).
  var scale: Float { 1 / Float(headSize).squareRoot() }
  /// The approximate number of multiply-adds of the two products under a causal mask. It decides when threads pay off.
  var work: Int { batchSize * headCount * queryCount * keyCount * headSize }
  /// The dropout mask of the weights; nil without dropout.
  var dropout: DropoutMask? { rate > 0 ? DropoutMask(key: key, rate: rate) : nil }
}
