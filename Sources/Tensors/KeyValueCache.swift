import Kernels

/// The keys and values of all tokens so far in several sequences, for one attention layer.
///
/// A new token then takes a pass over this token alone, not another one over the whole text:
///
///     let cache = KeyValueCache(sequenceCount: 1, capacity: 256, groupCount: 2, headSize: 16)
///     withoutGradients {
///       _ = attention(qkv: prompt, headCount: 4, groupCount: 2, cache: cache)     // (1, 30, 128): 30 tokens
///       _ = attention(qkv: nextToken, headCount: 4, groupCount: 2, cache: cache)  // (1, 1, 128): sees 31
///     }
///     cache.length  // 31
///
/// All sequences have the same length. A batch of fewer than N sequences extends the first ones, and only these can
/// continue until ``spreadFirstSequence()``: this way a prompt is read once, and N continuations are sampled from it.
/// The memory, 2 N G D floats per token of the capacity, is allocated once.
public final class KeyValueCache {
  /// N, the number of sequences that the cache has room for.
  public let sequenceCount: Int
  /// The maximum number of tokens per sequence.
  public let capacity: Int
  /// G, the number of groups of heads, each with its own keys and values.
  public let groupCount: Int
  /// D, the number of channels per key and per value.
  public let headSize: Int
  /// The number of tokens in each sequence so far.
  public private(set) var length = 0

  /// The number of sequences that have all `length` tokens: only the first ones, after a prompt that was read once for
  /// all.
  private var filledCount: Int
  private let layout: CacheLayout
  private let keys, values: Tensor

  /// Creates an empty cache for N sequences.
  public init(sequenceCount: Int, capacity: Int, groupCount: Int, headSize: Int) {
    require(
      sequenceCount > 0 && capacity > 0 && groupCount > 0 && headSize > 0,
      """
      KeyValueCache: the numbers of sequences, tokens, groups and channels must be positive, not \(sequenceCount), \
      \(capacity), \(groupCount) and \(headSize)
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

  /// Removes all tokens.
  public func removeAll() {
    length = 0
    filledCount = sequenceCount
  }

  /// Removes all tokens but the first `length` of each sequence.
  public func truncate(to length: Int) {
    require(
      (0...self.length).contains(length),
      "KeyValueCache: truncate to \(length) tokens, of which there are \(self.length)")
    self.length = length
  }

  /// Removes the oldest tokens of each sequence, all but at least the last `count`.
  ///
  /// - Returns: the number of tokens removed, a multiple of sixteen.
  public func keepLast(_ count: Int) -> Int {
    let oldest = max(0, length - count) / 16 * 16
    Kernels.dropOldest(
      keys: keys.data, values: values.data, layout, sequenceCount: filledCount, count: oldest, length: length)
    length -= oldest
    return oldest
  }

  /// Copies the keys and values of the first sequence to all others.
  public func spreadFirstSequence() {
    filledCount = sequenceCount
    for sequence in 1..<sequenceCount { copySequence(from: 0, to: sequence) }
  }

  /// Copies the keys and values of one sequence to another, which loses its own.
  public func copySequence(from source: Int, to target: Int) {
    require(
      (0..<filledCount).contains(source) && (0..<filledCount).contains(target),
      "KeyValueCache: copy sequence \(source) to \(target); there are \(filledCount)")
    guard source != target else { return }
    Kernels.copySequence(
      keys: keys.data, values: values.data, layout, from: source, to: target, length: length)
  }

  /// The queries, keys or values of new tokens in memory; rows are `stride` floats apart.
  struct Rows {
    let start: UnsafeMutablePointer<Float>
    let stride: Int
  }

  /// Appends the keys and values of T new tokens to the first B sequences, then lets their queries attend.
  func attend(
    _ y: UnsafeMutablePointer<Float>, _ queries: Rows, keys newKeys: Rows, values newValues: Rows,
    _ shape: AttentionShape
  ) {
    let (B, T) = (shape.batchSize, shape.queryCount)
    require(
      shape.mask != .none,
      "attention: with a cache, the mask must be causal or a window, since later tokens are not there yet")
    require(
      shape.groupCount == groupCount && shape.headSize == headSize,
      """
      attention: \(shape.groupCount) groups of size \(shape.headSize) do not match a cache of \(groupCount) groups of \
      size \(headSize)
      """)
    require(B <= sequenceCount, "attention: \(B) sequences do not fit into a cache of \(sequenceCount)")
    require(
      B <= filledCount,
      """
      attention: only the first \(filledCount) sequences of the cache have its \(length) tokens, not \(B); \
      call spreadFirstSequence() to copy them to all
      """)
    require(
      length + T <= capacity,
      "attention: \(T) new tokens after \(length) do not fit into a cache with a capacity of \(capacity)")
    guard B > 0, T > 0 else { return }
    cachedAttention(
      y, queries.start, queryStride: queries.stride, newKeys.start, newValues.start, keyStride: newKeys.stride,
      keys: keys.data, values: values.data, layout, headCount: shape.headCount, mask: shape.mask,
      bias: shape.bias, NewTokens(sequenceCount: B, count: T, start: length))
    length += T
    filledCount = B
  }
}
