import Foundation
import TestSupport
import Testing

@testable import Mixtures

struct HindsightTests {
  /// -ln p(answer), in double precision.
  private func loss(_ x: Float, _ answer: Int) -> Double { log(1 + exp(answer == 1 ? -Double(x) : Double(x))) }

  @Test func atTheStartOfATextTheMixersAreRight() {
    var hindsight = Hindsight(nodeCount: 3)
    #expect(hindsight.mix([1.5, -4, 2, 0], node: 1) == 1.5)
    hindsight.learn([1.5, -4, 2, 0], node: 1, error: 0.5)
    #expect(hindsight.mix([1.5, -4, 2, 0], node: 1) > 1.5)
    #expect(hindsight.mix([1.5, -4, 2, 0], node: 2) == 1.5)
    hindsight.begin()
    #expect(hindsight.mix([1.5, -4, 2, 0], node: 1) == 1.5)
  }

  @Test func anAnswerMovesTheWeightsAgainstTheGradient() {
    var values = RandomValues(seed: 4)
    for round in 0..<50 {
      var hindsight = Hindsight(nodeCount: 1)
      let x = values.floats(3, in: -3...3), answer = round % 2, opinions: Hindsight.Opinions = [x[0], x[1], x[2], 0]
      let before = hindsight.mix(opinions, node: 0), error = Float(answer) - 1 / (1 + exp(-before))
      hindsight.learn(opinions, node: 0, error: error)
      let after = hindsight.mix(opinions, node: 0), length = (opinions * opinions).sum()
      #expect(abs(after - before - 0.006 * error * length) < 1e-4)
      #expect(loss(after, answer) < loss(before, answer))
    }
  }

  /// The network was perfect while the mixers learned and says nothing now; the counts are right.
  @Test func whoeverIsRightGainsTrust() {
    var hindsight = Hindsight(nodeCount: 1), values = RandomValues(seed: 5), losses: [Double] = []
    for _ in 0..<4000 {
      let answer = Int(values.next() % 2), sign: Float = answer == 1 ? 1 : -1
      let network = values.floats(1, in: -4...4)[0]
      let opinions: Hindsight.Opinions = [network + 0.1 * sign, network, 2 * sign, 0]
      let x = hindsight.mix(opinions, node: 0)
      losses.append(loss(x, answer))
      hindsight.learn(opinions, node: 0, error: Float(answer) - 1 / (1 + exp(-x)))
    }
    let (first, last) = (losses.prefix(400).reduce(0, +), losses.suffix(400).reduce(0, +))
    #expect(last < 0.2 * first, "\(first), \(last)")
  }
}
