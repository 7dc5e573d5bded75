import Foundation
import TestSupport
import Testing

@testable import Mixtures

struct MixerTests {
  /// -ln p(answer) with these weights, in double precision.
  private func loss(_ weights: [Float], _ inputs: [Float], _ answer: Int) -> Double {
    let sum = zip(weights, inputs).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    return log(1 + exp(answer == 1 ? -sum : sum))
  }

  @Test func theWeightsMoveAgainstTheGradient() {
    var values = RandomValues(seed: 1)
    for round in 0..<50 {
      var mixer = Mixer(setCount: 3, initial: 0)
      mixer.numbers = values.floats(96, in: -0.3...0.3)
      let inputs = values.floats(32, in: -2...2), answer = round % 2, before = mixer.numbers
      let x = (SIMD16<Float>(inputs[..<16]), SIMD16<Float>(inputs[16...]))
      let p = 1 / (1 + exp(-mixer.mix(x, set: 1)))
      mixer.learn(x, set: 1, error: Float(answer) - p, rate: 0.01)
      for i in 0..<96 {
        let moved = Double(mixer.numbers[i] - before[i]) / 0.01
        guard (32..<64).contains(i) else {
          #expect(moved == 0)
          continue
        }
        var (up, down) = (Array(before[32..<64]), Array(before[32..<64]))
        up[i - 32] += 1e-3
        down[i - 32] -= 1e-3
        let slope = (loss(up, inputs, answer) - loss(down, inputs, answer)) / Double(up[i - 32] - down[i - 32])
        #expect(abs(moved + slope) < 1e-3)
      }
    }
  }

  @Test func aPredictionThatIsRightGainsWeight() {
    var mixer = Mixer(setCount: 1, initial: 0.2)
    var inputs = [Float](repeating: 0, count: 32)
    (inputs[0], inputs[1]) = (2, -2)
    let x = (SIMD16<Float>(inputs[..<16]), SIMD16<Float>(inputs[16...]))
    for _ in 0..<100 { mixer.learn(x, set: 0, error: 1 - 1 / (1 + exp(-mixer.mix(x, set: 0))), rate: 0.02) }
    #expect(mixer.numbers[0] > 0.5 && mixer.numbers[1] < 0 && mixer.numbers[2] == 0.2)
  }

  @Test func probabilitiesMoveLessWithEachAnswer() {
    var probability = LearnedProbability(0.5)
    var last = Double(probability.bits >> 10) / Double(1 << 22), step = 1.0
    for _ in 0..<300 {
      probability.learn(1)
      let now = Double(probability.bits >> 10) / Double(1 << 22)
      #expect(now > last && now - last < step + 1e-6)
      (last, step) = (now, now - last)
    }
    #expect(last > 0.99 && probability.bits & 1023 == 255)
  }

  @Test func theRecentAnswersCountMostInAHistory() {
    var history = 0
    for _ in 0..<20 { history = Int(BitHistory.next[2 * history]) }
    #expect(history >> 6 == 15 && history >> 2 & 15 == 0)
    for _ in 0..<3 { history = Int(BitHistory.next[2 * history + 1]) }
    #expect(history >> 6 < 5 && history >> 2 & 15 == 3 && history & 3 == 3)
  }
}
