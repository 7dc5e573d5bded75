import Corpora
import Foundation
import Testing
import TestSupport

@testable import WordVectors

struct WordVectorTrainingTests {
  /// Small and quick, with remainders of all kinds: 21 columns are a block and a tail.
  private func options(
    _ architecture: Word2VecOptions.Architecture = .skipGram,
    _ objective: Word2VecOptions.Objective = .negativeSampling
  ) -> Word2VecOptions {
    var options = Word2VecOptions()
    (options.architecture, options.objective) = (architecture, objective)
    (options.embedding, options.epochs, options.subsample) = (21, 2, 0)
    return options
  }

  private func training(_ corpus: WordCorpus, _ options: Word2VecOptions) -> any WordVectorTraining {
    options.objective == .softmax ? SoftmaxTraining(corpus, options) : WindowTraining(corpus, options)
  }

  @discardableResult
  private func trained(_ training: any WordVectorTraining, _ chunks: Range<Int>? = nil) -> [ChunkFigures] {
    (chunks ?? 0..<training.epochs * training.chunksPerEpoch).map { training.learn(chunk: $0) }
  }

  private func bits(_ training: any WordVectorTraining) -> [UInt32] {
    training.model.parameters.flatMap { $0.elements.map(\.bitPattern) }
  }

  private static let combinations: [(Word2VecOptions.Architecture, Word2VecOptions.Objective)] = [
    (.skipGram, .negativeSampling), (.skipGram, .hierarchicalSoftmax), (.cbow, .negativeSampling),
    (.cbow, .hierarchicalSoftmax), (.skipGram, .softmax),
  ]

  @Test(arguments: combinations)
  func sameBitsOnAnyThreadCount(
    architecture: Word2VecOptions.Architecture, objective: Word2VecOptions.Objective
  ) throws {
    let corpus = try Realms.corpus(sentences: 1500)
    var results: [[UInt32]] = [], figures: [[ChunkFigures]] = []
    for threads in [1, 2, 3, 7] {
      onThreads(threads) {
        let training = training(corpus, options(architecture, objective))
        figures.append(trained(training))
        results.append(bits(training))
      }
    }
    #expect(results.dropFirst().allSatisfy { $0 == results[0] })
    #expect(figures.dropFirst().allSatisfy { $0 == figures[0] })
  }

  @Test(arguments: combinations)
  func trainingResumesFromItsParameters(
    architecture: Word2VecOptions.Architecture, objective: Word2VecOptions.Objective
  ) throws {
    let corpus = try Realms.corpus(sentences: 1500), options = options(architecture, objective)
    let whole = training(corpus, options), first = training(corpus, options), second = training(corpus, options)
    let chunks = whole.epochs * whole.chunksPerEpoch
    #expect(chunks >= 2)
    trained(whole)
    trained(first, 0..<1)
    for (from, to) in zip(first.model.parameters, second.model.parameters) {
      to.data.update(from: from.data, count: from.count)
    }
    trained(second, 1..<chunks)
    #expect(bits(second) == bits(whole))
  }

  @Test(arguments: combinations)
  func theLossFalls(architecture: Word2VecOptions.Architecture, objective: Word2VecOptions.Objective) throws {
    let corpus = try Realms.corpus(sentences: 1500)
    var options = options(architecture, objective)
    (options.epochs, options.learningRate) = (8, 0.05)
    let losses = trained(training(corpus, options)).map(\.meanLoss)
    #expect(losses.last! < 0.8 * losses.first!)
    // At the start all words are equally likely, so the first chunk's loss is near that of a model that knows nothing.
    if objective == .softmax { #expect(abs(losses[0] - log(Double(corpus.vocabulary.count))) < 1.5) }
  }

  /// A chunk whose words were all dropped learns nothing and reports its scheduled learning rate.
  @Test(arguments: combinations)
  func aChunkWithoutWordsLearnsNothing(
    architecture: Word2VecOptions.Architecture, objective: Word2VecOptions.Objective
  ) throws {
    let corpus = try Realms.corpus(sentences: 20)
    var options = options(architecture, objective)
    options.subsample = 1e-30
    let training = training(corpus, options), before = bits(training)
    let figures = trained(training)
    #expect(bits(training) == before && figures.allSatisfy { $0.pairs == 0 && $0.loss == 0 && $0.meanLoss == 0 })
    #expect(figures.map(\.words) == [corpus.wordCount, corpus.wordCount])
    #expect(figures.map(\.learningRate) == [0.025, 0.0125])
  }

  @Test func differentSeedsGiveDifferentVectors() throws {
    let corpus = try Realms.corpus(sentences: 200)
    var options = options()
    let first = training(corpus, options)
    options.seed = 2
    let second = training(corpus, options)
    #expect(bits(first) != bits(second))
  }

  /// All analogies of a text with clear regularities, in seconds; among 86 words, luck would find one in a hundred.
  @Test(arguments: [
    (Word2VecOptions.Architecture.skipGram, Word2VecOptions.Objective.negativeSampling), (.cbow, .negativeSampling),
    (.skipGram, .softmax),
  ])
  func wordMathWorks(architecture: Word2VecOptions.Architecture, objective: Word2VecOptions.Objective) throws {
    let corpus = try Realms.corpus(sentences: 12_000)
    var options = options(architecture, objective)
    (options.embedding, options.epochs, options.learningRate) = (32, 10, 0.05)
    let training = training(corpus, options)
    let before = Realms.accuracy(training.vectors, corpus.vocabulary)
    trained(training)
    let after = Realms.accuracy(training.vectors, corpus.vocabulary)
    #expect(before < 0.3 && after >= 0.8)
  }
}
