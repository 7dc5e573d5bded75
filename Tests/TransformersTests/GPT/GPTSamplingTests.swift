import LanguageModels
import Numerics
import Tensors
import Testing
import TestSupport
import Transformers

private func model() -> GPT {
  let model = GPT(GPTConfiguration(vocabularySize: 7, contextLength: 5, layerCount: 1, headCount: 2, width: 8))
  model.initialize(seed: 4)
  return model
}

@Test func nextLogitsAreTheLastRowOfTheLogits() {
  let model = model()
  let all = model.logits([3, 1, 4], batchSize: 1)
  // A few rows are summed in a different order than the rows of a whole text.
  let last = all[0, 2].elements
  expectTensor(Tensor(model.nextLogits(after: [3, 1, 4])), matches: last, shape: [7], tolerance: 2e-6)
}

@Test func onlyTokensThatFitTheContextCount() {
  let model = model()
  #expect(model.nextLogits(after: [6, 6, 0, 1, 2, 3, 4]) == model.nextLogits(after: [0, 1, 2, 3, 4]))
}

@Test func generatedTokensMatchRepeatedDraws() throws {
  let model = model()
  let sampler = Sampler(temperature: 1.5)
  var generator = RandomGenerator(seed: 9)
  var emitted: [Int32] = []
  try model.generate(after: [2], count: 12, sampler: sampler, using: &generator) { emitted.append($0) }
  // When the context of five is full, only its last token is kept, and the new token becomes the second.
  var seen: [Int32] = [2], drawn: [Int32] = []
  generator = RandomGenerator(seed: 9)
  for _ in 0..<12 {
    drawn.append(try sampler.draw(model.nextLogits(after: seen), using: &generator))
    seen = (seen.count == 5 ? seen.suffix(1) : seen) + drawn.suffix(1)
  }
  #expect(emitted == drawn)
  #expect(Set(emitted).count > 1)
}

@Test func generationCanContinueWhereItStopped() throws {
  let model = model()
  var one = RandomGenerator(seed: 9), two = one
  var whole: [Int32] = [], halves: [Int32] = []
  try model.generate(after: [2], count: 4, sampler: Sampler(), using: &one) { whole.append($0) }
  try model.generate(after: [2], count: 2, sampler: Sampler(), using: &two) { halves.append($0) }
  try model.generate(after: [2] + halves, count: 2, sampler: Sampler(), using: &two) { halves.append($0) }
  #expect(whole == halves && one == two)
}

/// There are more sequences than the model generates at the same time.
@Test func aSequenceIsTheSameAloneAndInABatch() throws {
  let model = model()
  var generators = (0..<19).map { RandomGenerator(seed: 5, stream: $0) }
  var together = [[Int32]](repeating: [], count: 19)
  try model.generate(after: [3, 1], count: 23, sampler: Sampler(), using: &generators) { together[$0].append($1) }
  for i in 0..<19 {
    var generator = RandomGenerator(seed: 5, stream: UInt64(i))
    var alone: [Int32] = []
    try model.generate(after: [3, 1], count: 23, sampler: Sampler(), using: &generator) { alone.append($0) }
    #expect(together[i] == alone && generators[i] == generator, "sequence \(i)")
  }
  #expect(Set(together).count > 1)
}

@Test func generatingZeroTokensDrawsNothing() throws {
  var generators = [RandomGenerator(seed: 1)]
  try model().generate(after: [1], count: 0, sampler: Sampler(), using: &generators) { _, _ in Issue.record("a token") }
  #expect(generators == [RandomGenerator(seed: 1)])
}

@Test func aSequenceThatEndsDoesNotChangeTheOthers() throws {
  let model = model()
  func texts(ending ended: Int?) throws -> [[Int32]] {
    var generators = (0..<3).map { RandomGenerator(seed: 5, stream: $0) }, texts = [[Int32]](repeating: [], count: 3)
    try model.generate(after: [3, 1], count: 20, sampler: Sampler(), using: &generators) { i, token in
      texts[i].append(token)
      if i == ended, texts[i].count == 4 { throw EndOfText() }
    }
    return texts
  }
  let all = try texts(ending: nil), two = try texts(ending: 1)
  #expect(two[0] == all[0] && two[2] == all[2] && two[1] == Array(all[1].prefix(4)))
}

@Test func theRepetitionPenaltyAppliesToThePromptAndToEachSequencesOwnTokens() throws {
  let model = model(), sampler = Sampler(temperature: 1.5, repetitionPenalty: 2)
  var generators = (0..<2).map { RandomGenerator(seed: 5, stream: $0) }, texts = [[Int32]](repeating: [], count: 2)
  try model.generate(after: [3, 1], count: 3, sampler: sampler, using: &generators) { texts[$0].append($1) }
  for (i, text) in texts.enumerated() {
    var generator = RandomGenerator(seed: 5, stream: UInt64(i)), seen: [Int32] = [3, 1]
    for token in text {
      let next = try sampler.draw(model.nextLogits(after: seen), after: seen, using: &generator)
      #expect(next == token)
      seen.append(next)
    }
  }
}
