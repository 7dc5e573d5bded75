import Foundation
import LanguageModels
import Numerics
import Testing
import TestSupport

struct SpeculativeDecodingTests {
  private let model = TableModel(vocabularySize: 4, seed: 1, spread: 1.5)
  /// Similar to the model in nothing but the vocabulary.
  private let stranger = TableModel(vocabularySize: 4, seed: 2, spread: 1.5)

  private static let samplers = [
    Sampler(), Sampler(temperature: 0.7), Sampler(topK: 3), Sampler(topP: 0.8), Sampler(minP: 0.3),
    Sampler(repetitionPenalty: 1.6), Sampler(temperature: 1.3, topK: 3, topP: 0.9, minP: 0.1, repetitionPenalty: 1.3),
  ]

  /// The probability of each text of five tokens when they are drawn one by one.
  private func probabilities(_ sampler: Sampler, after prompt: [Int32]) throws -> [Double] {
    try allTexts(4, length: 5).map { text in
      try text.indices.reduce(1) { product, i in
        let before = prompt + text[..<i]
        let choices = try sampler.choices(model.nextLogits(after: before), after: before)
        return product * Double(choices.first { $0.token == text[i] }?.probability ?? 0)
      }
    }
  }

  private func counts(
    _ sampler: Sampler, drafter: TableModel, draftTokens: Int, seed: UInt64, texts: Int
  ) throws -> (counts: [Int], draft: DraftCounts) {
    var generator = RandomGenerator(seed: seed), counts = [Int](repeating: 0, count: 1024), draft = DraftCounts()
    for _ in 0..<texts {
      var index = 0
      draft += try model.generate(
        after: [3, 2], count: 5, sampler: sampler, drafter: drafter.reader(), draftTokens: draftTokens,
        using: &generator
      ) { index = 4 * index + Int($0) }
      counts[index] += 1
    }
    return (counts, draft)
  }

  /// 20,000 texts of five tokens, a hundred thousand draws; the joint distribution of the five is compared.
  @Test(arguments: samplers.indices, [1, 2, 3, 9])
  func textsHaveTheDistributionOfPlainSampling(index: Int, draftTokens: Int) throws {
    let sampler = Self.samplers[index], expected = try probabilities(sampler, after: [3, 2])
    #expect(abs(expected.reduce(0, +) - 1) < 1e-5)
    let (counts, draft) = try counts(
      sampler, drafter: stranger, draftTokens: draftTokens, seed: UInt64(10 * index + draftTokens), texts: 20_000)
    let test = ChiSquared(counts, expected: expected)
    #expect(test.isPassed, "\(sampler): \(test)")
    #expect((0.05..<0.95).contains(draft.acceptanceRate) && draft.proposed > 20_000)
  }

  /// The test above sees small faults: texts of another model, or drafts that are all accepted, have another
  /// distribution.
  @Test func theComparisonNoticesAnotherDistribution() throws {
    let expected = try probabilities(Sampler(), after: [3, 2])
    var generator = RandomGenerator(seed: 3), all = [Int](repeating: 0, count: 1024)
    for _ in 0..<20_000 {
      let text = try stranger.generate(after: [3, 2], count: 5, sampler: Sampler(), using: &generator)
      all[text.reduce(0) { 4 * $0 + Int($1) }] += 1
    }
    #expect(!ChiSquared(all, expected: expected).isPassed)
  }

  @Test(arguments: 1...9) func atTemperatureZeroTheTextIsTheGreedyOne(draftTokens: Int) throws {
    for seed in 20...30 as ClosedRange<UInt64> {
      let model = TableModel(vocabularySize: 6, seed: seed), sampler = Sampler(temperature: 0, repetitionPenalty: 1.2)
      // A drafter that is often right, because it is the same model with some noise, and one that is rarely.
      for drafter in [model, TableModel(vocabularySize: 6, seed: seed + 100)] {
        var generator = RandomGenerator(seed: 1), text: [Int32] = []
        let greedy = try model.generate(after: [5], count: 40, sampler: sampler, using: &generator)
        try model.generate(
          after: [5], count: 40, sampler: sampler, drafter: drafter.reader(), draftTokens: draftTokens,
          using: &generator
        ) { text.append($0) }
        #expect(text == greedy)
      }
    }
  }

  @Test func aPerfectDrafterIsAlwaysRight() throws {
    var generator = RandomGenerator(seed: 4), text: [Int32] = []
    let draft = try model.generate(
      after: [0], count: 101, sampler: Sampler(temperature: 0.9, topP: 0.95), drafter: model.reader(), draftTokens: 4,
      using: &generator
    ) { text.append($0) }
    // The first token is drawn without a drafter, then each pass gives five.
    #expect(text.count == 101 && draft.passes == 21 && draft.proposed == 80 && draft.acceptanceRate == 1)
  }

  @Test func aTextCanEndEarlyAndHasNoMoreThanCountTokens() throws {
    for count in 0...12 {
      var generator = RandomGenerator(seed: 4), text: [Int32] = []
      try model.generate(
        after: [0], count: count, sampler: Sampler(), drafter: model.reader(), draftTokens: 5, using: &generator
      ) { text.append($0) }
      #expect(text.count == count)
    }
    var generator = RandomGenerator(seed: 4), text: [Int32] = []
    try model.generate(
      after: [0], count: 50, sampler: Sampler(), drafter: model.reader(), draftTokens: 5, using: &generator
    ) {
      text.append($0)
      if text.count == 7 { throw EndOfText() }
    }
    #expect(text.count == 7)
    text = []
    try model.generate(after: [0], count: 50, sampler: Sampler(), using: &generator) {
      text.append($0)
      if text.count == 7 { throw EndOfText() }
    }
    #expect(text.count == 7)
  }

  /// The drafter's vocabulary lacks one token and has others that the model lacks.
  @Test func aDrafterCanHaveOtherNumbers() throws {
    let drafter = TableModel(vocabularySize: 9, seed: 3), numbers: [Int32] = [7, 2, 8, 0]
    let reader = RenumberedReader(drafter.reader(), numbers: numbers)
    let logits = reader.begin([1]), other = drafter.nextLogits(after: [2])
    #expect(logits == numbers.map { other[Int($0)] })
    let more = reader.append([0, 3])
    #expect(more.count == 8 && Array(more[4...]) == numbers.map { drafter.nextLogits(after: [7, 0])[Int($0)] })
    reader.removeLast(1)
    #expect(reader.append([3]) == Array(more[4...]))
    let unknown = RenumberedReader(TableModel(vocabularySize: 4, seed: 3).reader(), numbers: [3, 4])
    #expect(unknown.begin([0])[1] == -.infinity)
    #expect(RenumberedReader(TableModel(vocabularySize: 2, seed: 3).reader(), numbers: [3, 4]).begin([]) == [0, 0])

    let expected = try probabilities(Sampler(), after: [3, 2])
    var generator = RandomGenerator(seed: 5), counts = [Int](repeating: 0, count: 1024)
    for _ in 0..<20_000 {
      var index = 0
      try model.generate(
        after: [3, 2], count: 5, sampler: Sampler(),
        drafter: RenumberedReader(drafter.reader(), numbers: numbers), using: &generator
      ) { index = 4 * index + Int($0) }
      counts[index] += 1
    }
    #expect(ChiSquared(counts, expected: expected).isPassed)
  }
}
