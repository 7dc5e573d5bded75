import Foundation
import LanguageModels
import Numerics
import Testing

struct CandidatesTests {
  /// Logits from -12 to 0: nearly all tokens are too unlikely for the first heap. Some are equal.
  private static let logits: [Float] = {
    var generator = RandomGenerator(seed: 3)
    return (0..<3000).map { i in i % 50 == 0 ? -2 : -12 * generator.uniform().squareRoot() }
  }()

  private func filled() throws -> Candidates {
    var candidates = Candidates(count: Self.logits.count)
    let best = try Self.logits.withUnsafeBufferPointer { try candidates.load($0) }
    candidates.becomeProbabilities(best: best, temperature: 1)
    return candidates
  }

  @Test func allRanksAreThoseOfSorting() throws {
    var candidates = try filled()
    let values = candidates.values
    let sorted = values.indices.sorted { (values[$1], $0) < (values[$0], $1) }
    #expect(sorted.indices.map { Int(candidates.ranked($0).token) } == sorted)
    #expect(sorted.indices.allSatisfy { candidates.ranked($0).value == values[sorted[$0]] })
  }

  @Test(arguments: [0, 1, 40, 700, 2999]) func anyRankCanBeAskedForFirst(rank: Int) throws {
    var candidates = try filled()
    let values = candidates.values
    let sorted = values.indices.sorted { (values[$1], $0) < (values[$0], $1) }
    #expect(Int(candidates.ranked(rank).token) == sorted[rank])
    #expect(Int(candidates.ranked(rank / 2).token) == sorted[rank / 2])
  }

  /// One draw from a vocabulary as large as GPT-2's takes a fraction of a millisecond.
  @Test func topPOverFiftyThousandTokensIsFast() throws {
    var generator = RandomGenerator(seed: 5)
    // About normal, as a model's logits are; top-p 0.9 keeps some hundred tokens.
    let logits = (0..<50_257).map { _ in 3 * ((0..<4).reduce(Float(-2)) { sum, _ in sum + generator.uniform() }) * 1.7 }
    var candidates = Candidates(count: logits.count)
    let nothing = TokenSet(vocabularySize: logits.count)
    for sampler in [Sampler(topK: 40), Sampler(topP: 0.9), Sampler(minP: 0.05), Sampler(topK: 1000, topP: 0.95)] {
      let clock = ContinuousClock()
      let times = try logits.withUnsafeBufferPointer { logits in
        try (0..<20).map { _ in
          let start = clock.now
          _ = try sampler.draw(logits, after: nothing, among: &candidates, using: &generator)
          return (clock.now - start) / .milliseconds(1)
        }
      }
      // The fastest, because other work on the machine can only slow a draw down.
      let milliseconds = times.min() ?? 0
      if ProcessInfo.processInfo.environment["KINDLING_TIMES"] != nil {
        print(sampler, try sampler.choices(logits).count, "tokens kept,", milliseconds, "ms")
      }
      // Sorting all tokens takes some 20 ms.
      #expect(milliseconds < 10, "\(sampler)")
    }
  }
}
