import Foundation
import Numerics
import Testing

struct RandomGeneratorTests {
  /// Computed by eight lines of Python; the numbers of seed 0 are also in the tests of other implementations.
  @Test(
    arguments: [
      (0, [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F]),
      (1337, [0xB6A8_A9B3_13CA_A00B, 0xCB7F_284B_67D6_05C9, 0x3440_FCCF_5408_2B5A]),
    ] as [(UInt64, [UInt64])])
  func bitsMatchSplitMix64(seed: UInt64, expected: [UInt64]) {
    var generator = RandomGenerator(seed: seed)
    #expect(expected.map { _ in generator.next() } == expected)
  }

  @Test func eachStreamHasItsOwnNumbers() {
    var stream = RandomGenerator(seed: 1337, stream: 42)
    // Computed by Python too.
    #expect(
      (0..<3).map { _ in stream.next() } == [
        0xCB6C_E291_5D39_14BE, 0xA2D3_BE42_6052_DCBF, 0x1721_83B7_80EA_C1EE,
      ])
    let numbers: Range<UInt64> = 0..<100
    let firsts = numbers.flatMap { seed in
      numbers.map { stream in
        var generator = RandomGenerator(seed: seed, stream: stream)
        return generator.next()
      }
    }
    #expect(Set(firsts).count == 10_000)
  }

  @Test func uniformAndNormalNumbersMatchPython() {
    var generator = RandomGenerator(seed: 1337)
    #expect((0..<3).map { _ in generator.uniform() } == [0.713_511_05, 0.794_909, 0.204_116_58])
    generator = RandomGenerator(seed: 1337)
    for expected in [0.660_581_899, -1.428_924_675, -1.161_649_691, -0.246_865_472] {
      #expect(abs(Double(generator.normal()) - expected) < 3e-7)
    }
  }

  @Test func uniformNumbersFillTheUnitIntervalEvenly() {
    var generator = RandomGenerator(seed: 2)
    let x = (0..<50_000).map { _ in Double(generator.uniform()) }
    #expect(x.allSatisfy { (0..<1).contains($0) })
    // Standard deviations: 0.0013 for the mean, 0.0013 for the share of a tenth.
    #expect(abs(mean(x) - 0.5) < 0.005)
    for tenth in 0..<10 {
      let share = Double(x.count { Int($0 * 10) == tenth }) / Double(x.count)
      #expect(abs(share - 0.1) < 0.005)
    }
  }

  @Test func normalNumbersHaveTheMomentsOfTheNormalDistribution() {
    var generator = RandomGenerator(seed: 3)
    let x = (0..<50_000).map { _ in Double(generator.normal()) }
    // Standard deviations of the estimates: 0.0045, 0.0063, 0.017 and 0.044; four of each are allowed.
    #expect(abs(mean(x)) < 0.018)
    #expect(abs(mean(x.map { $0 * $0 }) - 1) < 0.026)
    #expect(abs(mean(x.map { $0 * $0 * $0 })) < 0.07)
    #expect(abs(mean(x.map { $0 * $0 * $0 * $0 }) - 3) < 0.18)
    // Neighbors are uncorrelated.
    #expect(abs(mean(zip(x, x.dropFirst()).map(*))) < 0.018)
  }

  private func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }

  @Test func aSavedGeneratorContinuesWhereItStopped() throws {
    var generator = RandomGenerator(seed: 9)
    _ = generator.normal()
    let data = try JSONEncoder().encode(generator)
    var restored = try JSONDecoder().decode(RandomGenerator.self, from: data)
    #expect(restored == generator)
    #expect((0..<5).map { _ in restored.next() } == (0..<5).map { _ in generator.next() })
  }
}
