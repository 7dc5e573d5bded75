// The gate of a gated feed-forward layer, f(x W + bias) * factors, in the same pass as its product.

/// y = f(x W + bias) * factors, element by element.
///
/// - Parameters:
///   - y: rows x n; must not overlap x or the factors.
///   - x: rows x k.
///   - bias: n, or nil.
///   - activation: f.
///   - factors: rows x n.
public func gatedLinear(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ weight: LinearWeight, bias: UnsafePointer<Float>?,
  then activation: Activation, times factors: UnsafePointer<Float>, rows: Int
) {
  activation.run(
    Gated(product: LinearProduct(y: y, x: x, weight: weight, rows: rows), bias: bias, factors: factors))
}

/// y = f(x W + bias) * factors, and what ``gatedLinearBackward(_:_:_:_:slopes:values:rows:)`` multiplies by.
///
/// - Parameters:
///   - values: rows x n; set to f(x W + bias).
///   - factors: rows x n; overwritten with f'(x W + bias) * factors.
public func gatedLinear(
  _ y: UnsafeMutablePointer<Float>, values: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>,
  _ weight: LinearWeight, bias: UnsafePointer<Float>?, then activation: Activation,
  replacingFactors factors: UnsafeMutablePointer<Float>, rows: Int
) {
  activation.run(
    GatedKeepingSlopes(
      product: LinearProduct(y: y, x: x, weight: weight, rows: rows), bias: bias, values: values, factors: factors))
}

/// dgate = (dy W) * slopes and dfactors = (dy W) * values, element by element: the gradients of a gate's sum x W + bias
/// and of its factors, where W is the weight of the map that follows the gate.
///
/// - Parameters:
///   - dgate: rows x n, like `dfactors`, `slopes` and `values`; no two may overlap.
///   - dy: rows x k.
///   - slopes, values: as left by the forward pass.
public func gatedLinearBackward(
  _ dgate: UnsafeMutablePointer<Float>, _ dfactors: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>,
  _ weight: LinearWeight, slopes: UnsafePointer<Float>, values: UnsafePointer<Float>, rows: Int
) {
  LinearProduct(y: dgate, x: dy, weight: weight, rows: rows)
    .compute(
      then: MultiplyByTwo(factors: slopes, otherFactors: values, others: dfactors, stride: weight.outputs))
}

private struct Gated: ActivationKernel {
  let product: LinearProduct
  let bias: UnsafePointer<Float>?
  let factors: UnsafePointer<Float>

  func run<Function: LaneFunction>(_ function: Function.Type) {
    product.compute(then: Gate<Function>(bias: bias, factors: factors, stride: product.weight.outputs))
  }
}

private struct GatedKeepingSlopes: ActivationKernel {
  let product: LinearProduct
  let bias: UnsafePointer<Float>?
  let values, factors: UnsafeMutablePointer<Float>

  func run<Function: LaneFunction>(_ function: Function.Type) {
    product.compute(
      then: GateKeepingSlopes<Function>(
        bias: bias, values: values, factors: factors, stride: product.weight.outputs))
  }
}
