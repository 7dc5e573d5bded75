import Kernels

/// Normalizes rows to mean 0 and variance 1, then scales and shifts them:
/// (x - mean) / sqrt(variance + epsilon) * weight + bias.
///
/// (..., C) -> (..., C); Ba, Kiros and Hinton 2016.
///
/// - Parameters:
///   - weight: (C).
///   - bias: (C), or nil.
///   - epsilon: at least 0.
public func layerNorm(_ x: Tensor, weight: Tensor, bias: Tensor? = nil, epsilon: Float = 1e-5) -> Tensor {
  let (rows, columns) = x.rowsAndColumns("layerNorm")
  require(
    weight.shape.isVector(of: columns),
    "layerNorm: x of shape \(x.shape) does not match a weight of shape \(weight.shape)")
  if let bias {
    require(
      bias.shape.isVector(of: columns),
      "layerNorm: bias of shape \(bias.shape) does not match a weight of shape \(weight.shape)")
  }
  require(
    epsilon >= 0 && epsilon.isFinite, "layerNorm: epsilon must be a finite number of at least 0, not \(epsilon)")
  let y = Tensor(unfilled: x.shape)
  let isRecorded = Tensor.isRecorded(x, weight, bias)
  let means = isRecorded ? Tensor(unfilled: [rows]) : nil, rstds = isRecorded ? Tensor(unfilled: [rows]) : nil
  Kernels.layerNorm(
    y.data, means: means?.data, rstds: rstds?.data, x.data, weight: weight.data, bias: bias?.data, rows: rows,
    columns: columns, epsilon: epsilon)
  guard let means, let rstds else { return y.unrecorded("layerNorm", from: [x, weight, bias]) }
  return y.recorded("layerNorm", from: [x, weight, bias]) { dy, inputs in
    // If the residual stream has already left a gradient, the norm's gradient is added in the same pass.
    let dx = inputs.destination(0)
    layerNormBackward(
      dx: dx?.data, dweight: inputs.total(1), dbias: inputs.total(2), dy.data, x.data, weight: weight.data,
      means: means.data, rstds: rstds.data, rows: rows, columns: columns, accumulate: dx?.isAddedTo ?? false)
  }
}
