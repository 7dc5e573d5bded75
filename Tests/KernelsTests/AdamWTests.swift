import TestSupport
import Testing

@testable import Kernels

@Suite struct AdamWTests {
  /// Ten steps in double precision, from the formulas of the paper.
  private struct NaiveAdamW {
    var w, m, v: [Double]

    mutating func step(
      _ t: Int, _ gradients: [Float], rate: Double, decay: Double, beta1: Double, beta2: Double,
      epsilon: Double,
      gradientScale: Double
    ) {
      for i in w.indices {
        let g = Double(gradients[i]) * gradientScale
        w[i] *= 1 - rate * decay
        m[i] = beta1 * m[i] + (1 - beta1) * g
        v[i] = beta2 * v[i] + (1 - beta2) * g * g
        var correction1 = 1.0, correction2 = 1.0
        for _ in 0..<t {
          correction1 *= beta1
          correction2 *= beta2
        }
        w[i] -= rate * (m[i] / (1 - correction1)) / ((v[i] / (1 - correction2)).squareRoot() + epsilon)
      }
    }
  }

  @Test(arguments: [1, 15, 16, 17, 97], [0, 0.1]) func adamWMatchesTheNaiveTwin(_ count: Int, decay: Double) {
    var random = RandomValues(seed: 1)
    // Small weights, so that an error of an update is not lost in the rounding of the sum.
    let start = random.floats(count, in: -0.01...0.01), zeros = [Float](repeating: 0, count: count)
    var naive = NaiveAdamW(w: start.map(Double.init), m: zeros.map(Double.init), v: zeros.map(Double.init))
    var (w, m, v) = (start, zeros, zeros)
    for t in 1...10 {
      let g = random.floats(count)
      let (rate, epsilon, scale) = (0.01 / Double(t), 1e-8, 0.7)
      naive.step(
        t, g, rate: rate, decay: decay, beta1: 0.9, beta2: 0.999, epsilon: epsilon, gradientScale: scale)
      let step = AdamWStep(
        step: t, learningRate: rate, weightDecay: decay, beta1: 0.9, beta2: 0.999, epsilon: epsilon,
        gradientScale: scale)
      w = output(startingAs: w) { w in
        m = output(startingAs: m) { m in
          v = output(startingAs: v) { v in
            adamW(weights: w, firstMoments: m, secondMoments: v, gradients: g, count: count, step)
          }
        }
      }
      expectClose(actual: m, expected: naive.m, units: 1.5, "first moments at step \(t)")
      expectClose(actual: v, expected: naive.v, units: 1.5, "second moments at step \(t)")
      expectClose(actual: w, expected: naive.w, units: 3, "weights at step \(t)")
    }
  }

  @Test func firstStepGoesTheLearningRateAgainstTheGradient() {
    var w: [Float] = [0, 0, 0], m = w, v = w
    let step = AdamWStep(
      step: 1, learningRate: 0.01, weightDecay: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 0, gradientScale: 3)
    adamW(weights: &w, firstMoments: &m, secondMoments: &v, gradients: [5, -0.01, 1e-6], count: 3, step)
    expectClose(actual: w, expected: [-0.01, 0.01, -0.01], relativeTo: .each, units: 1)
  }

  @Test func weightsWithoutGradientsOnlyDecay() {
    var w: [Float] = [2, -4], m: [Float] = [0, 0], v = m
    let step = AdamWStep(
      step: 3, learningRate: 0.5, weightDecay: 0.5, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, gradientScale: 1)
    adamW(weights: &w, firstMoments: &m, secondMoments: &v, gradients: [0, 0], count: 2, step)
    #expect(w == [1.5, -3])
    #expect(m == [0, 0] && v == [0, 0])
  }
}
