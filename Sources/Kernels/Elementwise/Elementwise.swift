import Numerics

/// The functions of one number that tensors support, besides the activations; see ``Activation``.
public enum Elementwise: String, CaseIterable, Sendable {
  case abs, sin, cos
  case exp, log, squareRoot, tanh, sigmoid
}

/// y = f(x) for `count` numbers; y may be x.
public func elementwise(
  _ function: Elementwise, _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, count: Int
) {
  switch function {
  case .abs: map(AbsoluteValue.self, y, x, count)
  case .sin: map(Sine.self, y, x, count)
  case .cos: map(Cosine.self, y, x, count)
  case .exp: map(Exponential.self, y, x, count)
  case .log: map(Logarithm.self, y, x, count)
  case .squareRoot: map(SquareRoot.self, y, x, count)
  case .tanh: map(HyperbolicTangent.self, y, x, count)
  case .sigmoid: map(Sigmoid.self, y, x, count)
  }
}

/// dx = f'(x) dy for `count` numbers; dx may be dy.
public func elementwiseBackward(
  _ function: Elementwise, _ dx: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>,
  _ x: UnsafePointer<Float>, count: Int
) {
  switch function {
  case .abs: map(Slope<AbsoluteValue>.self, dx, dy, x, count)
  case .sin: map(Slope<Sine>.self, dx, dy, x, count)
  case .cos: map(Slope<Cosine>.self, dx, dy, x, count)
  case .exp: map(Slope<Exponential>.self, dx, dy, x, count)
  case .log: map(Slope<Logarithm>.self, dx, dy, x, count)
  case .squareRoot: map(Slope<SquareRoot>.self, dx, dy, x, count)
  case .tanh: map(Slope<HyperbolicTangent>.self, dx, dy, x, count)
  case .sigmoid: map(Slope<Sigmoid>.self, dx, dy, x, count)
  }
}

/// An operation on one number, defined by its value `f` and its derivative `df`; two loops run all such operations.
///
/// It is a type, not a closure, so the compiler specializes the loop for each operation, without calls inside.
protocol LaneFunction {
  static func f(_ x: Lanes) -> Lanes
  static func df(_ x: Lanes) -> Lanes
  /// Returns both in one call, for functions that share work with their derivatives.
  static func valueAndSlope(_ x: Lanes) -> (value: Lanes, slope: Lanes)
}

extension LaneFunction {
  @inline(__always) static func valueAndSlope(_ x: Lanes) -> (value: Lanes, slope: Lanes) { (f(x), df(x)) }
}

private enum AbsoluteValue: LaneFunction {
  @inline(__always) static func f(_ x: Lanes) -> Lanes { x.replacing(with: Lanes.zero - x, where: x .<= 0) }
  @inline(__always) static func df(_ x: Lanes) -> Lanes {
    Lanes.zero.replacing(with: 1, where: x .> 0).replacing(with: -1, where: x .< 0)
  }
}

private enum Exponential: LaneFunction {
  @inline(__always) static func f(_ x: Lanes) -> Lanes { exp(x) }
  @inline(__always) static func df(_ x: Lanes) -> Lanes { exp(x) }
}

private enum Logarithm: LaneFunction {
  @inline(__always) static func f(_ x: Lanes) -> Lanes { log(x) }
  @inline(__always) static func df(_ x: Lanes) -> Lanes { 1 / x }
}

private enum SquareRoot: LaneFunction {
  @inline(__always) static func f(_ x: Lanes) -> Lanes { x.squareRoot() }
  @inline(__always) static func df(_ x: Lanes) -> Lanes { 0.5 / x.squareRoot() }
}

private enum HyperbolicTangent: LaneFunction {
  @inline(__always) static func f(_ x: Lanes) -> Lanes { tanh(x) }
  @inline(__always) static func df(_ x: Lanes) -> Lanes {
    let y = tanh(x)
    return 1 - y * y
  }
}

private enum Sigmoid: LaneFunction {
  @inline(__always) static func f(_ x: Lanes) -> Lanes { sigmoid(x) }
  @inline(__always) static func df(_ x: Lanes) -> Lanes {
    let y = sigmoid(x)
    return y * (1 - y)
  }
}

/// dx = dy f'(x), as an operation on two numbers.
enum Slope<Function: LaneFunction>: LanePairFunction {
  @inline(__always) static func f(_ dy: Lanes, _ x: Lanes) -> Lanes { dy * Function.df(x) }
}

/// An operation on two numbers.
protocol LanePairFunction {
  static func f(_ x: Lanes, _ y: Lanes) -> Lanes
}

/// The cost of an elementary function, in additions; this decides when threads pay off.
private let functionCost = 8

func map<Function: LaneFunction>(
  _ function: Function.Type, _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ count: Int
) {
  parallelLanes(count, work: count * functionCost) { start, count in
    let x = x + start, y = y + start
    forEachLanes(count) {
      store(Function.f(load(x + $0)), to: y + $0)
    } tail: {
      store(Function.f(load(x + $0, count: $1, filler: 1)), to: y + $0, count: $1)
    }
  }
}

/// z = f(x, y) for `count` pairs; z may be x or y.
func map<Function: LanePairFunction>(
  _ function: Function.Type, _ z: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>,
  _ y: UnsafePointer<Float>, _ count: Int
) {
  parallelLanes(count, work: count * functionCost) { start, count in
    let x = x + start, y = y + start, z = z + start
    forEachLanes(count) {
      store(Function.f(load(x + $0), load(y + $0)), to: z + $0)
    } tail: {
      let last = Function.f(load(x + $0, count: $1, filler: 1), load(y + $0, count: $1, filler: 1))
      store(last, to: z + $0, count: $1)
    }
  }
}

/// y = a x + y, for `count` numbers. Gradients accumulate this way.
public func addScaled(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, scale: Float = 1, count: Int
) {
  let factor = Lanes(repeating: scale)
  parallelLanes(count, work: count) { start, count in
    let x = x + start, y = y + start
    forEachLanes(count) {
      store(multiplyAdd(load(x + $0), factor, load(y + $0)), to: y + $0)
    } tail: {
      store(multiplyAdd(load(x + $0, count: $1), factor, load(y + $0, count: $1)), to: y + $0, count: $1)
    }
  }
}

/// y = a x, for `count` numbers; y may be x.
public func scale(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, by factor: Float, count: Int) {
  parallelLanes(count, work: count) { start, count in
    let x = x + start, y = y + start
    forEachLanes(count) {
      store(load(x + $0) * factor, to: y + $0)
    } tail: {
      store(load(x + $0, count: $1) * factor, to: y + $0, count: $1)
    }
  }
}

private enum Sine: LaneFunction {
  @inline(__always) static func f(_ x: Lanes) -> Lanes { sin(x) }
  @inline(__always) static func df(_ x: Lanes) -> Lanes { cos(x) }
}

private enum Cosine: LaneFunction {
  @inline(__always) static func f(_ x: Lanes) -> Lanes { cos(x) }
  @inline(__always) static func df(_ x: Lanes) -> Lanes { -sin(x) }
}
