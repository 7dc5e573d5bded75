import Kernels
import Numerics

/// The weights of the two linear maps of a feed-forward layer.
public struct FeedForwardWeights {
  let up, down: Tensor
  let upBias, downBias: Tensor?

  /// Maps C -> F and back: `up` is (F, C), `down` is (C, F), and the optional biases are (F) and (C).
  public init(up: Tensor, upBias: Tensor? = nil, down: Tensor, downBias: Tensor? = nil) {
    self.up = up
    self.upBias = upBias
    self.down = down
    self.downBias = downBias
  }
}

/// residual + dropout(f(x U^T + a) D^T + b), (..., C) -> (..., C): a feed-forward layer that adds to the residual
/// stream.
///
/// With h = f(u): dD = dy^T h; du = (dy D) f'(u); dU = du^T x; dx = du U. An activation's value and slope share most of
/// their work, so the slope is kept for the backward pass instead of u, and the product dy D is multiplied by it in the
/// same pass.
///
/// - Parameters:
///   - activation: f.
///   - residual: (..., C); its gradient is dy.
///   - rate: the fraction of elements that dropout zeroes; the generator is used only if it is above 0.
public func feedForward(
  _ x: Tensor, _ weights: FeedForwardWeights, _ activation: Activation = .gelu, addedTo residual: Tensor,
  dropout rate: Float, using generator: inout RandomGenerator
) -> Tensor {
  let w = weights
  let upSize = LinearSize(x, w.up, w.upBias, "feedForward"), hidden = Tensor(unfilled: upSize.result)
  let downSize = LinearSize(hidden, w.down, w.downBias, "feedForward"), y = Tensor(unfilled: downSize.result)
  let key = downSize.dropoutKey(addingTo: residual, rate, &generator, "feedForward")
  guard Tensor.isRecorded(x, w.up, w.upBias, residual, w.down, w.downBias) else {
    Kernels.linear(
      hidden.data, slopes: nil, x.data, upSize.kernelWeight(w.up), bias: w.upBias?.data, then: activation,
      rows: upSize.rows)
    // Without a pullback, nothing else keeps the hidden tensor's memory alive.
    withExtendedLifetime(hidden) {
      Kernels.linear(
        y.data, hidden.data, downSize.kernelWeight(w.down), bias: w.downBias?.data, addedTo: residual.data,
        dropout: rate, key: key, rows: downSize.rows)
    }
    return y.unrecorded("feedForward", from: [x, w.up, w.upBias, residual, w.down, w.downBias])
  }

  let up = LinearMap(x, w.up, w.upBias, rows: upSize.rows)
  let down = LinearMap(hidden, w.down, w.downBias, rows: downSize.rows)
  let slopes = Tensor(unfilled: upSize.result)
  Kernels.linear(
    hidden.data, slopes: slopes.data, x.data, up.packedWeight, bias: up.bias?.data, then: activation, rows: up.rows)
  Kernels.linear(
    y.data, hidden.data, down.packedWeight, bias: down.bias?.data, addedTo: residual.data, dropout: rate, key: key,
    rows: down.rows)
  let inputs = [x, up.weight, up.bias, residual, down.weight, down.bias]
  return y.recorded("feedForward", from: inputs) { dy, inputs in
    inputs.add(dy, to: 3)
    let dy = dropped(dy, rate: rate, key: key)
    down.passBackToWeights(dy, to: inputs, weight: 4, bias: 5)
    let du = Tensor(unfilled: slopes.shape)
    Kernels.linear(
      du.data, dy.data, .packed(down.weight.packed(transposed: false)), times: slopes.data, rows: down.rows)
    up.passBack(du, to: inputs)
  }
}
