import Foundation
import LanguageModels
import Numerics
import Testing
import TestSupport

/// A hundred thousand draws have the distribution that each setting, and several together, should give.
struct SamplerStatisticsTests {
  /// Seventeen tokens; two of them are equally likely, and one is impossible.
  private static let logits: [Float] = [
    0.5, 2.25, -1, 3, 0, -.infinity, 1.5, 1.5, -3, 2, 0.25, -0.5, 1, -2, 0.75, 2.75, -6,
  ]
  /// The text so far, for the repetition penalty: it has tokens with positive, zero and negative logits.
  private static let text: [Int32] = [3, 2, 3, 4, 15, 5]

  static let samplers = [
    Sampler(), Sampler(temperature: 0.5), Sampler(temperature: 1.75), Sampler(topK: 3), Sampler(topP: 0.8),
    Sampler(minP: 0.3), Sampler(repetitionPenalty: 1.3), Sampler(repetitionPenalty: 0.8), Sampler(topK: 9, topP: 0.9),
    Sampler(temperature: 1.5, topK: 12, minP: 0.1), Sampler(temperature: 2, topP: 0.95, minP: 0.15),
    Sampler(temperature: 0.7, repetitionPenalty: 1.5),
    Sampler(temperature: 1.4, topK: 13, topP: 0.97, minP: 0.05, repetitionPenalty: 1.2),
  ]

  /// The distribution, step by step and in double precision, as transformers computes it.
  private static func expected(_ sampler: Sampler) -> [Double] {
    var logits = Self.logits.map(Double.init)
    for token in Set(text) {
      let penalty = Double(sampler.repetitionPenalty), logit = logits[Int(token)]
      logits[Int(token)] = logit > 0 ? logit / penalty : logit * penalty
    }
    var p = normalized(logits.map { exp($0 / Double(sampler.temperature)) })
    if let k = sampler.topK {
      let least = p.sorted(by: >)[k - 1]
      p = normalized(p.map { $0 >= least ? $0 : 0 })
    }
    if let topP = sampler.topP {
      var total = 0.0
      var kept = p.map { _ in false }
      for token in p.indices.sorted(by: { p[$0] > p[$1] }) where total < Double(topP) {
        kept[token] = true
        total += p[token]
      }
      p = normalized(p.indices.map { kept[$0] ? p[$0] : 0 })
    }
    if let minP = sampler.minP, let largest = p.max() {
      p = normalized(p.map { $0 >= Double(minP) * largest ? $0 : 0 })
    }
    return p
  }

  private static func normalized(_ weights: [Double]) -> [Double] {
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  @Test(arguments: samplers.indices) func drawsHaveTheDistributionOfTheSettings(index: Int) throws {
    let sampler = Self.samplers[index], expected = Self.expected(sampler), draws = 100_000
    var generator = RandomGenerator(seed: 40 + UInt64(index)), counts = expected.map { _ in 0 }
    let seen = TokenSet(Self.text, vocabularySize: expected.count)
    var candidates = Candidates(count: expected.count)
    try Self.logits.withUnsafeBufferPointer { logits in
      for _ in 0..<draws {
        counts[Int(try sampler.draw(logits, after: seen, among: &candidates, using: &generator))] += 1
      }
    }
    let test = ChiSquared(counts, expected: expected)
    #expect(test.isPassed, "\(sampler): \(test)")
    // The settings matter: the distribution of another sampler does not fit these draws.
    let other = Self.expected(Self.samplers[(index + 1) % Self.samplers.count])
    #expect(!ChiSquared(counts, expected: other).isPassed)
  }

  @Test(arguments: samplers.indices) func choicesAndProbabilitiesAreTheDistributionOfTheSettings(index: Int) throws {
    let sampler = Self.samplers[index], expected = Self.expected(sampler)
    let choices = try sampler.choices(Self.logits, after: Self.text)
    var found = expected.map { _ in 0.0 }
    for choice in choices { found[Int(choice.token)] = Double(choice.probability) }
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(sampler)")
    let kept = expected.count { $0 > 0 }
    #expect(
      sampler.keepsAllTokens || sampler.topK == nil && sampler.topP == nil && sampler.minP == nil
        || choices.count == kept)
    var candidates = Candidates(count: expected.count), filled = expected
    try Self.logits.withUnsafeBufferPointer {
      try sampler.fillProbabilities(
        $0, after: TokenSet(Self.text, vocabularySize: expected.count), among: &candidates, into: &filled)
    }
    #expect(zip(filled, expected).allSatisfy { abs($0 - $1) < 1e-6 } && abs(filled.reduce(0, +) - 1) < 1e-12)
  }
}
