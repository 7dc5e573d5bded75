import Kernels

// Arithmetic of two tensors, element by element. Shapes are compared from the last axis on; an axis that is missing or
// has size 1 is repeated (broadcasting). The gradient of a repeated operand is the sum over the repetitions.

extension Tensor {
  /// x + y; dx = dz and dy = dz.
  public static func + (x: Tensor, y: Tensor) -> Tensor {
    let z = combine(.add, x, y)
    guard isRecorded(x, y) else { return z.unrecorded("+", from: [x, y]) }
    return z.recorded("+", from: [x, y]) { [x = x.shape, y = y.shape] dz, inputs in
      inputs.add(dz.summed(to: x), to: 0)
      inputs.add(dz.summed(to: y), to: 1)
    }
  }

  /// x - y; dx = dz and dy = -dz.
  public static func - (x: Tensor, y: Tensor) -> Tensor {
    combine(.subtract, x, y).recorded("-", from: [x, y]) { [x = x.shape, y = y.shape] dz, inputs in
      inputs.add(dz.summed(to: x), to: 0)
      inputs.add((-dz).summed(to: y), to: 1)
    }
  }

  /// x * y, element by element; dx = dz y and dy = dz x.
  public static func * (x: Tensor, y: Tensor) -> Tensor {
    combine(.multiply, x, y).recorded("*", from: [x, y]) { dz, inputs in
      inputs.add((dz * y).summed(to: x.shape), to: 0)
      inputs.add((dz * x).summed(to: y.shape), to: 1)
    }
  }

  /// x / y; dx = dz / y and dy = -dz x / y^2.
  public static func / (x: Tensor, y: Tensor) -> Tensor {
    combine(.divide, x, y).recorded("/", from: [x, y]) { dz, inputs in
      inputs.add((dz / y).summed(to: x.shape), to: 0)
      inputs.add((-dz * x / (y * y)).summed(to: y.shape), to: 1)
    }
  }

  /// -x.
  public static prefix func - (x: Tensor) -> Tensor { x * -1 }

  /// x with a number added to each element.
  public static func + (x: Tensor, number: Float) -> Tensor { x + Tensor(number) }

  /// x with a number added to each element.
  public static func + (number: Float, x: Tensor) -> Tensor { Tensor(number) + x }

  /// x with a number subtracted from each element.
  public static func - (x: Tensor, number: Float) -> Tensor { x - Tensor(number) }

  /// A number minus each element of x.
  public static func - (number: Float, x: Tensor) -> Tensor { Tensor(number) - x }

  /// x with each element multiplied by a number.
  public static func * (x: Tensor, number: Float) -> Tensor {
    let y = Tensor(unfilled: x.shape)
    scale(y.data, x.data, by: number, count: x.count)
    return y.recorded("* \(number)", from: [x]) { dy, inputs in inputs.add(dy * number, to: 0) }
  }

  /// x with each element multiplied by a number.
  public static func * (number: Float, x: Tensor) -> Tensor { x * number }

  /// x with each element divided by a number.
  public static func / (x: Tensor, number: Float) -> Tensor { x / Tensor(number) }

  /// A number divided by each element.
  public static func / (number: Float, x: Tensor) -> Tensor { Tensor(number) / x }

  /// z = x op y, not recorded; either operand is repeated as needed.
  static func combine(_ operation: Arithmetic, _ x: Tensor, _ y: Tensor) -> Tensor {
    let result = Tensor(unfilled: x.shape.broadcast(with: y.shape, for: operation.rawValue))
    if result.count == 0 { return result }
    if x.count == result.count, y.count == result.count {
      broadcast(
        operation, result.data, x.data, y.data, shape: [result.count], xStrides: oneStep, yStrides: oneStep)
      return result
    }
    let merged = MergedAxes(
      result.shape.sizes, x.shape.strides(repeatedTo: result.shape), y.shape.strides(repeatedTo: result.shape))
    broadcast(
      operation, result.data, x.data, y.data, shape: merged.sizes, xStrides: merged.first, yStrides: merged.second)
    return result
  }

  /// The sum over the axes along which a tensor of shape `smaller` was repeated to this tensor's shape.
  func summed(to smaller: Shape) -> Tensor {
    if shape == smaller { return self }
    var result = self
    for axis in 0..<shape.rank {
      let mine = axis - (shape.rank - smaller.rank)
      if result.shape.sizes[axis] != 1 && (mine < 0 || smaller.sizes[mine] == 1) {
        result = result.sum(axis: axis, keepAxis: true)
      }
    }
    return result.reshaped(to: smaller)
  }
}

/// The strides of operands that are traversed element by element.
private let oneStep = [1]

/// The axes of two operands. Neighboring axes are merged if both operands step through memory in the same way, so inner
/// loops are long.
private struct MergedAxes {
  var sizes: [Int] = []
  var first: [Int] = []
  var second: [Int] = []

  init(_ allSizes: [Int], _ allFirst: [Int], _ allSecond: [Int]) {
    for (size, (a, b)) in zip(allSizes, zip(allFirst, allSecond)) where size != 1 {
      if let last = sizes.indices.last, first[last] == a * size, second[last] == b * size {
        sizes[last] *= size
        first[last] = a
        second[last] = b
      } else {
        sizes.append(size)
        first.append(a)
        second.append(b)
      }
    }
    if sizes.isEmpty { (sizes, first, second) = ([1], [1], [1]) }
  }
}
