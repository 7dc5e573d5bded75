import LanguageModels
import Tensors
import Testing

private func model() -> GPT {
  let model = GPT(GPTConfiguration(vocabularySize: 7, contextLength: 5, layerCount: 1, headCount: 2, width: 8))
  model.initialise(seed: 4)
  return model
}

@Test func nextScoresAreTheLastRowOfTheLogits() {
  let model = model()
  let all = model.logits([3, 1, 4], batchSize: 1)
  #expect(model.nextScores(after: [3, 1, 4]) == (0..<7).map { all[0, 2, $0] })
}

@Test func onlyWhatFitsIntoTheContextCounts() {
  let model = model()
  #expect(model.nextScores(after: [6, 6, 0, 1, 2, 3, 4]) == model.nextScores(after: [0, 1, 2, 3, 4]))
}

@Test func generatedTokensAreThoseOfRepeatedDraws() {
  let model = model()
  let sampler = Sampler(temperature: 1.5)
  var generator = RandomGenerator(seed: 9)
  var emitted: [Int32] = []
  model.generate(after: [2], count: 12, sampler: sampler, using: &generator) { emitted.append($0) }
  var tokens: [Int32] = [2]
  generator = RandomGenerator(seed: 9)
  for _ in 0..<12 { tokens.append(sampler.draw(model.nextScores(after: tokens), using: &generator)) }
  #expect(emitted == Array(tokens.dropFirst()))
  #expect(Set(emitted).count > 1)
}
