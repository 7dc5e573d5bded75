import TestSupport
import Testing

@testable import Kernels

@Suite struct DropoutTests {
  private static let count = 100_003

  /// Which of `count` elements are kept.
  private func kept(rate: Float, key: UInt64, count: Int = count) -> [Bool] {
    let ones = [Float](repeating: 1, count: count)
    return output(count) { dropout($0, ones, count: count, rate: rate, key: key) }.map { $0 != 0 }
  }

  /// The fraction of elements on which two masks agree.
  private func agreement(_ a: some Collection<Bool>, _ b: some Collection<Bool>) -> Double {
    Double(zip(a, b).count { $0 == $1 }) / Double(min(a.count, b.count))
  }

  @Test(arguments: [0.1, 0.2, 0.5, 0.9] as [Float]) func theGivenFractionOfElementsIsDropped(_ rate: Float) {
    for key: UInt64 in [0, 1, 0xFFFF_FFFF, 0x1234_5678_9ABC_DEF0] {
      let dropped = Double(kept(rate: rate, key: key).count { !$0 }) / Double(Self.count)
      // Five standard deviations of a binomial distribution with that many trials.
      let standardDeviation = (Double(rate) * Double(1 - rate) / Double(Self.count)).squareRoot()
      #expect(abs(dropped - Double(rate)) < 5 * standardDeviation, "key \(key)")
    }
  }

  @Test(arguments: [1, 15, 16, 17, 97]) func keptElementsAreScaledAndOthersAreZero(_ count: Int) {
    var random = RandomValues(seed: 1)
    let x = random.floats(count, in: 0.5...1), rate: Float = 0.25
    let y = output(count) { dropout($0, x, count: count, rate: rate, key: 7) }
    let mask = kept(rate: rate, key: 7, count: count)
    expectSameBits(actual: y, expected: x.indices.map { mask[$0] ? x[$0] * (1 / (1 - rate)) : 0 })
    expectSameBits(
      actual: output(startingAs: x) { dropout($0, $0, count: count, rate: rate, key: 7) }, expected: y,
      "in place")
  }

  @Test func rateZeroKeepsEverything() {
    #expect(kept(rate: 0, key: 3).allSatisfy { $0 })
  }

  @Test func sameKeyDropsTheSameElementsForAnyCount() {
    let long = kept(rate: 0.5, key: 42)
    #expect(kept(rate: 0.5, key: 42) == long)
    #expect(kept(rate: 0.5, key: 42, count: 1001) == Array(long.prefix(1001)))
  }

  /// Keys that differ in one bit, or are neighbors, drop elements independently: at rate 1/2 they agree on half.
  @Test func differentKeysDropIndependently() {
    let key: UInt64 = 0x0123_4567_89AB_CDEF
    let mask = kept(rate: 0.5, key: key)
    let others = [key + 1, key - 1, ~key] + (0..<64).map { key ^ (1 << UInt64($0)) }
    for other in others {
      let theirs = kept(rate: 0.5, key: other)
      // Six standard deviations, since there are many comparisons: 6 / (2 sqrt(100003)) = 0.0095.
      #expect(abs(agreement(mask, theirs) - 0.5) < 0.0095, "key \(other)")
      // Nor is one mask a shifted copy of the other.
      #expect(abs(agreement(mask.dropFirst(), theirs) - 0.5) < 0.0095, "key \(other), shifted forward")
      #expect(abs(agreement(mask, theirs.dropFirst()) - 0.5) < 0.0095, "key \(other), shifted back")
    }
  }

  @Test func neighboringElementsDropIndependently() {
    let mask = kept(rate: 0.5, key: 99)
    for distance in [1, 2, 3, 16, 17, 256, 1024] {
      #expect(abs(agreement(mask, mask.dropFirst(distance)) - 0.5) < 0.0095, "\(distance) apart")
    }
  }
}
