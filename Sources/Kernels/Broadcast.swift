/// The arithmetic of two numbers that tensors offer.
public enum Arithmetic: String, Sendable {
  case add, subtract, multiply, divide
}

/// z = x op y, with either operand repeated along some axes.
///
/// - Parameters:
///   - shape: the result's size along each axis; neighbouring axes are best merged where both operands allow it.
///   - xStrides: how far apart x's elements are along each axis, 0 where it repeats; along the last axis 0 or 1.
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
  if shape.count == 1, xStrides[0] == 1, yStrides[0] == 1 { return map(function, z, x, y, shape[0]) }
  let inner = shape.last ?? 1
  let rows = shape.dropLast().reduce(1, *)
  let xStep = xStrides.last ?? 0, yStep = yStrides.last ?? 0
  parallel(rows, work: rows * inner) { range in
    for row in range {
      let x = x + offset(row, shape, xStrides), y = y + offset(row, shape, yStrides), z = z + row * inner
      // A repeated operand is one value in all lanes.
      @inline(__always) func value(_ p: UnsafePointer<Float>, _ step: Int, _ i: Int) -> Lanes {
        step == 0 ? Lanes(repeating: p[0]) : load(p + i)
      }
      @inline(__always) func value(_ p: UnsafePointer<Float>, _ step: Int, _ i: Int, _ rest: Int) -> Lanes {
        step == 0 ? Lanes(repeating: p[0]) : load(p + i, count: rest, filler: 1)
      }
      forEachLanes(inner) { i in
        store(Function.f(value(x, xStep, i), value(y, yStep, i)), to: z + i)
      } tail: { i, rest in
        store(Function.f(value(x, xStep, i, rest), value(y, yStep, i, rest)), to: z + i, count: rest)
      }
    }
  }
}

/// Where the given row of the result begins in an operand: the row's number, written in the digits of the shape.
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

/// Copies elements into a contiguous array in another order: transposing, slicing and repeating are all this.
///
/// - Parameters:
///   - y: contiguous, of the given shape.
///   - shape: the result's size along each axis.
///   - strides: how far apart in x the elements are along each axis of the result.
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
