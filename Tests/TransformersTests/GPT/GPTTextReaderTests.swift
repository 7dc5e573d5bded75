import LanguageModels
import Numerics
import Testing
import TestSupport
import Transformers

struct GPTTextReaderTests {
  @Test(arguments: [ModelShape.odd, ModelShape.all[1], ModelShape.all[4]])
  func tokensInOnePassGiveTheSameBitsAsOneByOne(_ shape: ModelShape) {
    let model = shape.model(), text = shape.tokens(2 * shape.context + 7), V = shape.vocabulary
    let decoder = GPTDecoder(model)
    decoder.prefill(text.prefix(1))
    var expected = decoder.logits.elements
    for token in text.dropFirst() {
      decoder.step([token])
      expected += decoder.logits.elements
    }
    // One token, then chunks of three, then of twenty, past the end of the context.
    for size in [1, 3, 20] {
      let reader = model.reader()
      var logits = reader.begin([text[0]]), rest = text.dropFirst()
      #expect(logits.count == V && reader.room == shape.context - 1)
      while !rest.isEmpty {
        logits += reader.append(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      expectSameBits(actual: logits, expected: expected, "\(size) at a time")
    }
  }

  @Test func tokensThatAreTakenBackLeaveNothingBehind() {
    let shape = ModelShape.odd, model = shape.model(), text = shape.tokens(30)
    let plain = model.reader(), other = model.reader()
    _ = plain.begin(Array(text[..<9]))
    _ = other.begin(Array(text[..<9]))
    for i in stride(from: 9, to: 27, by: 3) {
      _ = other.append([1, 2, 3, 4, 5])
      other.removeLast(5)
      let next = Array(text[i..<i + 3])
      expectSameBits(actual: other.append(next), expected: plain.append(next))
      #expect(other.room == plain.room)
    }
  }

  /// More tokens are taken back than the context still holds, so it is read again.
  @Test func theContextCanHaveMovedBeforeTokensAreTakenBack() {
    let shape = ModelShape.all[1], model = shape.model(), text = shape.tokens(20)
    let reader = model.reader()
    _ = reader.begin(Array(text[..<4]))
    _ = reader.append(Array(text[4..<16]))
    reader.removeLast(9)
    let decoder = GPTDecoder(model)
    decoder.prefill(text[..<7])
    decoder.step([text[7]])
    expectSameBits(actual: reader.append([text[7]]), expected: decoder.logits.elements)
  }

  /// The text is three times as long as the model's context, and the drafter's context is shorter.
  @Test(arguments: [1, 3, 8, 20]) func greedyDecodingWithADrafterIsGreedyDecoding(draftTokens: Int) throws {
    let shape = ModelShape.odd, model = shape.model(), sampler = Sampler(temperature: 0, repetitionPenalty: 1.1)
    let small = ModelShape(vocabulary: 19, context: 11, layers: 1, heads: 1, width: 9).model()
    var generator = RandomGenerator(seed: 1)
    let greedy = try model.generate(after: [3, 1, 4], count: 120, sampler: sampler, using: &generator)
    for drafter in [model, small] {
      var text: [Int32] = []
      let counts = try model.generate(
        after: [3, 1, 4], count: 120, sampler: sampler, drafter: drafter.reader(), draftTokens: draftTokens,
        using: &generator
      ) { text.append($0) }
      #expect(text == greedy)
      #expect(drafter !== model || counts.passes < 120)
    }
  }

  /// The second token of a text and the tokens past the context have the model's distribution.
  @Test func drawsWithADrafterHaveTheModelsDistribution() throws {
    let shape = ModelShape(vocabulary: 5, context: 4, layers: 1, heads: 1, width: 6), model = shape.model()
    for parameter in model.parameters { for i in 0..<parameter.count { parameter.data[i] *= 3 } }
    let small = ModelShape(vocabulary: 5, context: 3, layers: 1, heads: 1, width: 4).model()
    let sampler = Sampler(temperature: 0.9, topK: 4), texts = 8_000
    func counts(_ seed: UInt64, _ write: (inout RandomGenerator, (Int32) -> Void) throws -> Void) throws -> [Int] {
      var generator = RandomGenerator(seed: seed), counts = [Int](repeating: 0, count: 625)
      for _ in 0..<texts {
        var index = 0
        try write(&generator) { index = (5 * index + Int($0)) % 625 }
        counts[index] += 1
      }
      return counts
    }
    // The last four of six tokens.
    let plain = try counts(1) { try model.generate(after: [2, 4], count: 6, sampler: sampler, using: &$0, emit: $1) }
    let drafted = try counts(2) {
      try model.generate(
        after: [2, 4], count: 6, sampler: sampler, drafter: small.reader(), draftTokens: 3, using: &$0, emit: $1)
    }
    // Two samples of the same size: the sum of (a - b)^2 / (a + b) is chi-squared.
    var statistic = 0.0, degrees = 0.0
    for (a, b) in zip(plain, drafted) where a + b >= 16 {
      statistic += Double((a - b) * (a - b)) / Double(a + b)
      degrees += 1
    }
    #expect(degrees > 50 && statistic < degrees + 4.3 * (2 * degrees).squareRoot(), "\(statistic) of \(degrees)")
  }
}
