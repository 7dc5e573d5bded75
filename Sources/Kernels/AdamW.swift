/// One step of AdamW for one parameter (Loshchilov and Hutter 2019, algorithm 2).
///
///     w = w (1 - rate decay)
///     m = m + (1 - beta1) (g - m)
///     v = v + (1 - beta2) (g^2 - v)
///     w = w - rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
///
/// The moments are written so that 1 - beta2 = 0.001 is what gets rounded: 1 - Float(0.999) is off by 1e-5.
///
/// One pass: 16 bytes read and 12 written for each weight.
public struct AdamWStep {
  let decayFactor, firstShare, secondShare, firstScale, secondScale, epsilon, gradientScale: Float

  /// The figures of one step, shared by all parameters with the same decay.
  ///
  /// - Parameters:
  ///   - step: t, from 1 on.
  ///   - gradientScale: what gradients are multiplied by first; clipping sets it.
  public init(
    step: Int, learningRate: Double, weightDecay: Double, beta1: Double, beta2: Double, epsilon: Double,
    gradientScale: Double
  ) {
    decayFactor = Float(1 - learningRate * weightDecay)
    firstShare = Float(1 - beta1)
    secondShare = Float(1 - beta2)
    firstScale = Float(learningRate / (1 - power(beta1, step)))
    secondScale = Float(1 / (1 - power(beta2, step)).squareRoot())
    self.epsilon = Float(epsilon)
    self.gradientScale = Float(gradientScale)
  }
}

/// x to a whole power by repeated squaring: the C library's `pow` may differ between machines.
private func power(_ x: Double, _ exponent: Int) -> Double {
  var (result, square, rest) = (1.0, x, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}

/// Updates `count` weights and their two moments.
public func adamW(
  weights: UnsafeMutablePointer<Float>, firstMoments: UnsafeMutablePointer<Float>,
  secondMoments: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>, count: Int, _ step: AdamWStep
) {
  @inline(__always) func update(_ w: Lanes, _ m: inout Lanes, _ v: inout Lanes, _ gradient: Lanes) -> Lanes {
    let g = gradient * step.gradientScale
    m = multiplyAdd(g - m, Lanes(repeating: step.firstShare), m)
    v = multiplyAdd(g * g - v, Lanes(repeating: step.secondShare), v)
    return w * step.decayFactor - m * step.firstScale / (v.squareRoot() * step.secondScale + step.epsilon)
  }
  parallelLanes(count, work: count * 4) { start, count in
    let (w, m, v, g) = (weights + start, firstMoments + start, secondMoments + start, gradients + start)
    forEachLanes(count) { i in
      var first = load(m + i), second = load(v + i)
      store(update(load(w + i), &first, &second, load(g + i)), to: w + i)
      store(first, to: m + i)
      store(second, to: v + i)
    } tail: { i, rest in
      var first = load(m + i, count: rest), second = load(v + i, count: rest)
      store(update(load(w + i, count: rest), &first, &second, load(g + i, count: rest)), to: w + i, count: rest)
      store(first, to: m + i, count: rest)
      store(second, to: v + i, count: rest)
    }
  }
}
