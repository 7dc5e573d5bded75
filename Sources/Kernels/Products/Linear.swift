// Linear maps over rows, and the operations that follow them in the same pass over the result.

/// The weight of a linear map, in one of the two forms that products read.
public enum LinearWeight {
  /// k x n, rearranged into panels: for many rows, which make the copy pay off.
  case packed(PackedMatrix)
  /// outputs x inputs, as it is stored: for few rows. A row of the result then has the same bits alone and together
  /// with others.
  case stored(UnsafePointer<Float>, outputs: Int, inputs: Int)

  /// n, the number of elements in a row of the result.
  var outputs: Int {
    switch self {
    case .packed(let matrix): matrix.n
    case .stored(_, let outputs, _): outputs
    }
  }
}

/// y = x W + bias.
///
/// - Parameters:
///   - y: rows x n; must not overlap x.
///   - x: rows x k.
///   - bias: n, or nil.
public func linear(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ weight: LinearWeight, bias: UnsafePointer<Float>?,
  rows: Int
) {
  let product = LinearProduct(y: y, x: x, weight: weight, rows: rows)
  if let bias {
    product.compute(then: AddBias(bias: bias))
  } else {
    product.compute(then: NoEpilogue())
  }
}

/// y = f(x W + bias), and the slopes f'(x W + bias), which the backward pass multiplies by.
///
/// - Parameters:
///   - y: rows x n; must not overlap x.
///   - slopes: rows x n, or nil if not needed, which saves half of the stores.
///   - x: rows x k.
///   - bias: n, or nil.
///   - activation: f.
public func linear(
  _ y: UnsafeMutablePointer<Float>, slopes: UnsafeMutablePointer<Float>?, _ x: UnsafePointer<Float>,
  _ weight: LinearWeight, bias: UnsafePointer<Float>?, then activation: Activation, rows: Int
) {
  let product = LinearProduct(y: y, x: x, weight: weight, rows: rows)
  activation.run(ActivatedLinear(product: product, bias: bias, slopes: slopes))
}

/// y = (x W) * factors, element by element. With an activation's slopes as factors, it is the gradient of the
/// activation's input.
///
/// - Parameters:
///   - y: rows x n; must not overlap x.
///   - x: rows x k.
///   - factors: rows x n.
public func linear(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ weight: LinearWeight,
  times factors: UnsafePointer<Float>, rows: Int
) {
  LinearProduct(y: y, x: x, weight: weight, rows: rows)
    .compute(then: Multiply(factors: factors, stride: weight.outputs))
}

/// y = residual + dropout(x W + bias).
///
/// - Parameters:
///   - y: rows x n; must not overlap x or the residual.
///   - x: rows x k.
///   - bias: n, or nil.
///   - residual: rows x n.
///   - rate: the fraction of elements that dropout zeroes; 0 turns dropout off.
///   - key: decides which elements; see ``dropout(_:_:count:rate:key:)``, which computes the gradient with the same
///     key.
public func linear(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ weight: LinearWeight, bias: UnsafePointer<Float>?,
  addedTo residual: UnsafePointer<Float>, dropout rate: Float, key: UInt64, rows: Int
) {
  let product = LinearProduct(y: y, x: x, weight: weight, rows: rows), stride = weight.outputs
  if rate > 0 {
    let mask = DropoutMask(key: key, rate: rate)
    product.compute(then: DropAndAddToResidual(residual: residual, stride: stride, bias: bias, mask: mask))
  } else {
    product.compute(then: AddToResidual(residual: residual, stride: stride, bias: bias))
  }
}

/// A linear map without its epilogue.
struct LinearProduct {
  let y: UnsafeMutablePointer<Float>
  let x: UnsafePointer<Float>
  let weight: LinearWeight
  let rows: Int

  @inline(__always)
  func compute(then epilogue: some Epilogue) {
    guard rows > 0, weight.outputs > 0 else { return }
    switch weight {
    case .packed(let matrix):
      BlockedProduct(packed: matrix, y, x, m: rows, accumulate: false, epilogue: epilogue)
        .compute(work: rows * matrix.n * matrix.k)
    case .stored(let weight, let outputs, let inputs):
      FewRowsProduct(
        y: y, x: x, weight: weight, rows: rows, inputs: inputs, outputs: outputs, epilogue: epilogue
      ).compute()
    }
  }
}

private struct ActivatedLinear: ActivationKernel {
  let product: LinearProduct
  let bias: UnsafePointer<Float>?
  let slopes: UnsafeMutablePointer<Float>?

  func run<Function: LaneFunction>(_ function: Function.Type) {
    if let slopes {
      product.compute(
        then: ActivateKeepingSlopes<Function>(bias: bias, slopes: slopes, stride: product.weight.outputs))
    } else {
      product.compute(then: Activate<Function>(bias: bias))
    }
  }
}
