import Kernels
import Numerics

/// Attention of new tokens over the cached tokens and themselves: appends their keys and values to the cache, then lets
/// their queries attend to everything that the mask shows.
///
///     (B, T, H, D), (B, T, G, D), (B, T, G, D) -> (B, T, H, D)
///
/// The result of a token has the same bits whether tokens come one by one or together, alone or beside other sequences,
/// on any number of threads. There is no gradient: the cached keys and values belong to no graph.
///
/// - Parameters:
///   - queries: those of T new tokens for each of the cache's first B sequences.
///   - mask: causal or a window.
///   - bias: what is added to the scores before the softmax.
///   - cache: G groups of keys and values of size D, with room for T more tokens.
public func attention(
  _ queries: Tensor, _ keys: Tensor, _ values: Tensor, mask: AttentionMask, bias: AttentionBias = .none,
  cache: KeyValueCache
) -> Tensor {
  requireNoGradient(queries.requiresGradient || keys.requiresGradient || values.requiresGradient)
  var unused = RandomGenerator(seed: 0)
  let shape = AttentionShape(queries, keys, values, mask, bias, dropout: 0, using: &unused)
  require(
    shape.queryCount == shape.keyCount,
    "attention: with a cache, there must be as many queries as keys, not \(shape.queryCount) and \(shape.keyCount)")
  let y = Tensor(unfilled: queries.shape)
  cache.attend(
    y.data, .init(start: queries.data, stride: shape.width), keys: .init(start: keys.data, stride: shape.groupWidth),
    values: .init(start: values.data, stride: shape.groupWidth), shape)
  return y.unrecorded("attention", from: [queries, keys, values])
}

/// Self-attention of new tokens over the cached tokens and themselves, on the parts of one projection.
///
///     (B, T, (H + 2 G) D) -> (B, T, H D)
///
/// Equivalent to ``attention(_:_:_:mask:bias:cache:)``; the last axis of `qkv` holds the queries of all heads, then the keys
/// of all groups, then their values.
///
/// - Parameters:
///   - headCount: H.
///   - groupCount: G; H by default.
///   - bias: what is added to the scores before the softmax.
public func attention(
  qkv: Tensor, headCount: Int, groupCount: Int? = nil, mask: AttentionMask = .causal,
  bias: AttentionBias = .none, cache: KeyValueCache
) -> Tensor {
  requireNoGradient(qkv.requiresGradient)
  var unused = RandomGenerator(seed: 0)
  let shape = AttentionShape(
    qkv: qkv, headCount: headCount, groupCount: groupCount ?? headCount, mask, bias, dropout: 0,
    using: &unused)
  let y = Tensor(unfilled: qkv.shape.replacingLast(with: shape.width))
  let q = qkv.data, row = shape.width + 2 * shape.groupWidth
  cache.attend(
    y.data, .init(start: q, stride: row), keys: .init(start: q + shape.width, stride: row),
    values: .init(start: q + (shape.width + shape.groupWidth), stride: row), shape)
  return y.unrecorded("attention", from: [qkv])
}

private func requireNoGradient(_ isWanted: Bool) {
  require(
    !(isWanted && Tensor.isRecording),
    "attention: with a cache, there is no gradient; call it inside withoutGradients, or with detached tensors")
}
