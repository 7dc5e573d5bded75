import TestSupport
import Testing

@testable import Kernels

@Suite struct AdamWTests {
  /// AdamW in double precision, written from the formulas of the paper.
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

  @Test(arguments: [1, 15, 16, 17, 97], [0, 0.1]) func adamWMatchesTheNaiveReference(_ count: Int, decay: Double) {
    var random = RandomValues(seed: 1)
    // The weights are small, so the rounding of the sum does not hide an error of the update.
    let start = random.floats(count, in: -0.01...0.01), zeros = [Float](repeating: 0, count: count)
    var naive = NaiveAdamW(w: start.map(Double.init), m: zeros.map(Double.init), v: zeros.map(Double.init))
    var parameter = AdamWExample(w: start, m: zeros, v: zeros, g: zeros)
    for t in 1...10 {
      parameter.g = random.floats(count)
      let (rate, epsilon, scale) = (0.01 / Double(t), 1e-8, 0.7)
      naive.step(
        t, parameter.g, rate: rate, decay: decay, beta1: 0.9, beta2: 0.999, epsilon: epsilon, gradientScale: scale)
      let step = AdamWStep(
        step: t, learningRate: rate, weightDecay: decay, beta1: 0.9, beta2: 0.999, epsilon: epsilon,
        gradientScale: scale)
      parameter = parameter.stepped(step)
      expectClose(actual: parameter.m, expected: naive.m, units: 1.5, "first moments at step \(t)")
      expectClose(actual: parameter.v, expected: naive.v, units: 1.5, "second moments at step \(t)")
      expectClose(actual: parameter.w, expected: naive.w, units: 3, "weights at step \(t)")
    }
  }

  @Test func firstStepMovesByTheLearningRateAgainstTheGradient() {
    let parameter = AdamWExample(w: [0, 0, 0], m: [0, 0, 0], v: [0, 0, 0], g: [5, -0.01, 1e-6])
    let step = AdamWStep(
      step: 1, learningRate: 0.01, weightDecay: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 0, gradientScale: 3)
    expectClose(actual: parameter.stepped(step).w, expected: [-0.01, 0.01, -0.01], relativeTo: .each, units: 1)
  }

  @Test func weightsWithZeroGradientsOnlyDecay() {
    let parameter = AdamWExample(w: [2, -4], m: [0, 0], v: [0, 0], g: [0, 0])
    let step = AdamWStep(
      step: 3, learningRate: 0.5, weightDecay: 0.5, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, gradientScale: 1)
    #expect(parameter.stepped(step) == AdamWExample(w: [1.5, -3], m: [0, 0], v: [0, 0], g: [0, 0]))
  }

  /// Sizes below, at and above a group of lanes and the 4096 numbers of a chunk, each with its own step settings.
  @Test func parametersUpdatedTogetherHaveTheSameBitsAsEachAlone() {
    var random = RandomValues(seed: 2)
    let parameters = [1, 17, 4096, 0, 4097, 10_001].map { count in
      AdamWExample(
        w: random.floats(count), m: random.floats(count), v: random.floats(count, in: 0...1), g: random.floats(count))
    }
    let steps = parameters.indices.map { i in
      AdamWStep(
        step: 3, learningRate: 0.01 * Double(i + 1), weightDecay: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8,
        gradientScale: 0.5)
    }
    let together = AdamWExample.stepped(parameters, steps)
    for (i, parameter) in parameters.enumerated() {
      let alone = parameter.stepped(steps[i])
      #expect(parameter.w.isEmpty || alone != parameter)
      for (numbers, expected) in [(together[i].w, alone.w), (together[i].m, alone.m), (together[i].v, alone.v)] {
        expectSameBits(actual: numbers, expected: expected, "\(parameter.w.count) numbers")
      }
    }
  }
}
