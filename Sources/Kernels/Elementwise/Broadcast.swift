import Numerics

/// The operations on two numbers that tensors support.
public enum Arithmetic: String, CaseIterable, Sendable {
  case add, subtract, multiply, divide
  /// The larger and the smaller of two; NaN if either is NaN.
  case maximum, minimum
  /// x to the power y.
  case power
  /// Comparisons: 1 if true, else 0. With NaN only `unequal` is true.
  case less, lessOrEqual, greater, greaterOrEqual, equal, unequal
}

/// z = x op y, where either operand can be repeated along some axes.
///
/// - Parameters:
///   - shape: the result's size along each axis; for speed, merge neighboring axes if both operands allow it.
///   - xStrides: the stride of x along each axis, 0 if x repeats along it; along the last axis 0 or 1.
///   - yStrides: the same for y.
public func broadcast(
  _ operation: Arithmetic, _ z: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>,
  shape: [Int], xStrides: [Int], yStrides: [Int]
) {
  switch operation {
  case .add: combine(Sum.self, z, x, y, shape, xStrides, yStrides)
  case .subtract: combine(Difference.self, z, x, y, shape, xStrides, yStrides)
  case .multiply: combine(Product.self, z, x, y, shape, xStrides, yStrides)
  case .divide: combine(Quotient.self, z, x, y, shape, xStrides, yStrides)
  case .maximum: combine(Larger.self, z, x, y, shape, xStrides, yStrides)
  case .minimum: combine(Smaller.self, z, x, y, shape, xStrides, yStrides)
  case .power: combine(Power.self, z, x, y, shape, xStrides, yStrides)
  case .less: combine(Less.self, z, x, y, shape, xStrides, yStrides)
  case .lessOrEqual: combine(LessOrEqual.self, z, x, y, shape, xStrides, yStrides)
  case .greater: combine(Less.self, z, y, x, shape, yStrides, xStrides)
  case .greaterOrEqual: combine(LessOrEqual.self, z, y, x, shape, yStrides, xStrides)
  case .equal: combine(Equal.self, z, x, y, shape, xStrides, yStrides)
  case .unequal: combine(Unequal.self, z, x, y, shape, xStrides, yStrides)
  }
}

private enum Sum: LanePairFunction {
  @inline(__always) static func f(_ x: Lanes, _ y: Lanes) -> Lanes { x + y }
}

private enum Difference: LanePairFunction {
  @inline(__always) static func f(_ x: Lanes, _ y: Lanes) -> Lanes { x - y }
}

private enum Product: LanePairFunction {
  @inline(__always) static func f(_ x: Lanes, _ y: Lanes) -> Lanes { x * y }
}

private enum Quotient: LanePairFunction {
  @inline(__always) static func f(_ x: Lanes, _ y: Lanes) -> Lanes { x / y }
}

private func combine<Function: LanePairFunction>(
  _ function: Function.Type, _ z: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>,
  _ y: UnsafePointer<Float>, _ shape: [Int], _ xStrides: [Int], _ yStrides: [Int]
) {
  let inner = shape.last ?? 1
  let rows = shape.dropLast().reduce(1, *)
  let xStep = xStrides.last ?? 0, yStep = yStrides.last ?? 0
  if rows == 1 {
    if xStep == 1, yStep == 1 { return map(function, z, x, y, inner) }
    parallelLanes(inner, work: inner) { start, count in
      combineRow(function, z + start, x + start * xStep, y + start * yStep, count, xStep, yStep)
    }
    return
  }
  parallel(rows, work: rows * inner) { range in
    for row in range {
      let x = x + offset(row, shape, xStrides), y = y + offset(row, shape, yStrides)
      combineRow(function, z + row * inner, x, y, inner, xStep, yStep)
    }
  }
}

/// One row of ``broadcast(_:_:_:_:shape:xStrides:yStrides:)``; steps are 0 or 1.
@inline(__always)
private func combineRow<Function: LanePairFunction>(
  _ function: Function.Type, _ z: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>,
  _ y: UnsafePointer<Float>, _ count: Int, _ xStep: Int, _ yStep: Int
) {
  // A repeated operand is one value in all lanes.
  @inline(__always) func value(_ p: UnsafePointer<Float>, _ step: Int, _ i: Int) -> Lanes {
    step == 0 ? Lanes(repeating: p[0]) : load(p + i)
  }
  @inline(__always) func value(_ p: UnsafePointer<Float>, _ step: Int, _ i: Int, _ rest: Int) -> Lanes {
    step == 0 ? Lanes(repeating: p[0]) : load(p + i, count: rest, filler: 1)
  }
  forEachLanes(count) { i in
    store(Function.f(value(x, xStep, i), value(y, yStep, i)), to: z + i)
  } tail: { i, rest in
    store(Function.f(value(x, xStep, i, rest), value(y, yStep, i, rest)), to: z + i, count: rest)
  }
}

/// Returns the offset in an operand at which the given row of the result begins. In mixed radix, with the sizes of the
/// shape as radices, the digits of the row's index are the indices along the axes.
@inline(__always)
func offset(_ row: Int, _ shape: [Int], _ strides: [Int]) -> Int {
  var rest = row
  var result = 0
  for axis in stride(from: shape.count - 2, through: 0, by: -1) {
    result += rest % shape[axis] * strides[axis]
    rest /= shape[axis]
  }
  return result
}

/// Copies elements into a contiguous array in another order. Transposing, slicing and repeating all work this way.
///
/// - Parameters:
///   - y: contiguous, of the given shape.
///   - shape: the result's size along each axis.
///   - strides: the stride in x along each axis of the result.
public func copyStrided(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, shape: [Int], strides: [Int]) {
  let inner = shape.last ?? 1
  let step = strides.last ?? 1
  let rows = shape.dropLast().reduce(1, *)
  parallel(rows, work: rows * inner) { range in
    for row in range {
      let source = x + offset(row, shape, strides), destination = y + row * inner
      if step == 1 {
        destination.update(from: source, count: inner)
      } else {
        for i in 0..<inner { destination[i] = source[i * step] }
      }
    }
  }
}

/// y[i] += x[i], for the elements of y that are `strides` apart along the axes of a contiguous x. This is the backward
/// pass of ``copyStrided(_:_:shape:strides:)``, provided that no two elements of x come from the same element of y.
public func addStrided(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, shape: [Int], strides: [Int]) {
  let inner = shape.last ?? 1
  let step = strides.last ?? 1
  let rows = shape.dropLast().reduce(1, *)
  parallel(rows, work: rows * inner) { range in
    for row in range {
      let destination = y + offset(row, shape, strides), source = x + row * inner
      if step == 1 {
        forEachLanes(inner) {
          store(load(destination + $0) + load(source + $0), to: destination + $0)
        } tail: {
          store(load(destination + $0, count: $1) + load(source + $0, count: $1), to: destination + $0, count: $1)
        }
      } else {
        for i in 0..<inner { destination[i * step] += source[i] }
      }
    }
  }
}
