import Numerics

/// The nonlinear functions between two linear maps.
///
/// To add one, write its case here and its `LaneFunction` below, and pair the two in `run`.
public enum Activation: String, Codable, CaseIterable, Sendable {
  /// x Phi(x), where Phi is the cumulative distribution function of the normal distribution (Hendrycks and Gimpel 2016,
  /// section 2).
  case gelu
  /// GELU as GPT-2 approximates it: x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))).
  case geluTanh = "gelu-tanh"
  /// max(0, x).
  case relu
  /// max(0, x)^2 (So et al. 2021, section 4).
  case reluSquared = "relu-squared"
  /// x sigmoid(x), also called swish (Hendrycks and Gimpel 2016, section 4; Ramachandran et al. 2017).
  case silu
}

/// y = f(x) for `count` numbers; y may be x.
public func elementwise(
  _ activation: Activation, _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, count: Int
) {
  activation.run(Map(y: y, x: x, count: count))
}

/// dx = f'(x) dy for `count` numbers; dx may be dy.
public func elementwiseBackward(
  _ activation: Activation, _ dx: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>,
  _ x: UnsafePointer<Float>, count: Int
) {
  activation.run(MapBackward(dx: dx, dy: dy, x: x, count: count))
}

/// A kernel that the compiler specializes for each activation.
protocol ActivationKernel {
  func run<Function: LaneFunction>(_ function: Function.Type)
}

extension Activation {
  /// Runs a kernel with this activation's function.
  @inline(__always)
  func run(_ kernel: some ActivationKernel) {
    switch self {
    case .gelu: kernel.run(GELU.self)
    case .geluTanh: kernel.run(GELUByTanh.self)
    case .relu: kernel.run(ReLU.self)
    case .reluSquared: kernel.run(ReLUSquared.self)
    case .silu: kernel.run(SiLU.self)
    }
  }
}

private struct Map: ActivationKernel {
  let y: UnsafeMutablePointer<Float>
  let x: UnsafePointer<Float>
  let count: Int

  func run<Function: LaneFunction>(_ function: Function.Type) { map(function, y, x, count) }
}

private struct MapBackward: ActivationKernel {
  let dx: UnsafeMutablePointer<Float>
  let dy, x: UnsafePointer<Float>
  let count: Int

  func run<Function: LaneFunction>(_ function: Function.Type) { map(Slope<Function>.self, dx, dy, x, count) }
}

private enum GELU: LaneFunction {
  @inline(__always) static func valueAndSlope(_ x: Lanes) -> (value: Lanes, slope: Lanes) {
    let (density, probability) = normalDistribution(x)
    return (x * probability, multiplyAdd(x, density, probability))
  }
  @inline(__always) static func f(_ x: Lanes) -> Lanes { valueAndSlope(x).value }
  @inline(__always) static func df(_ x: Lanes) -> Lanes { valueAndSlope(x).slope }
}

private enum GELUByTanh: LaneFunction {
  /// Value and slope both need the hyperbolic tangent of sqrt(2 / pi) (x + 0.044715 x^3).
  @inline(__always) static func valueAndSlope(_ x: Lanes) -> (value: Lanes, slope: Lanes) {
    let t = tanh(multiplyAdd(x * x * x, Lanes(repeating: 0.035_677_408), x * 0.797_884_56))
    let rise = multiplyAdd(x * x, Lanes(repeating: 0.107_032_225), Lanes(repeating: 0.797_884_56))
    return (x * 0.5 * (1 + t), 0.5 * (1 + t + x * (1 - t * t) * rise))
  }
  @inline(__always) static func f(_ x: Lanes) -> Lanes { valueAndSlope(x).value }
  @inline(__always) static func df(_ x: Lanes) -> Lanes { valueAndSlope(x).slope }
}

private enum ReLU: LaneFunction {
  @inline(__always) static func f(_ x: Lanes) -> Lanes { x.replacing(with: 0, where: x .< 0) }
  @inline(__always) static func df(_ x: Lanes) -> Lanes { Lanes.zero.replacing(with: 1, where: x .> 0) }
}

private enum ReLUSquared: LaneFunction {
  @inline(__always) static func f(_ x: Lanes) -> Lanes {
    let positive = x.replacing(with: 0, where: x .< 0)
    return positive * positive
  }
  @inline(__always) static func df(_ x: Lanes) -> Lanes {
    let positive = x.replacing(with: 0, where: x .< 0)
    return positive + positive
  }
}

private enum SiLU: LaneFunction {
  @inline(__always) static func valueAndSlope(_ x: Lanes) -> (value: Lanes, slope: Lanes) {
    let s = sigmoid(x)
    return (x * s, s * (1 + x * (1 - s)))
  }
  @inline(__always) static func f(_ x: Lanes) -> Lanes { valueAndSlope(x).value }
  @inline(__always) static func df(_ x: Lanes) -> Lanes { valueAndSlope(x).slope }
}
