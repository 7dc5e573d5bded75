import Kernels
import Numerics

/// The weights of the three linear maps of a gated feed-forward layer.
public struct GatedFeedForwardWeights {
  let gate, up, down: Tensor
  let gateBias, upBias, downBias: Tensor?

  /// Maps C -> F twice and back: `gate` and `up` are (F, C), `down` is (C, F), and the optional biases are (F), (F)
  /// and (C).
  public init(
    gate: Tensor, gateBias: Tensor? = nil, up: Tensor, upBias: Tensor? = nil, down: Tensor, downBias: Tensor? = nil
  ) {
    (self.gate, self.up, self.down) = (gate, up, down)
    (self.gateBias, self.upBias, self.downBias) = (gateBias, upBias, downBias)
  }
}

/// residual + dropout((f(x G^T + a) * (x U^T + b)) D^T + c), (..., C) -> (..., C): a feed-forward layer whose hidden
/// channels are multiplied by gates (Shazeer 2020). With f = SiLU it is called SwiGLU, with GELU GeGLU.
///
/// With g = x G^T + a, u = x U^T + b and h = f(g) * u: dD = dy^T h; dh = dy D; dg = dh f'(g) u; du = dh f(g);
/// dx = dg G + du U. The forward pass keeps f(g) and f'(g) u instead of g and u, and the product dy D is multiplied by
/// both in one pass.
///
/// - Parameters:
///   - activation: f.
///   - residual: (..., C); its gradient is dy.
///   - rate: the fraction of elements that dropout zeroes; the generator is used only if it is above 0.
public func gatedFeedForward(
  _ x: Tensor, _ weights: GatedFeedForwardWeights, _ activation: Activation = .silu, addedTo residual: Tensor,
  dropout rate: Float, using generator: inout RandomGenerator
) -> Tensor {
  let w = weights, name: StaticString = "gatedFeedForward"
  let size = LinearSize(x, w.up, w.upBias, name), gateSize = LinearSize(x, w.gate, w.gateBias, name)
  require(
    size.result == gateSize.result,
    "gatedFeedForward: a gate of shape \(w.gate.shape) does not match an up weight of shape \(w.up.shape)")
  let hidden = Tensor(unfilled: size.result), factors = Tensor(unfilled: size.result)
  let downSize = LinearSize(hidden, w.down, w.downBias, name), y = Tensor(unfilled: downSize.result)
  let key = downSize.dropoutKey(addingTo: residual, rate, &generator, name)
  guard
    Tensor.isRecorded(x, w.gate, w.gateBias, w.up, w.upBias, residual) || Tensor.isRecorded(w.down, w.downBias)
  else {
    Kernels.linear(factors.data, x.data, size.kernelWeight(w.up), bias: w.upBias?.data, rows: size.rows)
    withExtendedLifetime((hidden, factors)) {
      gatedLinear(
        hidden.data, x.data, size.kernelWeight(w.gate), bias: w.gateBias?.data, then: activation, times: factors.data,
        rows: size.rows)
      Kernels.linear(
        y.data, hidden.data, downSize.kernelWeight(w.down), bias: w.downBias?.data, addedTo: residual.data,
        dropout: rate, key: key, rows: downSize.rows)
    }
    return y.unrecorded(
      "gatedFeedForward", from: [x, w.gate, w.gateBias, w.up, w.upBias, residual, w.down, w.downBias])
  }

  let gate = LinearMap(x, w.gate, w.gateBias, rows: size.rows), up = LinearMap(x, w.up, w.upBias, rows: size.rows)
  let down = LinearMap(hidden, w.down, w.downBias, rows: downSize.rows)
  let values = Tensor(unfilled: size.result)
  Kernels.linear(factors.data, x.data, up.packedWeight, bias: up.bias?.data, rows: up.rows)
  gatedLinear(
    hidden.data, values: values.data, x.data, gate.packedWeight, bias: gate.bias?.data, then: activation,
    replacingFactors: factors.data, rows: gate.rows)
  Kernels.linear(
    y.data, hidden.data, down.packedWeight, bias: down.bias?.data, addedTo: residual.data, dropout: rate, key: key,
    rows: down.rows)
  let slopes = factors, inputs = [x, gate.weight, gate.bias, up.weight, up.bias, residual, down.weight, down.bias]
  return y.recorded("gatedFeedForward", from: inputs) { dy, inputs in
    inputs.add(dy, to: 5)
    let dy = dropped(dy, rate: rate, key: key)
    down.passBackToWeights(dy, to: inputs, weight: 6, bias: 7)
    let dgate = Tensor(unfilled: slopes.shape), dup = Tensor(unfilled: slopes.shape)
    gatedLinearBackward(
      dgate.data, dup.data, dy.data, .packed(down.weight.packed(transposed: false)), slopes: slopes.data,
      values: values.data, rows: down.rows)
    gate.passBack(dgate, to: inputs, weight: 1, bias: 2)
    up.passBack(dup, to: inputs, weight: 3, bias: 4)
  }
}
