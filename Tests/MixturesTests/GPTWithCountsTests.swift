import Files
import Foundation
import Kernels
import LanguageModels
import Numerics
import TestSupport
import Testing
import Tokenizers
import Transformers

@testable import Mixtures

/// A GPT that is not trained, and counts of a tale.
private func mixture() -> GPTWithCounts {
  let tokenizer = CharacterTokenizer(vocabulary: taleScalars)
  let gpt = GPT(
    GPTConfiguration(
      vocabularySize: tokenizer.vocabularySize, contextLength: 16, layerCount: 1, headCount: 2, width: 16))
  gpt.initialize(seed: 3)
  let text = tokens(tale())
  return GPTWithCounts(gpt, tokenizer, text: text, unseen: text.count / 10)
}

struct GPTWithCountsTests {
  @Test func theProbabilitiesAddUpToOneAfterAnyText() {
    let model = mixture()
    var values = RandomValues(seed: 5)
    for length in [1, 2, 15, 16, 17, 40, 200] {
      for text in [values.ids(length, below: taleScalars.count), Array(tokens(tale(300..<340)).prefix(length))] {
        let sum = model.nextLogits(after: text).reduce(0) { $0 + exp(Double($1)) }
        #expect(abs(sum - 1) < 1e-5, "\(sum)")
      }
    }
  }

  @Test func itPredictsBetterThanTheNetworkAlone() {
    let model = mixture(), text = tokens(tale(300..<400))
    let mixed = model.evaluate(text, from: 1), network = model.gpt.evaluate(text, from: 1)
    #expect(mixed.tokenCount == text.count - 1 && mixed.loss < 0.5 * network.loss)
    model.learns = true
    let learning = model.evaluate(text, from: 1)
    #expect(learning.loss < 0.9 * mixed.loss, "\(learning.loss), \(mixed.loss)")
    // What it has learned stays.
    model.learns = false
    #expect(model.evaluate(text, from: 1).loss < 0.95 * mixed.loss)
  }

  @Test func aNetworkThatLearnsPredictsBetterOnAnyNumberOfThreads() {
    func losses(_ threads: Int) -> [Double] {
      onThreads(threads) {
        let model = mixture(), text = tokens(tale(300..<600)), before = model.gpt.evaluate(text, from: 1).totalLoss
        model.learnsNetwork = true
        let mixed = model.evaluate(text, from: 1, batchSize: 16, stride: 8).totalLoss
        return [before, model.gpt.evaluate(text, from: 1).totalLoss, mixed]
      }
    }
    let one = losses(1)
    #expect(one[1] < 0.95 * one[0] && one == losses(2), "\(one)")
  }

  @Test func aLearnerBeginsAgainWithTheWeightsOfTheStart() {
    let gpt = mixture().gpt, text = tokens(tale(300..<310)), learner = NetworkLearner(gpt)
    func learned() -> [[Float]] {
      learner.begin()
      for end in stride(from: 8, through: 80, by: 8) { learner.learn(text[..<end], new: 8) }
      return gpt.parameters.map(\.elements)
    }
    let before = gpt.parameters.map(\.elements), first = learned()
    #expect(first != before && learned() == first)
    learner.begin()
    #expect(gpt.parameters.map(\.elements) == before)
  }

  /// Evaluation is the product of what `nextLogits` says, as far as the network reads the same windows.
  @Test func evaluationIsTheSumOfTheSinglePredictions() {
    let model = mixture(), text = Array(tokens(tale(300..<303)).prefix(17))
    let loss = (1..<text.count).reduce(0.0) { sum, i in
      sum - Double(model.nextLogits(after: Array(text[..<i]))[Int(text[i])])
    }
    #expect(abs(model.evaluate(text, from: 1).totalLoss / loss - 1) < 1e-4)
  }

  @Test func itWritesWhatItsPredictionsSay() throws {
    let model = mixture(), prompt = tokens("the ferry ")
    var (one, two) = (RandomGenerator(seed: 7), RandomGenerator(seed: 7))
    // Up to the context length, the network sees the same text in both ways.
    let text = try model.generate(after: prompt, count: 6, sampler: Sampler(), using: &one)
    var expected = prompt
    for _ in 0..<6 { expected.append(try Sampler().draw(model.nextLogits(after: expected), using: &two)) }
    #expect(prompt + text == expected)
    #expect(try model.generate(after: prompt, count: 50, sampler: Sampler(temperature: 0), using: &one).count == 50)
  }

  @Test func theNumberOfThreadsChangesNothing() {
    func bits(_ threads: Int) -> (Data, Double) {
      onThreads(threads) {
        let model = mixture()
        return (model.mixer.fileContents, model.evaluate(tokens(tale(300..<400)), from: 1).totalLoss)
      }
    }
    let (one, two) = (bits(1), bits(2))
    #expect(one == two)
  }

  @Test func aFolderKeepsTheMixture() throws {
    struct Record: Encodable { let model: GPTConfiguration }
    try withTemporaryFolder { place in
      let model = mixture(), tokenizer = CharacterTokenizer(vocabulary: taleScalars)
      let source = place + "/gpt", folder = place + "/mixture", record = Record(model: model.gpt.configuration)
      try createFolder(source)
      try writeFile(json: record, to: source + "/config.json")
      try tokenizer.save(to: source + "/tokenizer.json")
      try model.gpt.save(to: source + "/model.safetensors")
      try SavedMixture(model: model, tokenizer: tokenizer).save(to: folder, copying: source, record: record)
      #expect(SavedMixture.isMixture(folder) && !SavedMixture.isMixture(source))
      let again = try SavedMixture(folder: folder), text = tokens(tale(300..<320))
      #expect(again.tokenizer == tokenizer)
      #expect(again.model.evaluate(text, from: 1) == model.evaluate(text, from: 1))
      _ = try problem(.missing) { _ = try SavedMixture(folder: source) }
      try writeFile("no counts", to: folder + "/counts.mixture")
      #expect(try problem(.badData) { _ = try SavedMixture(folder: folder) }.message.contains("counts.mixture"))
    }
  }
}
