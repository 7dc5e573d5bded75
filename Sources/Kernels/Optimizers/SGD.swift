import Numerics

/// One step of stochastic gradient descent with momentum for one parameter (Sutskever et al. 2013, section 2).
///
///     w = w (1 - rate decay)
///     m = momentum m + g
///     w = w - rate m
///
/// One pass: 12 bytes read and 8 written for each weight.
public struct SGDStep {
  let decayFactor, momentum, rate, gradientScale: Float

  /// The figures of one step, shared by all parameters with the same decay.
  ///
  /// - Parameter gradientScale: what gradients are multiplied by first; clipping sets it.
  public init(learningRate: Double, weightDecay: Double, momentum: Double, gradientScale: Double) {
    decayFactor = Float(1 - learningRate * weightDecay)
    self.momentum = Float(momentum)
    rate = Float(learningRate)
    self.gradientScale = Float(gradientScale)
  }
}

/// One parameter in the hands of the optimizer: three arrays of `count` floats.
public struct SGDParameter {
  let weights, velocities: UnsafeMutablePointer<Float>
  let gradients: UnsafePointer<Float>
  let count: Int
  let step: SGDStep

  /// A parameter that is to make the given step.
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

/// Updates all parameters at once: threads share out chunks of them, so small ones cost no round of their own.
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
