import Kernels

/// An affine map of the last axis: y = x W^T + b, (..., in) -> (..., out).
///
/// dx = dy W, dW = dy^T x and db = the sum of dy over all rows; 2 in out FLOPs a row, and twice that backward.
///
/// - Parameters:
///   - weight: (out, in), as PyTorch and safetensors files keep it.
///   - bias: (out), or none.
public func linear(_ x: Tensor, weight: Tensor, bias: Tensor? = nil) -> Tensor {
  let map = LinearMap(x, weight, bias, "linear")
  let y = Tensor(unfilled: map.resultShape)
  Kernels.linear(y.data, x.data, weight.packed(transposed: true), bias: bias?.data, rows: map.rows)
  return y.recorded("linear", from: [x, weight, bias]) { dy, inputs in map.passBack(dy, to: inputs) }
}

/// residual + dropout(x W^T + b), (..., in) -> (..., out): a linear map that adds to the residual path, in one pass.
///
/// - Parameters:
///   - residual: (..., out); its gradient is dy.
///   - rate: the fraction that is dropped; only above 0 is the generator used.
public func linear(
  _ x: Tensor, weight: Tensor, bias: Tensor? = nil, addedTo residual: Tensor, dropout rate: Float,
  using generator: inout RandomGenerator
) -> Tensor {
  let map = LinearMap(x, weight, bias, "linear")
  let key = map.dropoutKey(addingTo: residual, rate, &generator)
  let y = Tensor(unfilled: map.resultShape)
  Kernels.linear(
    y.data, x.data, weight.packed(transposed: true), bias: bias?.data, addedTo: residual.data, dropout: rate, key: key,
    rows: map.rows)
  return y.recorded("linear-residual", from: [x, weight, bias, residual]) { dy, inputs in
    inputs.add(dy, to: 3)
    map.passBack(dropped(dy, rate: rate, key: key), to: inputs)
  }
}

/// What the linear operations have in common: their shapes, and the way back through the map.
struct LinearMap {
  let x, weight: Tensor
  let bias: Tensor?
  let rows: Int
  /// The operation's name, for messages.
  private let operation: String

  init(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?, _ operation: String) {
    require(
      x.shape.rank >= 1 && weight.shape.rank == 2 && x.shape[-1] == weight.shape[1],
      "\(operation): x of shape \(x.shape) does not go with a weight of shape \(weight.shape)")
    if let bias {
      require(
        bias.shape == [weight.shape[0]],
        "\(operation): bias of shape \(bias.shape) does not go with a weight of shape \(weight.shape)")
    }
    self.x = x
    self.weight = weight
    self.bias = bias
    self.operation = operation
    rows = x.shape.sizes.dropLast().reduce(1, *)
  }

  /// Checks what the result is added to and how much of it drops; gives the key that says which elements do.
  func dropoutKey(addingTo residual: Tensor, _ rate: Float, _ generator: inout RandomGenerator) -> UInt64 {
    require(
      residual.shape == resultShape,
      "\(operation): a result of shape \(resultShape) cannot be added to a residual of shape \(residual.shape)")
    require((0..<1).contains(rate), "\(operation): the dropout rate must be at least 0 and below 1, not \(rate)")
    return rate > 0 ? generator.next() : 0
  }

  var resultShape: Shape { Shape(x.shape.sizes.dropLast() + [weight.shape[0]]) }

  /// Gives x, weight and bias, the first three inputs, their gradients.
  func passBack(_ dy: Tensor, to inputs: InputGradients) {
    inputs.accumulate(into: 0) {
      matrixProduct($0, dy.data, weight.packed(transposed: false), m: rows, accumulate: $1)
    }
    passBackToWeights(dy, to: inputs, weight: 1, bias: 2)
  }

  /// Gives weight and bias their gradients.
  func passBackToWeights(_ dy: Tensor, to inputs: InputGradients, weight weightInput: Int, bias biasInput: Int) {
    let (out, width) = (weight.shape[0], weight.shape[1])
    inputs.accumulate(into: weightInput) {
      weightGradient($0, dy.data, x.data, rows: rows, m: out, n: width, accumulate: $1)
    }
    inputs.accumulate(into: biasInput) {
      Kernels.sum($0, dy.data, outer: 1, reduced: rows, inner: out, accumulate: $1)
    }
  }
}
