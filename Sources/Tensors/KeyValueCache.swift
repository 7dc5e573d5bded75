import Kernels

/// The keys and values of the tokens that several sequences have had so far, for one attention layer.
///
/// A new token's query then costs one look at what is kept, not another pass over the whole text:
///
///     let cache = KeyValueCache(sequenceCount: 1, capacity: 256, groupCount: 2, headSize: 16)
///     withoutGradients {
///       _ = attention(qkv: prompt, headCount: 4, groupCount: 2, cache: cache)     // (1, 30, 128): 30 tokens
///       _ = attention(qkv: nextToken, headCount: 4, groupCount: 2, cache: cache)  // (1, 1, 128): sees 31
///     }
///     cache.length  // 31
///
/// All sequences have the same length. A batch of fewer than N sequences extends the first ones, and until
/// ``spreadFirstSequence()`` only these can go on: a prompt is read once, then sampled from N times. The memory, 2 N G D
/// floats for each token of the capacity, is taken once.
public final class KeyValueCache {
  /// N, how many sequences there is room for.
  public let sequenceCount: Int
  /// The most tokens that a sequence can have.
  public let capacity: Int
  /// G, how many groups of heads have keys and values of their own.
  public let groupCount: Int
  /// D, the channels of each key and each value.
  public let headSize: Int
  /// How many tokens each sequence has so far.
  public private(set) var length = 0

  /// How many sequences have all `length` tokens: the first of them, after a prompt that was read once for all.
  private var filledCount: Int
  private let layout: CacheLayout
  private let keys, values: Tensor

  /// A cache for N sequences, which have no tokens yet.
  public init(sequenceCount: Int, capacity: Int, groupCount: Int, headSize: Int) {
    require(
      sequenceCount > 0 && capacity > 0 && groupCount > 0 && headSize > 0,
      """
      KeyValueCache: there must be at least one sequence, token, group and channel, not \(sequenceCount), \(capacity), \
      \(groupCount) and \(headSize)
      """)
    self.sequenceCount = sequenceCount
    self.capacity = capacity
    self.groupCount = groupCount
    self.headSize = headSize
    filledCount = sequenceCount
    layout = CacheLayout(groupCount: groupCount, headSize: headSize, capacity: capacity)
    keys = Tensor(unfilled: [sequenceCount, layout.keyCount])
    values = Tensor(unfilled: [sequenceCount, layout.valueCount])
  }

  /// Forgets all tokens.
  public func removeAll() {
    length = 0
    filledCount = sequenceCount
  }

  /// Gives all sequences the keys and values that the first one has.
  public func spreadFirstSequence() {
    Kernels.spreadFirstSequence(
      keys: keys.data, values: values.data, layout, sequenceCount: sequenceCount, length: length)
    filledCount = sequenceCount
  }

  /// Where the queries, keys or values of new tokens are; their rows are `stride` floats apart.
  struct Rows {
    let start: UnsafeMutablePointer<Float>
    let stride: Int
  }

  /// Appends the keys and values of T new tokens to the first B sequences, and lets their queries attend.
  func attend(
    _ y: UnsafeMutablePointer<Float>, _ queries: Rows, keys newKeys: Rows, values newValues: Rows,
    _ shape: AttentionShape
  ) {
    let (B, T) = (shape.batchSize, shape.queryCount)
    require(
      shape.mask != .none,
      "attention: over a cache the mask must be causal or a window, since later tokens are not there yet")
    require(
      shape.groupCount == groupCount && shape.headSize == headSize,
      """
      attention: \(shape.groupCount) groups of size \(shape.headSize) do not go with a cache of \(groupCount) groups of \
      size \(headSize)
      """)
    require(B <= sequenceCount, "attention: \(B) sequences do not fit into a cache of \(sequenceCount)")
    require(
      B <= filledCount,
      """
      attention: only the first \(filledCount) sequences of the cache have its \(length) tokens, not \(B); \
      spreadFirstSequence() gives them to all
      """)
    require(
      length + T <= capacity,
      "attention: \(T) new tokens after \(length) do not fit into a cache with a capacity of \(capacity)")
    guard B > 0, T > 0 else { return }
    cachedAttention(
      y, queries.start, queryStride: queries.stride, newKeys.start, newValues.start, keyStride: newKeys.stride,
      keys: keys.data, values: values.data, layout, headCount: shape.headCount, mask: shape.mask,
      NewTokens(sequenceCount: B, count: T, start: length))
    length += T
    filledCount = B
  }
}
