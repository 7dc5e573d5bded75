import Kernels

/// The weights of the two linear maps of a feed-forward layer.
public struct FeedForwardWeights {
  let up, down: Tensor
  let upBias, downBias: Tensor?

  /// Maps C -> F and back: `up` is (F, C), `down` (C, F), and the biases, if there are any, (F) and (C).
  public init(up: Tensor, upBias: Tensor? = nil, down: Tensor, downBias: Tensor? = nil) {
    self.up = up
    self.upBias = upBias
    self.down = down
    self.downBias = downBias
  }
}

/// residual + dropout(GELU(x U^T + a) D^T + b), (..., C) -> (..., C): a feed-forward layer that adds to the residual path.
///
/// With h = GELU(u): dD = dy^T h; du = (dy D) GELU'(u); dU = du^T x; dx = du U. GELU's value and slope have most of their
/// work in common, so the slope is kept for the backward pass instead of u, and du comes finished out of its product.
///
/// - Parameters:
///   - residual: (..., C); its gradient is dy.
///   - approximation: how GELU is computed.
///   - rate: the fraction that is dropped; only above 0 is the generator used.
public func feedForward(
  _ x: Tensor, _ weights: FeedForwardWeights, _ approximation: GELUApproximation = .exact, addedTo residual: Tensor,
  dropout rate: Float, using generator: inout RandomGenerator
) -> Tensor {
  let up = LinearMap(x, weights.up, weights.upBias, "feedForward")
  let hidden = Tensor(unfilled: up.resultShape), slopes = Tensor(unfilled: up.resultShape)
  Kernels.linearGELU(
    hidden.data, slopes: slopes.data, x.data, up.weight.packed(transposed: true), bias: up.bias?.data, rows: up.rows,
    byTanh: approximation == .tanh)

  let down = LinearMap(hidden, weights.down, weights.downBias, "feedForward")
  let key = down.dropoutKey(addingTo: residual, rate, &generator)
  let y = Tensor(unfilled: down.resultShape)
  Kernels.linear(
    y.data, hidden.data, down.weight.packed(transposed: true), bias: down.bias?.data, addedTo: residual.data,
    dropout: rate, key: key, rows: down.rows)

  let inputs = [x, up.weight, up.bias, residual, down.weight, down.bias]
  return y.recorded("feed-forward", from: inputs) { dy, inputs in
    inputs.add(dy, to: 3)
    let dy = dropped(dy, rate: rate, key: key)
    down.passBackToWeights(dy, to: inputs, weight: 4, bias: 5)
    let du = Tensor(unfilled: slopes.shape)
    Kernels.linear(
      du.data, dy.data, down.weight.packed(transposed: false), times: slopes.data, rows: down.rows)
    up.passBack(du, to: inputs)
  }
}
