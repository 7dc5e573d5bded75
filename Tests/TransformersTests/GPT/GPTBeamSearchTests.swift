import LanguageModels
import Numerics
import Testing
import TestSupport
import Transformers

struct GPTBeamSearchTests {
  private let shape = ModelShape(vocabulary: 9, context: 23, layers: 2, heads: 2, width: 12)

  /// Each beam's log-probability, from a pass over the whole text.
  private func logProbability(_ model: GPT, _ tokens: [Int32], after prompt: [Int32]) -> Double {
    let rows = model.logits(prompt + tokens, batchSize: 1).logSoftmax()
    return tokens.indices.reduce(0) { $0 + Double(rows[0, prompt.count - 1 + $1, Int(tokens[$1])].item) }
  }

  @Test(arguments: [1, 2, 5, 16]) func beamsSideBySideAreThoseOfReadingEachAlone(width: Int) throws {
    let model = shape.model()
    for parameter in model.parameters { for i in 0..<parameter.count { parameter.data[i] *= 2 } }
    let beams = try model.beamSearch(after: [3, 1, 4], count: 15, width: width)
    let expected = try model.rereadingBeamSearch(
      after: [3, 1, 4], count: 15, width: width, lengthPenalty: 0, isComplete: { _ in false })
    #expect(beams.map(\.tokens) == expected.map(\.tokens) && beams.count == width)
    #expect(Set(beams.map { $0.tokens[0] }).count > 1 || width < 5)
    for beam in beams {
      #expect(abs(beam.logProbability - logProbability(model, beam.tokens, after: [3, 1, 4])) < 1e-4)
    }
  }

  @Test func beamsThatEndEarlyMakeRoomForOthers() throws {
    let model = shape.model()
    let isComplete: ([Int32]) -> Bool = { $0.last == 5 || $0.last == 2 }
    let beams = try model.beamSearch(after: [3], count: 9, width: 12, lengthPenalty: 1, isComplete: isComplete)
    let expected = try model.rereadingBeamSearch(
      after: [3], count: 9, width: 12, lengthPenalty: 1, isComplete: isComplete)
    #expect(beams.map(\.tokens) == expected.map(\.tokens))
    #expect(Set(beams.map(\.tokens.count)).count > 1)
  }

  @Test func aBeamOfOneIsGreedyDecodingAlsoPastTheContext() throws {
    let model = shape.model()
    var generator = RandomGenerator(seed: 1)
    let greedy = try model.generate(after: [3], count: 70, sampler: Sampler(temperature: 0), using: &generator)
    #expect(try model.beamSearch(after: [3], count: 70, width: 1).map(\.tokens) == [greedy])
    // Wider beams work there too.
    let beams = try model.beamSearch(after: [3], count: 70, width: 4)
    #expect(beams.count == 4 && Set(beams.map(\.tokens)).count == 4 && beams.allSatisfy { $0.tokens.count == 70 })
  }

  @Test func moreBeamsThanSequencesAreReadOneByOne() throws {
    let model = shape.model()
    let beams = try model.beamSearch(after: [3, 1], count: 2, width: 81)
    #expect(beams.count == 81)
    #expect(try model.beamSearch(after: [3, 1], count: 2, width: 16).map(\.tokens) == beams.prefix(16).map(\.tokens))
  }
}
