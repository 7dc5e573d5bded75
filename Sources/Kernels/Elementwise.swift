/// The functions of one number that tensors offer.
public enum Elementwise: String, CaseIterable, Sendable {
  case abs, sin, cos
  case exp, log, squareRoot, tanh, sigmoid, relu, silu
  /// x Phi(x), Phi being the normal distribution (Hendrycks and Gimpel 2016, section 2).
  case gelu
  /// GPT-2's approximation: x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))).
  case geluTanh
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
  case .relu: map(ReLU.self, y, x, count)
  case .silu: map(SiLU.self, y, x, count)
  case .gelu: map(GELU.self, y, x, count)
  case .geluTanh: map(GELUByTanh.self, y, x, count)
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
  case .relu: map(Slope<ReLU>.self, dx, dy, x, count)
  case .silu: map(Slope<SiLU>.self, dx, dy, x, count)
  case .gelu: map(Slope<GELU>.self, dx, dy, x, count)
  case .geluTanh: map(Slope<GELUByTanh>.self, dx, dy, x, count)
  }
}

/// An operation on single numbers is its `f` and its `df`; two loops run them all.
///
/// A type, not a closure: the compiler then makes a loop of its own for each, with nothing to call in it.
protocol LaneFunction {
  static func f(_ x: Lanes) -> Lanes
  static func df(_ x: Lanes) -> Lanes
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

private enum ReLU: LaneFunction {
  @inline(__always) static func f(_ x: Lanes) -> Lanes { x.replacing(with: 0, where: x .< 0) }
  @inline(__always) static func df(_ x: Lanes) -> Lanes { Lanes.zero.replacing(with: 1, where: x .> 0) }
}

private enum SiLU: LaneFunction {
  @inline(__always) static func f(_ x: Lanes) -> Lanes { x * sigmoid(x) }
  @inline(__always) static func df(_ x: Lanes) -> Lanes {
    let s = sigmoid(x)
    return s * (1 + x * (1 - s))
  }
}

enum GELU: LaneFunction {
  /// The function and its derivative, which share most of their work.
  @_transparent static func valueAndSlope(_ x: Lanes) -> (value: Lanes, slope: Lanes) {
    let (density, probability) = normalDistribution(x)
    return (x * probability, multiplyAdd(x, density, probability))
  }
  @inline(__always) static func f(_ x: Lanes) -> Lanes { valueAndSlope(x).value }
  @inline(__always) static func df(_ x: Lanes) -> Lanes { valueAndSlope(x).slope }
}

enum GELUByTanh: LaneFunction {
  /// The function and its derivative, which share the tangent of sqrt(2 / pi) (x + 0.044715 x^3).
  @_transparent static func valueAndSlope(_ x: Lanes) -> (value: Lanes, slope: Lanes) {
    let t = tanh(multiplyAdd(x * x * x, Lanes(repeating: 0.035_677_408), x * 0.797_884_56))
    let rise = multiplyAdd(x * x, Lanes(repeating: 0.107_032_225), Lanes(repeating: 0.797_884_56))
    return (x * 0.5 * (1 + t), 0.5 * (1 + t + x * (1 - t * t) * rise))
  }
  @inline(__always) static func f(_ x: Lanes) -> Lanes { valueAndSlope(x).value }
  @inline(__always) static func df(_ x: Lanes) -> Lanes { valueAndSlope(x).slope }
}

/// dx = dy f'(x), as an operation on two numbers.
private enum Slope<Function: LaneFunction>: LanePairFunction {
  @inline(__always) static func f(_ dy: Lanes, _ x: Lanes) -> Lanes { dy * Function.df(x) }
}

/// An operation on two numbers.
protocol LanePairFunction {
  static func f(_ x: Lanes, _ y: Lanes) -> Lanes
}

/// An elementary function costs about as much as this many additions; it decides when threads pay.
private let functionCost = 8

private func map<Function: LaneFunction>(
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

/// y = a x + y, for `count` numbers: how gradients accumulate.
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
