import TestSupport
import Testing

@testable import Kernels

@Suite struct SGDTests {
  @Test(arguments: [1, 16, 17, 4097]) func threeStepsMatchTheNaiveReference(_ count: Int) {
    var random = RandomValues(seed: 5)
    var weights = random.floats(count), velocities = [Float](repeating: 0, count: count)
    var w = weights.map(Double.init), m = velocities.map(Double.init)
    let (rate, decay, momentum, scale) = (0.25, 0.125, 0.75, 0.5)
    for _ in 0..<3 {
      let gradients = random.floats(count)
      for i in 0..<count {
        m[i] = momentum * m[i] + scale * Double(gradients[i])
        w[i] = w[i] * (1 - rate * decay) - rate * m[i]
      }
      weights.withUnsafeMutableBufferPointer { weights in
        velocities.withUnsafeMutableBufferPointer { velocities in
          gradients.withUnsafeBufferPointer { gradients in
            sgd([
              SGDParameter(
                weights: weights.baseAddress!, velocities: velocities.baseAddress!, gradients: gradients.baseAddress!,
                count: count,
                SGDStep(learningRate: rate, weightDecay: decay, momentum: momentum, gradientScale: scale))
            ])
          }
        }
      }
    }
    expectClose(actual: weights, expected: w, units: 4)
    expectClose(actual: velocities, expected: m, units: 4)
  }
}
