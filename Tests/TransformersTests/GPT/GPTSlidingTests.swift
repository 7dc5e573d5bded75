import Corpora
import Layers
import Numerics
import Tensors
import Testing
import TestSupport
@testable import Transformers

/// Reading past the context.
struct GPTSlidingTests {
  private let text: [Int32] = {
    var generator = RandomGenerator(seed: 8)
    return (0..<120).map { _ in Int32(generator.next() % 7) }
  }()

  private func model(_ positions: PositionKind, window: Int?, context: Int, memory: NGramMemory.Form? = nil) -> GPT {
    var c = GPTConfiguration(vocabularySize: 7, contextLength: context, layerCount: 2, headCount: 2, width: 8)
    (c.positions, c.window, c.memory) = (positions, window, memory)
    let model = GPT(c)
    model.initialize(seed: 5)
    var generator = RandomGenerator(seed: 6)
    for parameter in model.parameters {
      for i in 0..<parameter.count { parameter.data[i] += generator.normal() * 0.2 }
    }
    return model
  }

  /// The longest n-grams reach further back than attention.
  @Test(
    arguments: [PositionKind.rotary, .alibi, .none],
    [nil, NGramMemory.Form(longest: 3, rowBits: 4, width: 8), NGramMemory.Form(longest: 8, rowBits: 4, width: 8)])
  func withAWindowTheCacheSlidesWithoutReadingAgain(_ positions: PositionKind, _ memory: NGramMemory.Form?) {
    let model = model(positions, window: 5, context: 16, memory: memory)
    // A model with room for the whole text gives the logits that sliding must give.
    let long = self.model(positions, window: 5, context: 128, memory: memory)
    let whole = withoutGradients { long.logits(text, batchSize: 1) }
    let decoder = GPTDecoder(model)
    decoder.prefill(text[..<10])
    for t in 10..<text.count {
      decoder.step([text[t]])
      expectTensor(
        decoder.logits, matches: whole.slice(axis: 1, t..<t + 1).reshaped(to: [1, 7]).elements, shape: [1, 7],
        tolerance: 3e-5, "after \(t + 1) tokens")
    }
    #expect(decoder.length <= 16 + 5 + 16)
  }

  @Test(arguments: PositionKind.allCases) func withoutAWindowTheSecondHalfIsReadAgain(_ positions: PositionKind) {
    let model = model(positions, window: nil, context: 8)
    #expect(!model.configuration.slides)
    let decoder = GPTDecoder(model)
    decoder.prefill(text[..<8])
    decoder.step([text[8]])
    let half = withoutGradients { model.logits(Array(text[5...8]), batchSize: 1) }
    expectTensor(
      decoder.logits, matches: half.slice(axis: 1, 3..<4).reshaped(to: [1, 7]).elements, shape: [1, 7],
      tolerance: 2e-5)
  }

  @Test func aMemoryLooksUpTokensThatLeftTheContext() {
    let model = model(.rotary, window: nil, context: 8, memory: NGramMemory.Form(longest: 6, rowBits: 6, width: 8))
    func logits(of seen: Range<Int>, before: Int) -> [Float] {
      withoutGradients {
        var pass = ForwardPass.evaluation
        pass.before = [text[before..<seen.lowerBound]]
        let logits = model.logits(Array(text[seen]), batchSize: 1, &pass)
        return logits.slice(axis: 1, seen.count - 1..<seen.count).elements
      }
    }
    let decoder = GPTDecoder(model)
    decoder.prefill(text[..<20])
    expectTensor(decoder.logits, matches: logits(of: 12..<20, before: 7), shape: [1, 7], tolerance: 2e-5)
    #expect(logits(of: 12..<20, before: 7) == model.nextLogits(after: Array(text[..<20])))
    #expect(logits(of: 12..<20, before: 7) != logits(of: 12..<20, before: 12))
    decoder.step([text[20]])
    expectTensor(decoder.logits, matches: logits(of: 17..<21, before: 9), shape: [1, 7], tolerance: 2e-5)
  }

  /// A batch brings the tokens before its windows along, so a memory predicts the same as in the whole text, which here
  /// depends on nothing else.
  @Test func theWindowsOfABatchKnowWhatIsBeforeThem() {
    let model = model(.none, window: 1, context: 120, memory: NGramMemory.Form(longest: 8, rowBits: 8, width: 8))
    #expect(Batch.lookback == SequenceCache.lookback)
    withoutGradients {
      let whole = model.logits(Array(text[..<110]), batchSize: 1)
      for batch in EvaluationBatches(of: text[...], batchSize: 2, length: 10, limit: 5) {
        var pass = ForwardPass.evaluation
        let logits = model.logits(batch, &pass)
        for (row, start) in batch.starts.enumerated() {
          expectTensor(
            logits.slice(axis: 0, row..<row + 1), matches: whole.slice(axis: 1, start..<start + 10).elements,
            shape: [1, 10, 7], tolerance: 2e-5)
        }
        let loss = model.loss(batch, &pass)
        expectTensor(loss, matches: crossEntropy(logits, targets: batch.targets).elements, shape: loss.shape)
      }
    }
  }

  @Test func learnedPositionsNeverSlide() {
    #expect(!model(.learned, window: 3, context: 8).configuration.slides)
    #expect(!model(.sinusoidal, window: 3, context: 8).configuration.slides)
  }
}
