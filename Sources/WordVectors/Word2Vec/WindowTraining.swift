import Corpora
import Kernels
import Tensors

/// Fast training of Word2Vec: with handwritten kernels, on all threads, and with bit-identical results on any
/// number of threads.
///
/// Windows come in batches. First the errors of all windows of a batch are computed from the current vectors, each
/// window on any thread. Then the vectors are updated, window by window, with the columns divided among the threads;
/// see `updateWindows` in Kernels. The context words of a window share its negative samples, as in Ji et al. 2016
/// ("Parallelizing Word2Vec in Shared and Distributed Memory"), so the work per window is two small matrix products.
public final class WindowTraining: WordVectorTraining {
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

  /// The output rows that the context words are scored against.
  private enum Outputs {
    case samples(NoiseDistribution, count: Int)
    case nodes(HuffmanTree)
  }

  private let sampler: WindowSampler
  private let batchSize: Int
  private let outputs: Outputs
  private let batch: WindowBatch

  /// Prepares training from scratch. Impossible options stop the program; see ``Word2VecOptions/validate()``.
  public init(_ corpus: WordCorpus, _ options: Word2VecOptions) {
    requireValid("WindowTraining", options.validate)
    self.options = options
    batchSize = options.batchSize(vocabularySize: corpus.vocabulary.count)
    sampler = WindowSampler(corpus, window: options.window, subsample: options.subsample, seed: options.seed)
    model = Word2Vec(
      vocabularySize: corpus.vocabulary.count, dimensions: options.embedding, objective: options.objective)
    let most: Int
    if options.objective == .hierarchicalSoftmax {
      let tree = HuffmanTree(counts: corpus.counts)
      (outputs, most) = (.nodes(tree), tree.depth)
    } else {
      (outputs, most) = (
        .samples(NoiseDistribution(counts: corpus.counts), count: options.negative), options.negative + 1
      )
    }
    batch = WindowBatch(
      size: batchSize, inputs: 2 * options.window, outputs: most,
      hiddenWidth: options.architecture == .cbow ? options.embedding : nil)
    model.initialize(seed: options.seed)
  }

  /// Learns from one chunk, several thousand words of the corpus.
  public func learn(chunk number: Int) -> ChunkFigures {
    let chunk = sampler.chunk(number)
    let count = chunk.centers.count
    var figures = ChunkFigures()
    figures.words = chunk.wordCount
    let chunks = Double(chunksPerEpoch * epochs)
    figures.learningRate = options.learningRate(done: Double(number) / chunks)
    var start = 0
    while start < count {
      let size = min(batchSize, count - start)
      let place = Double(number) + Double(start) / Double(count)
      figures.learningRate = options.learningRate(done: place / chunks)
      fillWindows(chunk, first: start, count: size, rate: Float(figures.learningRate))
      updateWindows(
        batch.windows, count: size, model.input.weight.data, model.output.weight.data, width: options.embedding,
        usesMean: options.architecture == .cbow)
      for w in 0..<size {
        figures.loss += Double(batch.losses[w])
        figures.pairs += batch.pairCount(w)
      }
      start += size
    }
    return figures
  }

  /// Draws windows and stores their errors and losses in the batch.
  private func fillWindows(_ chunk: WindowSampler.Chunk, first: Int, count: Int, rate: Float) {
    let (batch, windows) = (batch, batch.windows)
    let (input, output) = (model.input.weight.data, model.output.weight.data)
    parallel(count, work: count * windows.inputRoom * windows.outputRoom * options.embedding) { range in
      for w in range {
        let inputs = windows.inputs + w * windows.inputRoom, outputs = windows.outputs + w * windows.outputRoom
        var generator = sampler.generator(chunk, first + w)
        windows.inputCounts[w] = Int32(sampler.fill(inputs, chunk, first + w, using: &generator))
        let word = sampler.word(chunk, first + w)
        switch self.outputs {
        case .samples(let noise, let negative):
          outputs[0] = word
          var n = 1
          for _ in 0..<negative {
            let sample = noise.draw(using: &generator)
            // The word itself is not a negative sample.
            if sample != word {
              outputs[n] = sample
              n += 1
            }
          }
          windows.outputCounts[w] = Int32(n)
          windows.positives[w] = 1
        case .nodes(let tree):
          var n = 0
          for node in tree.nodes(of: word) {
            outputs[n] = node
            n += 1
          }
          windows.outputCounts[w] = Int32(n)
          windows.positives[w] = tree.code(of: word)
        }
        batch.losses[w] = windowErrors(
          windows, w, input, output, hidden: batch.hidden.map { $0 + w * options.embedding },
          width: options.embedding, rate: rate)
      }
    }
  }
}

/// The buffers of a batch of windows.
private final class WindowBatch {
  let windows: WordWindows
  /// The loss of each window.
  let losses: UnsafeMutablePointer<Float>
  /// For CBOW, one row per window for the mean of its inputs.
  let hidden: UnsafeMutablePointer<Float>?

  init(size: Int, inputs: Int, outputs: Int, hiddenWidth: Int?) {
    windows = WordWindows(count: size, inputs: inputs, outputs: outputs)
    losses = .allocate(capacity: size)
    hidden = hiddenWidth.map { .allocate(capacity: size * $0) }
  }

  deinit {
    windows.deallocate()
    losses.deallocate()
    hidden?.deallocate()
  }

  /// The number of pairs in a window: one per context word, which predicts the center on its own, or one in total for
  /// CBOW.
  func pairCount(_ w: Int) -> Int { hidden == nil ? Int(windows.inputCounts[w]) : min(1, Int(windows.inputCounts[w])) }
}
