import Files
import Foundation
import LanguageModels
import Numerics
import Testing

struct BeamSearchTests {
  private let model = TableModel(vocabularySize: 4, seed: 11)

  private func exhaustive(_ length: Int, after prompt: [Int32]) -> [(tokens: [Int32], logProbability: Double)] {
    allTexts(4, length: length).map { ($0, model.logProbability($0, after: prompt)) }
      .sorted { $0.logProbability > $1.logProbability }
  }

  @Test(arguments: [[], [2], [0, 3]] as [[Int32]]) func aBeamAsWideAsAllTextsFindsThemInOrder(prompt: [Int32]) throws {
    let beams = try model.beamSearch(after: prompt, count: 4, width: 256), expected = exhaustive(4, after: prompt)
    #expect(beams.map(\.tokens) == expected.map(\.tokens))
    for (beam, text) in zip(beams, expected) { #expect(abs(beam.logProbability - text.logProbability) < 1e-5) }
  }

  /// All beginnings of three tokens fit into a width of 64, so nothing is dropped before the end.
  @Test func aWideEnoughBeamFindsTheLikeliestText() throws {
    let best = try model.beamSearch(after: [1], count: 4, width: 64)
    #expect(best.count == 64 && best[0].tokens == exhaustive(4, after: [1])[0].tokens)
  }

  @Test func aBeamOfOneIsGreedyDecoding() throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      let model = TableModel(vocabularySize: 7, seed: seed)
      var generator = RandomGenerator(seed: 1)
      let greedy = try model.generate(after: [3], count: 9, sampler: Sampler(temperature: 0), using: &generator)
      let beams = try model.beamSearch(after: [3], count: 9, width: 1)
      #expect(beams.map(\.tokens) == [greedy])
      #expect(abs(beams[0].logProbability - model.logProbability(greedy, after: [3])) < 1e-5)
    }
  }

  /// Greedy decoding misses the likeliest text in some models; a beam of two finds it in one of them.
  @Test func aWiderBeamFindsWhatGreedyDecodingMisses() throws {
    let found = try (1...40).contains { seed in
      let model = TableModel(vocabularySize: 4, seed: UInt64(seed))
      let greedy = try model.beamSearch(after: [0], count: 3, width: 1)[0]
      let two = try model.beamSearch(after: [0], count: 3, width: 2)[0]
      let best = try model.beamSearch(after: [0], count: 3, width: 64)[0]
      return greedy.logProbability < best.logProbability - 0.1 && two.tokens == best.tokens
    }
    #expect(found)
  }

  /// Token 0 ends a text.
  @Test(arguments: [0, 0.7, 1, 2]) func completeTextsCompeteWithLongerOnes(lengthPenalty: Double) throws {
    var expected: [(tokens: [Int32], score: Double)] = []
    for length in 1...4 {
      for text in allTexts(4, length: length) where !text.dropLast().contains(0) && (text.last == 0 || length == 4) {
        let score = model.logProbability(text, after: [2]) / pow(Double(length), lengthPenalty)
        expected.append((text, score))
      }
    }
    expected.sort { $0.score > $1.score }
    let beams = try model.beamSearch(after: [2], count: 4, width: 300, lengthPenalty: lengthPenalty) { $0.last == 0 }
    #expect(beams.count == expected.count && beams.prefix(20).map(\.tokens) == expected.prefix(20).map(\.tokens))
    #expect(abs(beams[0].logProbability - model.logProbability(beams[0].tokens, after: [2])) < 1e-5)
  }

  @Test func theSearchEndsWhenAllBeamsAreComplete() throws {
    var calls = 0
    let beams = try model.beamSearch(after: [2], count: 1000, width: 2, lengthPenalty: 0) { _ in
      calls += 1
      return true
    }
    #expect(calls == 2 && beams.map(\.tokens.count) == [1, 1])
    #expect(try model.beamSearch(after: [2], count: 0, width: 3) == [Beam(tokens: [], logProbability: 0)])
  }

  @Test func impossibleTokensAreInNoBeamAndNumbersThatAreNotFiniteAreRefused() throws {
    struct Model: LanguageModel {
      let logits: [Float]
      var parameterCount: Int { 0 }
      func nextLogits(after tokens: [Int32]) -> [Float] { logits }
      func evaluate(_ tokens: [Int32], from start: Int) -> Evaluation { Evaluation() }
    }
    let beams = try Model(logits: [1, -.infinity, 0]).beamSearch(after: [0], count: 2, width: 9)
    #expect(beams.map(\.tokens) == [[0, 0], [0, 2], [2, 0], [2, 2]])
    let problem = #expect(throws: Problem.self) {
      try Model(logits: [1, .nan]).beamSearch(after: [], count: 2, width: 2)
    }
    #expect(problem?.kind == .badData)
  }
}
