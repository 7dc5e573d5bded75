import Numerics

/// One step of stochastic gradient descent with momentum for one parameter (Sutskever et al. 2013, section 2).
///
///     w = w (1 - rate decay)
///     m = momentum m + g
///     w = w - rate m
///
/// It makes one pass, which reads 12 bytes and writes 8 bytes per weight.
public struct SGDStep {
  let decayFactor, momentum, rate, gradientScale: Float

  /// Creates the constants of one step, shared by all parameters with the same weight decay.
  ///
  /// - Parameter gradientScale: the factor that gradients are multiplied by first; gradient clipping sets it.
  public init(learningRate: Double, weightDecay: Double, momentum: Double, gradientScale: Double) {
    decayFactor = Float(1 - learningRate * weightDecay)
    self.momentum = Float(momentum)
    rate = Float(learningRate)
    self.gradientScale = Float(gradientScale)
  }
}

/// One parameter as the optimizer sees it: three arrays of `count` floats.
public struct SGDParameter {
  let weights, velocities: UnsafeMutablePointer<Float>
  let gradients: UnsafePointer<Float>
  let count: Int
  let step: SGDStep

  /// Creates a parameter for the given step.
  public init(
    weights: UnsafeMutablePointer<Float>, velocities: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
    count: Int, _ step: SGDStep
  ) {
    self.weights = weights
    self.velocities = velocities
    self.gradients = gradients
    self.count = count
    self.step = step
  }
}

/// Updates all parameters in one pass. Threads split chunks of all of them, so a small parameter does not need a
/// parallel loop of its own.
public func sgd(_ parameters: [SGDParameter]) {
  forEachChunk(parameters.map(\.count), cost: 3) { index, start, count, _ in
    let p = parameters[index], step = p.step
    let w = p.weights + start, m = p.velocities + start, g = p.gradients + start
    @inline(__always) func velocity(_ m: Lanes, _ g: Lanes) -> Lanes {
      multiplyAdd(m, Lanes(repeating: step.momentum), g * step.gradientScale)
    }
    @inline(__always) func weight(_ w: Lanes, _ m: Lanes) -> Lanes {
      multiplyAdd(m, Lanes(repeating: -step.rate), w * step.decayFactor)
    }
    forEachLanes(count) { i in
      let next = velocity(load(m + i), load(g + i))
      store(next, to: m + i)
      store(weight(load(w + i), next), to: w + i)
    } tail: { i, rest in
      let next = velocity(load(m + i, count: rest), load(g + i, count: rest))
      store(next, to: m + i, count: rest)
      store(weight(load(w + i, count: rest), next), to: w + i, count: rest)
    }
  }
}
