import Kernels

/// Squeezes each number into a fixed range, then scales and shifts it: tanh(a x) * weight + bias.
///
/// (..., C) -> (..., C); Zhu et al. 2025, "Transformers without Normalization". It takes the place of a norm, but looks at
/// each number alone: no mean, no variance.
///
///     dynamicTanh(Tensor([2], [0, 9]), factor: .ones([1]), weight: .ones([2])).elements  // [0, 1.0]: tanh(0), tanh(9)
///
/// - Parameters:
///   - factor: (1), a.
///   - weight: (C).
///   - bias: (C), or nil for no shift.
public func dynamicTanh(_ x: Tensor, factor: Tensor, weight: Tensor, bias: Tensor? = nil) -> Tensor {
  let (rows, columns) = x.rowsAndColumns("dynamicTanh")
  require(factor.shape.isVector(of: 1), "dynamicTanh: the factor has shape \(factor.shape) and not (1)")
  for (name, vector) in [("a weight", weight), ("a bias", bias)] {
    guard let vector else { continue }
    require(
      vector.shape.isVector(of: columns),
      "dynamicTanh: x of shape \(x.shape) does not match \(name) of shape \(vector.shape)")
  }
  let y = Tensor(unfilled: x.shape), inputs = [x, factor, weight, bias]
  Kernels.dynamicTanh(
    y.data, x.data, factor: factor.data[0], weight: weight.data, bias: bias?.data, rows: rows, columns: columns)
  return y.recorded("dynamicTanh", from: inputs) { dy, inputs in
    // If the residual stream has already left a gradient, this one is added in the same pass.
    let dx = inputs.destination(0)
    dynamicTanhBackward(
      dx: dx?.data, dfactor: inputs.total(1), dweight: inputs.total(2), dbias: bias == nil ? nil : inputs.total(3),
      dy.data, x.data, factor: factor.data[0], weight: weight.data, rows: rows, columns: columns,
      accumulate: dx?.isAddedTo ?? false)
  }
}
