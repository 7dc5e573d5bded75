import Files
import Testing
import TestSupport

@testable import WordVectors

struct GloVeTrainingTests {
  private func options(dimensions: Int, epochs: Int = 2, batchSize: Int = 256) -> GloVeOptions {
    var options = GloVeOptions()
    (options.embedding, options.epochs, options.batchSize) = (dimensions, epochs, batchSize)
    return options
  }

  /// All numbers of the model and of the optimizer state.
  private func numbers(_ training: GloVeTraining) -> [Float] {
    (training.model.parameters + training.optimizerState!.parameters).flatMap(\.elements)
  }

  private func run(_ training: GloVeTraining, _ chunks: Range<Int>? = nil) -> ChunkFigures {
    var figures = ChunkFigures()
    for chunk in chunks ?? 0..<training.epochs * training.chunksPerEpoch {
      figures += training.learn(chunk: chunk)
    }
    return figures
  }

  /// No two pairs share a row, so each row moves once: against its gradient, because all sums are 1.
  @Test func kernelsFollowTheGradientOfTheReadableLoss() throws {
    let text = (1...9).map { n in String(repeating: "a\(n) b\(n)\n", count: 3 * n) }.joined()
    var options = options(dimensions: 19)
    options.learningRate = 0.5
    let training = try GloVeTraining(GloVeExamples.corpus(text), options),
      twin = GloVe(vocabularySize: 18, dimensions: 19)
    fill(training.model)
    fill(twin)
    let near = Cooccurrences(try GloVeExamples.corpus(text), window: options.window)
    let entries = (0..<near.entryCount).map(near.entry)
    #expect(entries.count == 18)
    let loss = twin.pairLoss(
      inputs: entries.map(\.first), outputs: entries.map(\.second), counts: entries.map(\.count), options)
    loss.backward()
    let figures = training.learn(chunk: 0)
    #expect(abs(figures.loss / Double(loss.item) - 1) < 1e-6)
    for ((moved, state), twin) in zip(
      zip(training.model.namedParameters, training.optimizerState!.parameters), twin.parameters)
    {
      let gradient = try #require(twin.gradient).elements.map(Double.init)
      expectClose(
        actual: zip(twin.elements, moved.parameter.elements).map { (Double($0) - Double($1)) / options.learningRate },
        expected: gradient, units: 30, moved.name)
      expectClose(
        actual: state.elements.map(Double.init), expected: gradient.map { 1 + 0.25 * $0 * $0 }, units: 4, moved.name)
    }
  }

  @Test func bitsAreTheSameOnAnyThreadCount() throws {
    let corpus = try GloVeExamples.corpus(GloVeExamples.randomText(words: 3000, vocabulary: 200))
    func trained() throws -> (figures: ChunkFigures, numbers: [Float]) {
      let training = try GloVeTraining(corpus, options(dimensions: 35))
      return (run(training), numbers(training))
    }
    let expected = try onThreads(1) { try trained() }
    for threads in [2, 3, 7] {
      let actual = try onThreads(threads) { try trained() }
      expectSameBits(actual: actual.numbers, expected: expected.numbers, "\(threads) threads")
      #expect(actual.figures == expected.figures, "\(threads) threads")
    }
  }

  @Test func trainingResumesFromParametersAndOptimizerState() throws {
    let corpus = try GloVeExamples.corpus(GloVeExamples.randomText(words: 20_000, vocabulary: 900))
    let options = options(dimensions: 4)
    let whole = try GloVeTraining(corpus, options), first = try GloVeTraining(corpus, options)
    let chunks = whole.chunksPerEpoch
    #expect(chunks >= 2)
    let all = run(whole)
    var figures = run(first, 0..<chunks + 1)
    let second = try GloVeTraining(corpus, options)
    for (old, new) in zip(first.model.parameters, second.model.parameters) {
      new.data.update(from: old.data, count: old.count)
    }
    for (old, new) in zip(first.optimizerState!.parameters, second.optimizerState!.parameters) {
      new.data.update(from: old.data, count: old.count)
    }
    figures += run(second, chunks + 1..<2 * chunks)
    expectSameBits(actual: numbers(second), expected: numbers(whole))
    #expect(abs(figures.loss / all.loss - 1) < 1e-12)
    #expect(figures.words == 2 * corpus.wordCount && figures.pairs == all.pairs)
    #expect(all.pairs == 2 * Cooccurrences(corpus, window: options.window).entryCount)
  }

  /// From the same start, two epochs diverge because they visit the pairs in different orders.
  @Test func everyEpochHasItsOwnOrder() throws {
    let corpus = try GloVeExamples.corpus(GloVeExamples.randomText(words: 500, vocabulary: 50))
    let options = options(dimensions: 5, batchSize: 4)
    let first = try GloVeTraining(corpus, options), second = try GloVeTraining(corpus, options)
    _ = first.learn(chunk: 0)
    _ = second.learn(chunk: second.chunksPerEpoch)
    #expect(numbers(first) != numbers(second))
  }

  @Test func theSeedDeterminesTheResult() throws {
    let corpus = try GloVeExamples.corpus(GloVeExamples.randomText(words: 500, vocabulary: 50))
    func trained(_ seed: UInt64) throws -> [Float] {
      var options = options(dimensions: 5)
      options.seed = seed
      let training = try GloVeTraining(corpus, options)
      _ = run(training)
      return numbers(training)
    }
    let one = try trained(1)
    expectSameBits(actual: try trained(1), expected: one)
    #expect(try trained(2) != one)
  }

  @Test func aTextWithoutNeighborsIsRefused() throws {
    let corpus = try GloVeExamples.corpus("a\nb\na\n")
    let problem = #expect(throws: Problem.self) { try GloVeTraining(corpus, options(dimensions: 4)) }
    #expect(problem?.kind == .badData)
  }
}
