import Corpora
import Kernels
import Layers
import Tensors

/// The training of GloVe: with handwritten kernels, on all threads, and with bit-identical results on any number of
/// threads.
///
/// Each epoch goes through the counts in a new random order. Pairs come in batches. First the errors of all pairs of a
/// batch are computed from the current vectors, each pair on any thread. Then the vectors are updated by AdaGrad, pair
/// by pair, with the columns divided among the threads; see `updatePairs` in Kernels.
public final class GloVeTraining: WordVectorTraining {
  /// The two tables.
  public let model: GloVe
  /// The sums of both tables' rows.
  public var vectors: Tensor { model.vectors() }
  /// The optimizer state: AdaGrad's sums of squared steps.
  public var optimizerState: (any Module)? { sums }
  /// The training options.
  public let options: GloVeOptions
  /// The number of passes over the counts.
  public var epochs: Int { options.epochs }
  /// The number of chunks of counts per epoch.
  public let chunksPerEpoch: Int

  private let sums: GloVeOptimizerState
  private let counts: Cooccurrences
  /// The number of words in the corpus, for the figures.
  private let wordCount: Int
  private let batch: PairBatch

  /// The approximate number of entries of the count matrix in a chunk.
  static let chunkSize = 1 << 16

  /// Prepares training from scratch. Impossible options stop the program; see ``GloVeOptions/validate()``.
  ///
  /// - Throws: `Problem` of kind `badData` if no two words of the corpus are in the same sentence.
  public init(_ corpus: WordCorpus, _ options: GloVeOptions) throws {
    requireValid("GloVeTraining", options.validate)
    try corpus.requireNeighbors()
    self.options = options
    counts = Cooccurrences(corpus, window: options.window)
    wordCount = corpus.wordCount
    chunksPerEpoch = (counts.entryCount + Self.chunkSize - 1) / Self.chunkSize
    let words = corpus.vocabulary.count
    model = GloVe(vocabularySize: words, dimensions: options.embedding)
    sums = GloVeOptimizerState(vocabularySize: words, dimensions: options.embedding)
    batch = PairBatch(size: options.batchSize)
    model.initialize(seed: options.seed)
    sums.initialize(seed: options.seed)
  }

  /// Learns from one chunk, tens of thousands of pairs.
  public func learn(chunk number: Int) -> ChunkFigures {
    let (epoch, chunk) = number.quotientAndRemainder(dividingBy: chunksPerEpoch)
    let order = ShuffledOrder(count: counts.entryCount, seed: options.seed, stream: UInt64(epoch))
    func share(_ whole: Int) -> Range<Int> {
      whole * chunk / chunksPerEpoch..<whole * (chunk + 1) / chunksPerEpoch
    }
    let places = share(counts.entryCount)
    var figures = ChunkFigures()
    figures.pairs = places.count
    figures.words = share(wordCount).count
    figures.learningRate = options.learningRate
    for start in stride(from: places.lowerBound, to: places.upperBound, by: options.batchSize) {
      let count = min(options.batchSize, places.upperBound - start)
      figures.loss += learn(order, start..<start + count)
    }
    return figures
  }

  /// Learns from the pairs at the given places of an order, and returns the sum of their losses.
  private func learn(_ order: ShuffledOrder, _ places: Range<Int>) -> Double {
    let (pairs, width, count) = (batch.pairs, options.embedding, places.count)
    let input = rows(model.input, sums.input), output = rows(model.output, sums.output)
    parallel(count, work: count * (width + 100)) { range in
      for k in range {
        let entry = counts.entry(order[places.lowerBound + k])
        (pairs.inputs[k], pairs.outputs[k], pairs.counts[k]) = (entry.first, entry.second, entry.count)
      }
      pairErrors(
        pairs, range, input, output, width: width, maximumCount: Float(options.maximumCount),
        exponent: Float(options.exponent), rate: Float(options.learningRate))
    }
    updatePairs(pairs, count: count, input, output, width: width)
    return UnsafeBufferPointer(start: pairs.losses, count: count).reduce(0) { $0 + Double($1) }
  }

  private func rows(_ table: BiasedTable, _ sums: BiasedTable) -> BiasedRows {
    BiasedRows(
      weight: table.weight.data, bias: table.bias.data, weightSums: sums.weight.data, biasSums: sums.bias.data)
  }
}

/// The buffers of a batch of pairs.
private final class PairBatch {
  let pairs: CountedPairs

  init(size: Int) { pairs = CountedPairs(count: size) }

  deinit { pairs.deallocate() }
}
