/// What is done to a finished piece of a product's row while it is still in the cache: a bias, an activation, the residual
/// path. Each would otherwise be a pass over memory of its own.
///
/// A type, not a closure, so that the compiler makes a loop of its own for each.
protocol Finish {
  /// Works on `count` neighbouring elements of C, the first of which stands at (row, column) and at `c`.
  func apply(_ c: UnsafeMutablePointer<Float>, row: Int, column: Int, count: Int)
}

/// Leaves the product as it is.
struct NoFinish: Finish {
  @inline(__always)
  func apply(_ c: UnsafeMutablePointer<Float>, row: Int, column: Int, count: Int) {}
}

/// c + bias.
struct AddBias: Finish {
  let bias: UnsafePointer<Float>

  @inline(__always)
  func apply(_ c: UnsafeMutablePointer<Float>, row: Int, column: Int, count: Int) {
    let bias = bias + column
    forEachLanes(count) {
      store(load(c + $0) + load(bias + $0), to: c + $0)
    } tail: {
      store(load(c + $0, count: $1) + load(bias + $0, count: $1), to: c + $0, count: $1)
    }
  }
}

/// y = GELU(c + bias), and c = GELU's slope there.
///
/// Value and slope share their exponential and division, so the backward pass has only to multiply.
struct ApplyGELU: Finish {
  let y: UnsafeMutablePointer<Float>
  let stride: Int
  let bias: UnsafePointer<Float>?
  /// Whether GELU is the approximation by tanh.
  let byTanh: Bool

  @inline(__always)
  func apply(_ c: UnsafeMutablePointer<Float>, row: Int, column: Int, count: Int) {
    let y = y + (row * stride + column)
    forEachLanes(count) { i in
      let x = load(c + i) + (bias.map { load($0 + (column + i)) } ?? .zero)
      let (value, slope) = byTanh ? GELUByTanh.valueAndSlope(x) : GELU.valueAndSlope(x)
      store(value, to: y + i)
      store(slope, to: c + i)
    } tail: { i, rest in
      let x = load(c + i, count: rest) + (bias.map { load($0 + (column + i), count: rest) } ?? .zero)
      let (value, slope) = byTanh ? GELUByTanh.valueAndSlope(x) : GELU.valueAndSlope(x)
      store(value, to: y + i, count: rest)
      store(slope, to: c + i, count: rest)
    }
  }
}

/// c = c factor, element by element: how a gradient passes back through an activation.
struct Multiply: Finish {
  let factors: UnsafePointer<Float>
  let stride: Int

  @inline(__always)
  func apply(_ c: UnsafeMutablePointer<Float>, row: Int, column: Int, count: Int) {
    let factors = factors + (row * stride + column)
    forEachLanes(count) {
      store(load(c + $0) * load(factors + $0), to: c + $0)
    } tail: {
      store(load(c + $0, count: $1) * load(factors + $0, count: $1), to: c + $0, count: $1)
    }
  }
}

/// c = residual + dropout(c + bias).
struct AddToResidual: Finish {
  let residual: UnsafePointer<Float>
  let stride: Int
  let bias: UnsafePointer<Float>?
  let mask: DropoutMask?

  @inline(__always)
  func apply(_ c: UnsafeMutablePointer<Float>, row: Int, column: Int, count: Int) {
    let start = row * stride + column
    let residual = residual + start
    @inline(__always) func sum(_ c: Lanes, _ bias: Lanes, _ residual: Lanes, _ i: Int) -> Lanes {
      guard let mask else { return residual + (c + bias) }
      return multiplyAdd(c + bias, mask.factors(start + i), residual)
    }
    forEachLanes(count) { i in
      let b = bias.map { load($0 + (column + i)) } ?? .zero
      store(sum(load(c + i), b, load(residual + i), i), to: c + i)
    } tail: { i, rest in
      let b = bias.map { load($0 + (column + i), count: rest) } ?? .zero
      store(sum(load(c + i, count: rest), b, load(residual + i, count: rest), i), to: c + i, count: rest)
    }
  }
}
