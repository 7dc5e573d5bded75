// Linear maps over `rows` rows, with what follows them done while each block of the result is still in the cache. Weights
// come packed, `k` x `n`; biases may be missing.

/// y = x W + bias.
///
/// - Parameters:
///   - y: rows x n; x: rows x k; bias: n.
public func linear(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ weight: PackedMatrix, bias: UnsafePointer<Float>?,
  rows: Int
) {
  if let bias {
    run(y, x, weight, rows, AddBias(bias: bias))
  } else {
    run(y, x, weight, rows, NoFinish())
  }
}

/// y = GELU(x W + bias), and GELU's slopes there, by which the backward pass multiplies.
///
/// - Parameters:
///   - y: rows x n, like slopes; x: rows x k; bias: n.
///   - byTanh: whether GELU is the approximation by tanh.
public func linearGELU(
  _ y: UnsafeMutablePointer<Float>, slopes: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>,
  _ weight: PackedMatrix, bias: UnsafePointer<Float>?, rows: Int, byTanh: Bool
) {
  run(slopes, x, weight, rows, ApplyGELU(y: y, stride: weight.n, bias: bias, byTanh: byTanh))
}

/// y = (x W) factors, element by element: with GELU's slopes as factors, the gradient of what GELU was applied to.
///
/// - Parameters:
///   - y: rows x n, like factors; x: rows x k.
public func linear(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ weight: PackedMatrix,
  times factors: UnsafePointer<Float>, rows: Int
) {
  run(y, x, weight, rows, Multiply(factors: factors, stride: weight.n))
}

/// y = residual + dropout(x W + bias).
///
/// - Parameters:
///   - y: rows x n, like residual; x: rows x k; bias: n.
///   - rate: the fraction that is dropped; with 0 nothing is.
///   - key: which elements; see ``dropout(_:_:count:rate:key:)``, which with the same key gives the gradient.
public func linear(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ weight: PackedMatrix, bias: UnsafePointer<Float>?,
  addedTo residual: UnsafePointer<Float>, dropout rate: Float, key: UInt64, rows: Int
) {
  let mask = rate > 0 ? DropoutMask(key: key, rate: rate) : nil
  run(y, x, weight, rows, AddToResidual(residual: residual, stride: weight.n, bias: bias, mask: mask))
}

@inline(__always)
private func run(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ weight: PackedMatrix, _ rows: Int,
  _ finish: some Finish
) {
  guard rows > 0, weight.n > 0 else { return }
  BlockedProduct(packed: weight, y, x, m: rows, accumulate: false, finish: finish)
    .compute(work: rows * weight.n * weight.k)
}
