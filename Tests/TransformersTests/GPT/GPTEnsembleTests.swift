import Foundation
import LanguageModels
import Numerics
import TestSupport
import Testing
import Transformers

struct GPTEnsembleTests {
  private let first = ModelShape.odd.model(seed: 1), second = ModelShape.odd.model(seed: 2)
  private let text = ModelShape.odd.tokens(70)

  private func probabilities(_ logits: [Float]) -> [Double] {
    let powers = logits.map { exp(Double($0)) }, sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  @Test func probabilitiesAreTheMeanOfThoseOfTheMembers() {
    let ensemble = GPTEnsemble([first, second])
    let found = probabilities(ensemble.nextLogits(after: text))
    let a = probabilities(first.nextLogits(after: text)), b = probabilities(second.nextLogits(after: text))
    #expect(a != b)
    for (i, p) in found.enumerated() { #expect(abs(p - (a[i] + b[i]) / 2) < 1e-6) }
    #expect(ensemble.parameterCount == 2 * first.parameterCount)
  }

  /// Each token but the first is predicted from those before it in its window.
  @Test(arguments: [nil, 5]) func lossIsThatOfTheProbabilities(stride: Int?) {
    let ensemble = GPTEnsemble([first, second]), T = ensemble.contextLength, step = stride ?? T
    var expected = 0.0, done = 0
    for start in Swift.stride(from: 0, to: text.count - 1, by: step) where done < text.count - 1 {
      for place in max(start, done)..<min(start + T, text.count - 1) {
        let p = probabilities(ensemble.nextLogits(after: Array(text[start...place])))
        expected -= log(p[Int(text[place + 1])])
        done = place + 1
      }
    }
    let found = ensemble.evaluate(text[...], batchSize: 3, stride: stride)
    #expect(found.tokenCount == text.count - 1 && abs(found.totalLoss - expected) < 1e-4 * expected)
    let losses = [first, second].map { $0.evaluate(text[...], batchSize: 3, stride: stride).loss }
    #expect(found.loss < (losses[0] + losses[1]) / 2)
    let alone = GPTEnsemble([first]).evaluate(text[...], batchSize: 3, stride: stride)
    #expect(abs(alone.loss - losses[0]) < 1e-6)
  }

  /// The members have contexts of different lengths.
  @Test func readerAndReadingAgainGiveTheSame() throws {
    let shape = ModelShape(vocabulary: 19, context: 90, layers: 1, heads: 1, width: 9)
    let ensemble = GPTEnsemble([first, shape.model()]), reader = ensemble.reader()
    #expect(ensemble.contextLength == ModelShape.odd.context)
    let begun = reader.begin(Array(text[..<9]))
    let opening = probabilities(ensemble.nextLogits(after: Array(text[..<9])))
    for (p, q) in zip(probabilities(begun), opening) { #expect(abs(p - q) < 1e-5) }
    #expect(begun.count == 19 && reader.room == ensemble.contextLength - 9)
    let next = reader.append(Array(text[9..<12]))
    #expect(next.count == 3 * 19)
    let expected = probabilities(ensemble.nextLogits(after: Array(text[..<11])))
    for (p, q) in zip(probabilities(Array(next[19..<38])), expected) { #expect(abs(p - q) < 1e-5) }
    reader.removeLast(2)
    let again = probabilities(reader.append([text[10]]))
    for (p, q) in zip(again, expected) { #expect(abs(p - q) < 1e-5) }
  }

  @Test func draftsAndGreedyDecodingGiveTheSameText() throws {
    let ensemble = GPTEnsemble([first, second]), sampler = Sampler(temperature: 0)
    var generator = RandomGenerator(seed: 1)
    let greedy = try ensemble.generate(after: [3, 1, 4], count: 60, sampler: sampler, using: &generator)
    #expect(greedy.count == 60)
    var drafted: [Int32] = []
    try ensemble.generate(
      after: [3, 1, 4], count: 60, sampler: sampler, drafter: first.reader(), using: &generator
    ) { drafted.append($0) }
    #expect(drafted == greedy)
  }
}
