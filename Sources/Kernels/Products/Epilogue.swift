import Numerics

/// An operation that follows a product and is applied to its finished sums before they are stored: adding a bias, an
/// activation, adding to the residual stream. Each would otherwise be another pass over memory.
///
/// Both products use the same epilogues: ``BlockedProduct`` applies them to a block that is still in the cache,
/// ``FewRowsProduct`` to sums in a register. An epilogue is a type, not a closure, so the compiler specializes the loop
/// for each.
protocol Epilogue {
  /// Returns the values to store in place of the sums of a strip. If the epilogue stores anything else, it stores it at
  /// the same positions of other matrices.
  func value(of sums: Lanes, in strip: Strip) -> Lanes
}

/// Up to sixteen neighboring elements in one row of a product.
struct Strip {
  let row: Int
  /// The column of the first element.
  let column: Int
  /// The number of elements: sixteen, or fewer at the end of a row.
  let count: Int

  /// Returns the offset of the strip in a matrix whose rows are `stride` floats apart.
  @inline(__always) func start(stride: Int) -> Int { row * stride + column }

  /// Loads the floats of the strip, starting at `p`; the other lanes are 0.
  @inline(__always) func load(_ p: UnsafePointer<Float>) -> Lanes {
    count == laneCount ? Kernels.load(p) : Kernels.load(p, count: count)
  }

  /// Stores the lanes of the strip, starting at `p`.
  @inline(__always) func store(_ lanes: Lanes, to p: UnsafeMutablePointer<Float>) {
    if count == laneCount { Kernels.store(lanes, to: p) } else { Kernels.store(lanes, to: p, count: count) }
  }

  /// Returns the sums plus the biases of the strip's columns, if there are biases.
  @inline(__always) func adding(_ bias: UnsafePointer<Float>?, to sums: Lanes) -> Lanes {
    guard let bias else { return sums }
    return sums + load(bias + column)
  }
}

extension Epilogue {
  /// Applies the epilogue to `count` neighboring sums in memory. The first is at `c`, and is element (row, column) of
  /// the product.
  @inline(__always)
  func apply(to c: UnsafeMutablePointer<Float>, row: Int, column: Int, count: Int) {
    forEachLanes(count) { i in
      store(value(of: load(c + i), in: Strip(row: row, column: column + i, count: laneCount)), to: c + i)
    } tail: { i, rest in
      let sums = load(c + i, count: rest)
      store(value(of: sums, in: Strip(row: row, column: column + i, count: rest)), to: c + i, count: rest)
    }
  }
}

/// Leaves the product unchanged.
struct NoEpilogue: Epilogue {
  @inline(__always) func value(of sums: Lanes, in strip: Strip) -> Lanes { sums }
}

/// sum + bias.
struct AddBias: Epilogue {
  let bias: UnsafePointer<Float>

  @inline(__always) func value(of sums: Lanes, in strip: Strip) -> Lanes { strip.adding(bias, to: sums) }
}

/// f(sum + bias).
struct Activate<Function: LaneFunction>: Epilogue {
  let bias: UnsafePointer<Float>?

  @inline(__always) func value(of sums: Lanes, in strip: Strip) -> Lanes { Function.f(strip.adding(bias, to: sums)) }
}

/// f(sum + bias), and also f'(sum + bias), which the backward pass multiplies by.
///
/// The value and the slope of an activation share most of their work, so the slope costs little more than storing it.
struct ActivateKeepingSlopes<Function: LaneFunction>: Epilogue {
  let bias: UnsafePointer<Float>?
  let slopes: UnsafeMutablePointer<Float>
  let stride: Int

  @inline(__always) func value(of sums: Lanes, in strip: Strip) -> Lanes {
    let (value, slope) = Function.valueAndSlope(strip.adding(bias, to: sums))
    strip.store(slope, to: slopes + strip.start(stride: stride))
    return value
  }
}

/// f(sum + bias) * factor, element by element: the gate of a gated feed-forward layer.
struct Gate<Function: LaneFunction>: Epilogue {
  let bias: UnsafePointer<Float>?
  let factors: UnsafePointer<Float>
  let stride: Int

  @inline(__always) func value(of sums: Lanes, in strip: Strip) -> Lanes {
    Function.f(strip.adding(bias, to: sums)) * strip.load(factors + strip.start(stride: stride))
  }
}

/// f(sum + bias) * factor, and also what its backward pass multiplies by: f(sum + bias) for the factor's gradient, and
/// f'(sum + bias) * factor, which replaces the factor, for the sum's.
struct GateKeepingSlopes<Function: LaneFunction>: Epilogue {
  let bias: UnsafePointer<Float>?
  let values, factors: UnsafeMutablePointer<Float>
  let stride: Int

  @inline(__always) func value(of sums: Lanes, in strip: Strip) -> Lanes {
    let start = strip.start(stride: stride)
    let (value, slope) = Function.valueAndSlope(strip.adding(bias, to: sums)), factor = strip.load(factors + start)
    strip.store(value, to: values + start)
    strip.store(slope * factor, to: factors + start)
    return value * factor
  }
}

/// sum * factor, element by element, and the products with other factors to another matrix. A gradient passes backward
/// through a gate this way.
struct MultiplyByTwo: Epilogue {
  let factors, otherFactors: UnsafePointer<Float>
  let others: UnsafeMutablePointer<Float>
  let stride: Int

  @inline(__always) func value(of sums: Lanes, in strip: Strip) -> Lanes {
    let start = strip.start(stride: stride)
    strip.store(sums * strip.load(otherFactors + start), to: others + start)
    return sums * strip.load(factors + start)
  }
}

/// sum * factor, element by element. A gradient passes backward through an activation this way.
struct Multiply: Epilogue {
  let factors: UnsafePointer<Float>
  let stride: Int

  @inline(__always) func value(of sums: Lanes, in strip: Strip) -> Lanes {
    sums * strip.load(factors + strip.start(stride: stride))
  }
}

/// residual + sum + bias.
struct AddToResidual: Epilogue {
  let residual: UnsafePointer<Float>
  let stride: Int
  let bias: UnsafePointer<Float>?

  @inline(__always) func value(of sums: Lanes, in strip: Strip) -> Lanes {
    strip.load(residual + strip.start(stride: stride)) + strip.adding(bias, to: sums)
  }
}

/// residual + dropout(sum + bias).
struct DropAndAddToResidual: Epilogue {
  let residual: UnsafePointer<Float>
  let stride: Int
  let bias: UnsafePointer<Float>?
  let mask: DropoutMask

  @inline(__always) func value(of sums: Lanes, in strip: Strip) -> Lanes {
    let start = strip.start(stride: stride)
    return multiplyAdd(strip.adding(bias, to: sums), mask.factors(start), strip.load(residual + start))
  }
}
