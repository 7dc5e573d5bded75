import Corpora
import Files
import Tensors

/// The readable training of Word2Vec: full softmax, on tensors, with automatically computed gradients.
///
/// It does what ``WindowTraining`` does in the plainest form: draw windows, compute the loss, run the backward pass,
/// and move every number against its gradient. Its cost grows with the vocabulary: a thousand words are fine, ten
/// thousand are slow.
public final class SoftmaxTraining: WordVectorTraining {
  /// The two tables.
  public let model: Word2Vec
  /// The input table.
  public var vectors: Tensor { model.input.weight }
  /// The training options.
  public let options: Word2VecOptions
  /// The number of passes over the corpus.
  public var epochs: Int { options.epochs }
  /// The number of chunks in the corpus.
  public var chunksPerEpoch: Int { sampler.chunkCount }
  private let sampler: WindowSampler
  private let batchSize: Int

  /// Prepares training from scratch; the architecture must be skip-gram. Impossible options stop the program; see
  /// ``Word2VecOptions/validate()``.
  public init(_ corpus: WordCorpus, _ options: Word2VecOptions) {
    require(options.architecture == .skipGram, "SoftmaxTraining: only skip-gram can be trained by full softmax")
    requireValid("SoftmaxTraining", options.validate)
    self.options = options
    batchSize = options.batchSize(vocabularySize: corpus.vocabulary.count)
    sampler = WindowSampler(corpus, window: options.window, subsample: options.subsample, seed: options.seed)
    model = Word2Vec(vocabularySize: corpus.vocabulary.count, dimensions: options.embedding)
    model.initialize(seed: options.seed)
  }

  /// Learns from one chunk, several thousand words of the corpus.
  public func learn(chunk number: Int) -> ChunkFigures {
    let chunk = sampler.chunk(number)
    var figures = ChunkFigures()
    figures.words = chunk.wordCount
    figures.learningRate = options.learningRate(done: Double(number) / Double(chunksPerEpoch * epochs))
    for start in stride(from: 0, to: chunk.centers.count, by: batchSize) {
      let (inputs, targets) = pairs(chunk, start..<min(start + batchSize, chunk.centers.count))
      guard !inputs.isEmpty else { continue }
      let loss = model.softmaxLoss(inputs: inputs, targets: targets)
      loss.backward()
      for parameter in model.parameters {
        // The loss is the mean over the pairs, but each pair moves the vectors by the whole learning rate.
        parameter.descend(rate: Float(figures.learningRate) * Float(inputs.count))
      }
      figures.loss += Double(loss.item) * Double(inputs.count)
      figures.pairs += inputs.count
    }
    return figures
  }

  /// Returns the pairs of some windows: each context word, and the center word that it predicts.
  private func pairs(_ chunk: WindowSampler.Chunk, _ windows: Range<Int>) -> (inputs: [Int32], targets: [Int32]) {
    var inputs: [Int32] = [], targets: [Int32] = []
    for window in windows {
      var generator = sampler.generator(chunk, window)
      let around = [Int32](unsafeUninitializedCapacity: 2 * options.window) { words, count in
        count = sampler.fill(words.baseAddress!, chunk, window, using: &generator)
      }
      inputs += around
      targets += around.map { _ in sampler.word(chunk, window) }
    }
    return (inputs, targets)
  }
}
