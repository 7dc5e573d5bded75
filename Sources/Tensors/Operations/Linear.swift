import Kernels
import Numerics

/// The maximum number of rows for which a linear map that is not recorded reads its weight as it is stored.
///
/// With so few rows, reading the weight takes most of the time, and rearranging it first would take several times as
/// long. A row of the result then has the same bits alone or beside others. A decoder that reads at most this many
/// tokens at a time therefore computes the same bits however many it reads together.
public let fewRows = 64

/// An affine map of the last axis: y = x W^T + b, (..., in) -> (..., out).
///
/// dx = dy W, dW = dy^T x, and db is the sum of dy over all rows. The forward pass takes 2 in out FLOPs per row, and
/// the backward pass twice that.
///
/// - Parameters:
///   - weight: (out, in), as in PyTorch and safetensors files.
///   - bias: (out), or nil.
public func linear(_ x: Tensor, weight: Tensor, bias: Tensor? = nil) -> Tensor {
  let size = LinearSize(x, weight, bias, "linear"), y = Tensor(unfilled: size.result)
  guard Tensor.isRecorded(x, weight, bias) else {
    Kernels.linear(y.data, x.data, size.kernelWeight(weight), bias: bias?.data, rows: size.rows)
    return y.unrecorded("linear", from: [x, weight, bias])
  }
  let map = LinearMap(x, weight, bias, rows: size.rows)
  Kernels.linear(y.data, x.data, map.packedWeight, bias: bias?.data, rows: size.rows)
  return y.recorded("linear", from: [x, weight, bias]) { dy, inputs in map.passBack(dy, to: inputs) }
}

/// residual + dropout(x W^T + b), (..., in) -> (..., out): a linear map that adds to the residual stream, in one pass.
///
/// - Parameters:
///   - residual: (..., out); its gradient is dy.
///   - rate: the fraction of elements that dropout zeroes; the generator is used only if it is above 0.
public func linear(
  _ x: Tensor, weight: Tensor, bias: Tensor? = nil, addedTo residual: Tensor, dropout rate: Float,
  using generator: inout RandomGenerator
) -> Tensor {
  let size = LinearSize(x, weight, bias, "linear"), y = Tensor(unfilled: size.result)
  let key = size.dropoutKey(addingTo: residual, rate, &generator, "linear")
  guard Tensor.isRecorded(x, weight, bias, residual) else {
    Kernels.linear(
      y.data, x.data, size.kernelWeight(weight), bias: bias?.data, addedTo: residual.data, dropout: rate, key: key,
      rows: size.rows)
    return y.unrecorded("linear(addedTo:)", from: [x, weight, bias, residual])
  }
  let map = LinearMap(x, weight, bias, rows: size.rows)
  Kernels.linear(
    y.data, x.data, map.packedWeight, bias: bias?.data, addedTo: residual.data, dropout: rate, key: key,
    rows: size.rows)
  return y.recorded("linear(addedTo:)", from: [x, weight, bias, residual]) { dy, inputs in
    inputs.add(dy, to: 3)
    map.passBack(dropped(dy, rate: rate, key: key), to: inputs)
  }
}

/// The sizes that follow from the shapes of a linear map.
struct LinearSize {
  let rows: Int
  let result: Shape

  /// Checks that x, weight and bias are compatible.
  init(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?, _ operation: StaticString) {
    require(
      x.shape.rank >= 1 && weight.shape.rank == 2 && x.shape[-1] == weight.shape[1],
      "\(operation): x of shape \(x.shape) does not match a weight of shape \(weight.shape)")
    if let bias {
      require(
        bias.shape.isVector(of: weight.shape[0]),
        "\(operation): bias of shape \(bias.shape) does not match a weight of shape \(weight.shape)")
    }
    rows = x.shape.split(at: x.shape.rank - 1).outer
    result = x.shape.replacingLast(with: weight.shape[0])
  }

  /// The weight in the form that suits the number of rows, for maps that are not recorded.
  func kernelWeight(_ weight: Tensor) -> LinearWeight {
    rows <= fewRows
      ? .stored(weight.data, outputs: weight.shape[0], inputs: weight.shape[1])
      : .packed(weight.packed(transposed: true))
  }

  /// Checks the shape of the residual and the dropout rate; returns the key that determines which elements are dropped.
  func dropoutKey(
    addingTo residual: Tensor, _ rate: Float, _ generator: inout RandomGenerator, _ operation: StaticString
  ) -> UInt64 {
    require(
      residual.shape == result,
      "\(operation): a result of shape \(result) cannot be added to a residual of shape \(residual.shape)")
    require((0..<1).contains(rate), "\(operation): the dropout rate must be at least 0 and below 1, not \(rate)")
    return rate > 0 ? generator.next() : 0
  }
}

/// A linear map that is recorded, and its backward pass.
struct LinearMap {
  let x, weight: Tensor
  let bias: Tensor?
  let rows: Int

  init(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?, rows: Int) {
    (self.x, self.weight, self.bias, self.rows) = (x, weight, bias, rows)
  }

  /// The weight for the forward product. Recorded maps always use the packed form, so the order of sums in training
  /// does not depend on the batch size.
  var packedWeight: LinearWeight { .packed(weight.packed(transposed: true)) }

  /// Adds the gradients of x, weight and bias; by default, these are the first three inputs.
  func passBack(_ dy: Tensor, to inputs: InputGradients, weight: Int = 1, bias: Int = 2) {
    inputs.accumulate(into: 0) {
      matrixProduct($0, dy.data, self.weight.packed(transposed: false), m: rows, accumulate: $1)
    }
    passBackToWeights(dy, to: inputs, weight: weight, bias: bias)
  }

  /// Adds the gradients of weight and bias.
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
