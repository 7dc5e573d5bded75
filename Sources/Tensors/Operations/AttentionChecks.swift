import Kernels
import Numerics

// Checks of the arguments of attention.

extension AttentionShape {
  /// Creates the shape of attention with separate queries, keys and values.
  init(
    _ queries: Tensor, _ keys: Tensor, _ values: Tensor, _ mask: AttentionMask, _ bias: AttentionBias,
    dropout rate: Float, using generator: inout RandomGenerator
  ) {
    let (q, k) = (queries.shape, keys.shape)
    require(
      q.rank == 4 && k.rank == 4 && k == values.shape && q[0] == k[0] && q[3] == k[3] && q[3] > 0 && q[2] > 0
        && k[2] > 0 && q[2] % k[2] == 0,
      """
      attention: queries of shape \(q) do not match keys of shape \(k) and values of shape \(values.shape); they must \
      be (B, T, H, D), (B, S, G, D) and (B, S, G, D), where G divides H
      """)
    requireMask(mask, bias)
    self.init(
      batchSize: q[0], headCount: q[2], groupCount: k[2], queryCount: q[1], keyCount: k[1], headSize: q[3], mask: mask,
      bias: bias, dropout: rate, key: dropoutKey(rate, &generator))
  }

  /// Creates the shape of attention on the parts of one projection.
  init(
    qkv: Tensor, headCount: Int, groupCount: Int, _ mask: AttentionMask, _ bias: AttentionBias,
    dropout rate: Float, using generator: inout RandomGenerator
  ) {
    require(
      headCount > 0 && groupCount > 0 && headCount % groupCount == 0,
      "attention: \(groupCount) groups of keys and values do not divide \(headCount) heads")
    let parts = headCount + 2 * groupCount
    require(
      qkv.shape.rank == 3 && qkv.shape[2] > 0 && qkv.shape[2] % parts == 0,
      """
      attention: shape \(qkv.shape) does not hold queries for \(headCount) heads, and keys and values for \
      \(groupCount); it must be (B, T, (\(headCount) + 2 * \(groupCount)) D)
      """)
    requireMask(mask, bias)
    let T = qkv.shape[1]
    self.init(
      batchSize: qkv.shape[0], headCount: headCount, groupCount: groupCount, queryCount: T, keyCount: T,
      headSize: qkv.shape[2] / parts, mask: mask, bias: bias, dropout: rate, key: dropoutKey(rate, &generator))
  }
}

private func requireMask(_ mask: AttentionMask, _ bias: AttentionBias) {
  require(
    bias == .none || mask != .none,
    "attention: linear biases need a mask that hides later keys, since the distance to these would be negative")
  guard case .window(let count) = mask else { return }
  require(count > 0, "attention: a window must hold at least one key, not \(count)")
}

/// Checks the dropout rate; returns the key that determines which weights are dropped.
private func dropoutKey(_ rate: Float, _ generator: inout RandomGenerator) -> UInt64 {
  require((0..<1).contains(rate), "attention: the dropout rate must be at least 0 and below 1, not \(rate)")
  return rate > 0 ? generator.next() : 0
}
