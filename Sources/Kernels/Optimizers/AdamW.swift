import Numerics

/// One step of AdamW for one parameter (Loshchilov and Hutter 2019, algorithm 2).
///
///     w = w (1 - rate decay)
///     m = m + (1 - beta1) (g - m)
///     v = v + (1 - beta2) (g^2 - v)
///     w = w - rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
///
/// The moments are written with 1 - beta, which is computed in double precision: 1 - Float(0.999) would have a relative
/// error of 1e-5.
///
/// It makes one pass, which reads 16 bytes and writes 12 bytes per weight.
public struct AdamWStep {
  let decayFactor, firstShare, secondShare, firstScale, secondScale, epsilon, gradientScale: Float

  /// Creates the constants of one step, shared by all parameters with the same weight decay.
  ///
  /// - Parameters:
  ///   - step: t, starting at 1.
  ///   - gradientScale: the factor that gradients are multiplied by first; gradient clipping sets it.
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

/// Returns x to an integer power, by repeated squaring: the C library's `pow` can differ between machines.
private func power(_ x: Double, _ exponent: Int) -> Double {
  var (result, square, rest) = (1.0, x, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}

/// One parameter as the optimizer sees it: four arrays of `count` floats.
public struct AdamWParameter {
  let weights, firstMoments, secondMoments: UnsafeMutablePointer<Float>
  let gradients: UnsafePointer<Float>
  let count: Int
  let step: AdamWStep

  /// Creates a parameter for the given step.
  public init(
    weights: UnsafeMutablePointer<Float>, firstMoments: UnsafeMutablePointer<Float>,
    secondMoments: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>, count: Int, _ step: AdamWStep
  ) {
    self.weights = weights
    self.firstMoments = firstMoments
    self.secondMoments = secondMoments
    self.gradients = gradients
    self.count = count
    self.step = step
  }
}

/// Updates all parameters in one pass. Threads split chunks of all of them, so a small parameter does not need a
/// parallel loop of its own.
public func adamW(_ parameters: [AdamWParameter]) {
  forEachChunk(parameters.map(\.count), cost: 4) { index, start, count, _ in
    let p = parameters[index]
    update(p.weights + start, p.firstMoments + start, p.secondMoments + start, p.gradients + start, count, p.step)
  }
}

@inline(__always)
private func update(
  _ w: UnsafeMutablePointer<Float>, _ m: UnsafeMutablePointer<Float>, _ v: UnsafeMutablePointer<Float>,
  _ g: UnsafePointer<Float>, _ count: Int, _ step: AdamWStep
) {
  forEachLanes(count) { i in
    var first = load(m + i), second = load(v + i)
    store(step.update(load(w + i), &first, &second, load(g + i)), to: w + i)
    store(first, to: m + i)
    store(second, to: v + i)
  } tail: { i, rest in
    var first = load(m + i, count: rest), second = load(v + i, count: rest)
    store(step.update(load(w + i, count: rest), &first, &second, load(g + i, count: rest)), to: w + i, count: rest)
    store(first, to: m + i, count: rest)
    store(second, to: v + i, count: rest)
  }
}

extension AdamWStep {
  @inline(__always)
  fileprivate func update(_ w: Lanes, _ m: inout Lanes, _ v: inout Lanes, _ gradient: Lanes) -> Lanes {
    let g = gradient * gradientScale
    m = multiplyAdd(g - m, Lanes(repeating: firstShare), m)
    v = multiplyAdd(g * g - v, Lanes(repeating: secondShare), v)
    return w * decayFactor - m * firstScale / (v.squareRoot() * secondScale + epsilon)
  }
}
