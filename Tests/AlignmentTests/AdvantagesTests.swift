import Alignment
import Numerics
import TestSupport
import Testing

struct AdvantagesTests {
  @Test func withoutTheOthersThereIsNoBaseline() {
    #expect(leaveOneOutAdvantages([1, 2, 6, 0, 0, 3], groupSize: 3) == [-3, -1.5, 4.5, -1.5, -1.5, 3])
    #expect(leaveOneOutAdvantages([1, 2], groupSize: 1) == [1, 2])
  }

  @Test func withLambdaOneOnlyRewardsCount() {
    let found = generalizedAdvantages(rewards: [0, 2, 1], values: [0.5, -1, 4], lambda: 1)
    #expect(found.advantages == [2.5, 4, -3])
    #expect(found.returns == [3, 3, 1])
  }

  @Test func withLambdaZeroEachTokenTrustsTheNextValue() {
    #expect(generalizedAdvantages(rewards: [0, 2, 1], values: [0.5, -1, 4], lambda: 0).advantages == [-1.5, 7, -3])
  }

  @Test func equalRewardsHaveNoAdvantage() {
    #expect(groupAdvantages([2, 2, 1, 3], groupSize: 2).prefix(2) == [0, 0])
    #expect(standardized([]).isEmpty)
    let values = standardized([1, 2, 3, 10])
    #expect(abs(values.reduce(0, +)) < 1e-12)
    #expect(abs(values.reduce(0) { $0 + $1 * $1 } - 4) < 1e-6)
  }

  @Test func theBestIsTheFirstOfTheHighest() {
    #expect(bestOfN([1, 3, 3, 2]) == 1)
    #expect(bestOfEachGroup(rewards: [1, 3, 5, 2], groupSize: 2) == [1, 2])
    #expect(bestOfNDivergence(1) == 0)
    #expect(abs(bestOfNDivergence(16) - 1.835_088_7) < 1e-7)
  }

  /// The same as choosing from every set of n answers.
  @Test(arguments: 1...5) func theExpectedBestIsTheMeanOverAllSets(n: Int) {
    let rewards: [Double] = [4, 1, 3, 1, 5], qualities: [Double] = [7, 2, 1, 9, 3]
    let sets = (0..<32).map { bits in (0..<5).filter { bits >> $0 & 1 == 1 } }.filter { $0.count == n }
    let best = sets.map { set in qualities[set[bestOfN(set.map { rewards[$0] })]] }
    let mean = best.reduce(0, +) / Double(sets.count)
    #expect(abs(expectedBest(of: n, rewards: rewards, qualities: qualities) - mean) < 1e-12)
  }

  @Test func rejectionSamplingAcceptsInProportion() {
    var generator = RandomGenerator(seed: 4), counts = [0, 0, 0]
    for _ in 0..<4000 {
      for i in rejectionSample(rewards: [0, 1, 2], groupSize: 3, beta: 1, using: &generator) { counts[i] += 1 }
    }
    #expect(counts[2] == 4000)
    for (count, gap) in zip(counts, [2.0, 1]) {
      let expected = exponential(-gap)
      #expect(abs(Double(count) / 4000 - expected) < 4 * (expected / 4000).squareRoot())
    }
  }

  @Test func aSmallBetaKeepsTheBestOfEachGroup() {
    var generator = RandomGenerator(seed: 4)
    #expect(
      rejectionSample(rewards: [0, 1, 2, 5, 4, 3], groupSize: 3, beta: 1e-3, using: &generator) == [2, 3])
  }
}
