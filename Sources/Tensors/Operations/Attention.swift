import Kernels
import Numerics

/// The keys that a query may attend to: all, those up to its own time step, or the last few of these.
public typealias AttentionMask = Kernels.AttentionMask

/// What is added to the scores of attention besides the mask: nothing, or linear biases (ALiBi).
public typealias AttentionBias = Kernels.AttentionBias

/// Attention: softmax(q k^T / sqrt(D), masked) v for every head (Vaswani et al. 2017, equation 1).
///
///     (B, T, H, D), (B, S, G, D), (B, S, G, D) -> (B, T, H, D)
///
/// G divides H: neighboring heads can share keys and values; head h uses those of group h / (H / G) (Ainslie et al.
/// 2023, section 2.2). A query that sees no key, such as the first T - S under a causal mask, has a result of zeros and
/// zero gradients. The weights are never stored: the backward pass recomputes them, block by block.
///
/// - Parameters:
///   - bias: what is added to the scores before the softmax; `.alibi` needs a mask that hides later keys.
///   - rate: the fraction of the weights that dropout zeroes; the generator is used only if it is above 0.
public func attention(
  _ queries: Tensor, _ keys: Tensor, _ values: Tensor, mask: AttentionMask, bias: AttentionBias = .none,
  dropout rate: Float, using generator: inout RandomGenerator
) -> Tensor {
  let shape = AttentionShape(queries, keys, values, mask, bias, dropout: rate, using: &generator)
  let layout = AttentionLayout.separate(shape)
  let isWanted = queries.requiresGradient || keys.requiresGradient || values.requiresGradient
  let y = Tensor(unfilled: queries.shape), totals = totals(shape, isGradientWanted: isWanted)
  Kernels.attention(y.data, totals.map(shape.totals), queries.data, keys.data, values.data, layout, shape)
  guard let totals else { return y.unrecorded("attention", from: [queries, keys, values]) }
  let kept = y.detached()
  return y.recorded("attention", from: [queries, keys, values]) { dy, inputs in
    let dq = Tensor(unfilled: queries.shape), dk = Tensor(unfilled: keys.shape), dv = Tensor(unfilled: values.shape)
    attentionBackward(
      dq: dq.data, dk: dk.data, dv: dv.data, dy.data, kept.data, shape.totals(totals), queries.data, keys.data,
      values.data, layout, shape)
    inputs.add(dq, to: 0)
    inputs.add(dk, to: 1)
    inputs.add(dv, to: 2)
  }
}

/// ``attention(_:_:_:mask:bias:dropout:using:)`` without dropout.
public func attention(
  _ queries: Tensor, _ keys: Tensor, _ values: Tensor, mask: AttentionMask, bias: AttentionBias = .none
) -> Tensor {
  var unused = RandomGenerator(seed: 0)
  return attention(queries, keys, values, mask: mask, bias: bias, dropout: 0, using: &unused)
}

/// Self-attention on the parts of one projection, which are read in place.
///
///     (B, T, (H + 2 G) D) -> (B, T, H D)
///
/// Equivalent to ``attention(_:_:_:mask:bias:dropout:using:)``; the last axis of `qkv` holds the queries of all heads, then
/// the keys of all groups, then their values.
///
/// - Parameters:
///   - headCount: H.
///   - groupCount: G; H by default.
///   - bias: what is added to the scores before the softmax; `.alibi` needs a mask that hides later keys.
///   - rate: the fraction of the weights that dropout zeroes; the generator is used only if it is above 0.
public func attention(
  qkv: Tensor, headCount: Int, groupCount: Int? = nil, mask: AttentionMask = .causal,
  bias: AttentionBias = .none, dropout rate: Float, using generator: inout RandomGenerator
) -> Tensor {
  let shape = AttentionShape(
    qkv: qkv, headCount: headCount, groupCount: groupCount ?? headCount, mask, bias, dropout: rate,
    using: &generator)
  let layout = AttentionLayout.joint(shape)
  let y = Tensor(unfilled: [shape.batchSize, shape.queryCount, shape.width])
  let totals = totals(shape, isGradientWanted: qkv.requiresGradient)
  let q = qkv.data, (keys, values) = (shape.width, shape.width + shape.groupWidth)
  Kernels.attention(y.data, totals.map(shape.totals), q, q + keys, q + values, layout, shape)
  guard let totals else { return y.unrecorded("attention", from: [qkv]) }
  let kept = y.detached()
  return y.recorded("attention", from: [qkv]) { dy, inputs in
    let dqkv = Tensor(unfilled: qkv.shape)
    let q = qkv.data, dq = dqkv.data
    attentionBackward(
      dq: dq, dk: dq + keys, dv: dq + values, dy.data, kept.data, shape.totals(totals), q, q + keys, q + values, layout,
      shape)
    inputs.add(dqkv, to: 0)
  }
}

/// ``attention(qkv:headCount:groupCount:mask:bias:dropout:using:)`` without dropout.
public func attention(
  qkv: Tensor, headCount: Int, groupCount: Int? = nil, mask: AttentionMask = .causal, bias: AttentionBias = .none
) -> Tensor {
  var unused = RandomGenerator(seed: 0)
  return attention(
    qkv: qkv, headCount: headCount, groupCount: groupCount, mask: mask, bias: bias, dropout: 0,
    using: &unused)
}

/// Memory for the results of the forward pass that the backward pass needs; nil if there will be no backward pass.
private func totals(_ shape: AttentionShape, isGradientWanted: Bool) -> Tensor? {
  guard isGradientWanted, Tensor.isRecording else { return nil }
  return Tensor(unfilled: [2, shape.batchSize, shape.headCount, shape.queryCount])
}

extension AttentionShape {
  /// The totals of all queries' scores, in the memory of a tensor.
  fileprivate func totals(_ memory: Tensor) -> SoftmaxTotals {
    SoftmaxTotals(memory.data, rows: batchSize * headCount * queryCount)
  }
}
