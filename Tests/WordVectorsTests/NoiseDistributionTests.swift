import Foundation
import Numerics
import Tensors
import Testing

@testable import WordVectors

@Test func noiseFollowsCountsToThePowerOfThreeQuarters() {
  let counts = [1000, 300, 81, 16, 16, 1, 1]
  let noise = NoiseDistribution(counts: counts)
  var generator = RandomGenerator(seed: 5)
  let draws = 400_000
  var drawn = [Int](repeating: 0, count: counts.count)
  for _ in 0..<draws { drawn[Int(noise.draw(using: &generator))] += 1 }
  let weights = counts.map { pow(Double($0), 0.75) }, total = weights.reduce(0, +)
  for (weight, count) in zip(weights, drawn) {
    let share = weight / total, deviation = (share * (1 - share) / Double(draws)).squareRoot()
    #expect(abs(Double(count) / Double(draws) - share) < 5 * deviation)
  }
}
