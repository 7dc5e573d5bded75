/// The functions of one number that tensors offer, each with its value and its derivative.
///
/// An operation is its `f` and its `df`; one loop runs them all.
public enum Elementwise: String, CaseIterable, Sendable {
  case exp, log, squareRoot, tanh, sigmoid, relu, silu
  /// x Phi(x), Phi being the normal distribution (Hendrycks and Gimpel 2016, section 2).
  case gelu
  /// GPT-2's approximation: x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))).
  case geluTanh

  @inline(__always)
  static func geluTanhArgument(_ x: Lanes) -> Lanes {
    multiplyAdd(x * x * x, Lanes(repeating: 0.035_677_408), x * 0.797_884_56)
  }
}

/// y = f(x) for `count` numbers; y may be x.
public func elementwise(
  _ function: Elementwise, _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, count: Int
) {
  switch function {
  case .exp: map(y, x, count) { exp($0) }
  case .log: map(y, x, count) { log($0) }
  case .squareRoot: map(y, x, count) { $0.squareRoot() }
  case .tanh: map(y, x, count) { tanh($0) }
  case .sigmoid: map(y, x, count) { sigmoid($0) }
  case .relu: map(y, x, count) { $0.replacing(with: 0, where: $0 .< 0) }
  case .silu: map(y, x, count) { $0 * sigmoid($0) }
  case .gelu: map(y, x, count) { $0 * normalDistribution($0).probability }
  case .geluTanh: map(y, x, count) { $0 * 0.5 * (1 + tanh(Elementwise.geluTanhArgument($0))) }
  }
}

/// dx = f'(x) dy for `count` numbers; dx may be dy.
public func elementwiseBackward(
  _ function: Elementwise, _ dx: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>,
  _ x: UnsafePointer<Float>, count: Int
) {
  switch function {
  case .exp: map(dx, dy, x, count) { $0 * exp($1) }
  case .log: map(dx, dy, x, count) { $0 / $1 }
  case .squareRoot: map(dx, dy, x, count) { $0 * 0.5 / $1.squareRoot() }
  case .tanh:
    map(dx, dy, x, count) { dy, x in
      let y = tanh(x)
      return dy * (1 - y * y)
    }
  case .sigmoid:
    map(dx, dy, x, count) { dy, x in
      let y = sigmoid(x)
      return dy * y * (1 - y)
    }
  case .relu: map(dx, dy, x, count) { dy, x in dy.replacing(with: 0, where: x .<= 0) }
  case .silu:
    map(dx, dy, x, count) { dy, x in
      let s = sigmoid(x)
      return dy * s * (1 + x * (1 - s))
    }
  case .gelu:
    map(dx, dy, x, count) { dy, x in
      let (density, probability) = normalDistribution(x)
      return dy * multiplyAdd(x, density, probability)
    }
  case .geluTanh:
    map(dx, dy, x, count) { dy, x in
      let t = tanh(Elementwise.geluTanhArgument(x))
      let slope = multiplyAdd(x * x, Lanes(repeating: 0.107_032_225), Lanes(repeating: 0.797_884_56))
      return dy * 0.5 * (1 + t + x * (1 - t * t) * slope)
    }
  }
}

/// y = a x + y, for `count` numbers: how gradients accumulate.
public func addScaled(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, scale: Float = 1, count: Int
) {
  map(y, y, x, count) { multiplyAdd($1, Lanes(repeating: scale), $0) }
}

/// y = a x, for `count` numbers; y may be x.
public func scale(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, by factor: Float, count: Int) {
  map(y, x, count) { $0 * factor }
}

/// An elementary function costs about as much as this many additions; it decides when threads pay.
private let functionCost = 8

@inline(__always)
private func map(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ count: Int, _ f: (Lanes) -> Lanes
) {
  let groups = (count + laneCount - 1) / laneCount
  parallel(groups, work: count * functionCost) { range in
    let start = range.lowerBound * laneCount
    forEachLanes(min(count, range.upperBound * laneCount) - start) { i in
      store(f(load(x + start + i)), to: y + start + i)
    } tail: { i, rest in
      store(f(load(x + start + i, count: rest, filler: 1)), to: y + start + i, count: rest)
    }
  }
}

@inline(__always)
func map(
  _ z: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int,
  _ f: (Lanes, Lanes) -> Lanes
) {
  let groups = (count + laneCount - 1) / laneCount
  parallel(groups, work: count * functionCost) { range in
    let start = range.lowerBound * laneCount
    forEachLanes(min(count, range.upperBound * laneCount) - start) { i in
      store(f(load(x + start + i), load(y + start + i)), to: z + start + i)
    } tail: { i, rest in
      let last = f(load(x + start + i, count: rest, filler: 1), load(y + start + i, count: rest, filler: 1))
      store(last, to: z + start + i, count: rest)
    }
  }
}
