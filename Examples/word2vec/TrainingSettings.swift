import Corpora
import Tensors
import WordVectors

/// The settings that determine how vectors are learned from words.
enum TrainingSettings: Equatable {
  case word2vec(Word2VecOptions)
  case glove(GloVeOptions)

  var method: Method {
    switch self {
    case .word2vec(let options): options.architecture == .cbow ? .cbow : .skipGram
    case .glove: .glove
    }
  }

  var epochs: Int {
    switch self {
    case .word2vec(let options): options.epochs
    case .glove(let options): options.epochs
    }
  }

  /// The unit of the loss: GloVe's is not the logarithm of a probability.
  var lossMeasure: String { method == .glove ? "weighted square" : "nats" }

  /// Sets up training from scratch.
  func start(_ corpus: WordCorpus) throws -> any WordVectorTraining {
    switch self {
    case .glove(let options): return try GloVeTraining(corpus, options)
    case .word2vec(let options):
      try corpus.requireNeighbors()
      return options.objective == .softmax ? SoftmaxTraining(corpus, options) : WindowTraining(corpus, options)
    }
  }

  /// Checks that a file holds tables of the size that training would set up, without taking memory for them.
  func check(_ file: Safetensors, vocabularySize: Int) throws {
    switch self {
    case .word2vec(let options):
      try Word2Vec(vocabularySize: vocabularySize, dimensions: options.embedding, objective: options.objective)
        .check(file)
    case .glove(let options): try GloVe(vocabularySize: vocabularySize, dimensions: options.embedding).check(file)
    }
  }

  func validate() throws {
    switch self {
    case .word2vec(let options): try options.validate()
    case .glove(let options): try options.validate()
    }
  }
}

// MARK: - As JSON

extension TrainingSettings: Codable {
  /// The settings in `config.json`; those that the method does not use are left out.
  struct Fields: Codable {
    var method: Method
    var objective: Word2VecOptions.Objective?
    var embedding: Int
    var window: Int
    var negative: Int?
    var epochs: Int
    var subsample: Double?
    var learningRate: Double
    var minimumLearningRate: Double?
    var maximumCount: Double?
    var exponent: Double?
    var batchSize: Int?
    var seed: UInt64
  }

  init(from decoder: any Decoder) throws { self.init(try Fields(from: decoder)) }

  init(_ fields: Fields) {
    if fields.method == .glove {
      var options = GloVeOptions()
      (options.embedding, options.window, options.epochs) = (fields.embedding, fields.window, fields.epochs)
      (options.learningRate, options.seed) = (fields.learningRate, fields.seed)
      options.maximumCount = fields.maximumCount ?? options.maximumCount
      options.exponent = fields.exponent ?? options.exponent
      options.batchSize = fields.batchSize ?? options.batchSize
      self = .glove(options)
    } else {
      var options = Word2VecOptions()
      options.architecture = fields.method == .cbow ? .cbow : .skipGram
      options.objective = fields.objective ?? options.objective
      (options.embedding, options.window, options.epochs) = (fields.embedding, fields.window, fields.epochs)
      (options.learningRate, options.seed) = (fields.learningRate, fields.seed)
      options.negative = fields.negative ?? options.negative
      options.subsample = fields.subsample ?? options.subsample
      options.minimumLearningRate = fields.minimumLearningRate ?? options.minimumLearningRate
      options.batchSize = fields.batchSize
      self = .word2vec(options)
    }
  }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .word2vec(let options):
      let isSampled = options.objective == .negativeSampling
      try Fields(
        method: method, objective: options.objective, embedding: options.embedding, window: options.window,
        negative: isSampled ? options.negative : nil, epochs: options.epochs, subsample: options.subsample,
        learningRate: options.learningRate, minimumLearningRate: options.minimumLearningRate,
        batchSize: options.batchSize, seed: options.seed
      ).encode(to: encoder)
    case .glove(let options):
      try Fields(
        method: method, embedding: options.embedding, window: options.window, epochs: options.epochs,
        learningRate: options.learningRate, maximumCount: options.maximumCount, exponent: options.exponent,
        batchSize: options.batchSize, seed: options.seed
      ).encode(to: encoder)
    }
  }
}
