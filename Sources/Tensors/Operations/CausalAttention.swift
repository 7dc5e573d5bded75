import Kernels

/// Self-attention in which each time step sees itself and those before it, all heads at once.
///
///     (B, T, 3 C) -> (B, T, C)
///
/// For each head: softmax(q k^T / sqrt(D)) v (Vaswani et al. 2017, equation 1), with D = C / H. The last axis of
/// `qkv` holds all queries, then all keys, then all values, head after head, as one projection makes them. Weights are
/// never stored: the backward pass makes them again, block by block.
///
/// - Parameters:
///   - headCount: H; must divide C.
///   - rate: the fraction of the weights that is dropped; only then is the generator used.
public func causalAttention(
  qkv: Tensor, headCount: Int, dropout rate: Float, using generator: inout RandomGenerator
) -> Tensor {
  require(
    qkv.shape.rank == 3 && headCount > 0 && qkv.shape[2] % (3 * headCount) == 0,
    "causalAttention: \(headCount) heads do not divide shape \(qkv.shape) into queries, keys and values")
  require((0..<1).contains(rate), "causalAttention: the rate must be at least 0 and below 1, not \(rate)")
  let (B, T, C) = (qkv.shape[0], qkv.shape[1], qkv.shape[2] / 3)
  let shape = AttentionShape(
    batchSize: B, headCount: headCount, length: T, headSize: C / headCount, dropout: rate,
    key: rate > 0 ? generator.next() : 0)
  let layout = HeadLayout(batch: T * 3 * C, head: C / headCount, time: 3 * C)
  let outLayout = HeadLayout(batch: T * C, head: C / headCount, time: C)
  let y = Tensor(unfilled: [B, T, C]), logSumExps = Tensor(unfilled: [B, headCount, T])
  let q = qkv.data
  Kernels.causalAttention(
    y.data, outLayout, logSumExps: logSumExps.data, q, q + C, q + 2 * C, layout, shape)
  let kept = y.detached()
  return y.recorded("causal-attention", from: [qkv]) { dy, inputs in
    let dqkv = Tensor(unfilled: qkv.shape)
    let q = qkv.data, dq = dqkv.data
    causalAttentionBackward(
      dq: dq, dk: dq + C, dv: dq + 2 * C, dy.data, kept.data, outLayout, logSumExps: logSumExps.data, q, q + C,
      q + 2 * C, layout, shape)
    inputs.add(dqkv, to: 0)
  }
}

/// Self-attention of separate heads: queries, keys and values of shape (B, H, T, D) -> (B, H, T, D).
///
/// The same operation as ``causalAttention(qkv:headCount:dropout:using:)``, for those who split the heads themselves.
public func causalAttention(queries: Tensor, keys: Tensor, values: Tensor) -> Tensor {
  require(
    queries.shape.rank == 4 && queries.shape == keys.shape && queries.shape == values.shape,
    "causalAttention: shapes \(queries.shape), \(keys.shape) and \(values.shape) must be one (B, H, T, D)")
  let (B, H, T, D) = (queries.shape[0], queries.shape[1], queries.shape[2], queries.shape[3])
  let shape = AttentionShape(batchSize: B, headCount: H, length: T, headSize: D, dropout: 0, key: 0)
  let layout = HeadLayout(batch: H * T * D, head: T * D, time: D)
  let y = Tensor(unfilled: queries.shape), logSumExps = Tensor(unfilled: [B, H, T])
  Kernels.causalAttention(
    y.data, layout, logSumExps: logSumExps.data, queries.data, keys.data, values.data, layout, shape)
  let kept = y.detached()
  return y.recorded("causal-attention", from: [queries, keys, values]) { dy, inputs in
    let dq = Tensor(unfilled: queries.shape), dk = Tensor(unfilled: keys.shape), dv = Tensor(unfilled: values.shape)
    causalAttentionBackward(
      dq: dq.data, dk: dk.data, dv: dv.data, dy.data, kept.data, layout, logSumExps: logSumExps.data, queries.data,
      keys.data, values.data, layout, shape)
    inputs.add(dq, to: 0)
    inputs.add(dk, to: 1)
    inputs.add(dv, to: 2)
  }
}
