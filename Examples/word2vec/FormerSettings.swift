import Console
import Corpora
import WordVectors

/// The settings as earlier versions wrote them.
struct FormerSettings: Decodable {
  private struct Options: Decodable {
    let objective: Word2VecOptions.Objective?
    let dimensions: Int
    let window: Int
    let negative: Int?
    let epochs: Int
    let sample: Double?
    let learningRate: Double
    let minimumLearningRate: Double?
    let maximumCount: Double?
    let exponent: Double?
    let batchSize: Int?
    let seed: UInt64
  }

  let words: WordSettings
  let training: TrainingSettings

  private enum CodingKeys: String, CodingKey {
    case method, word2vec, glove, split, pattern, sentences, minimumCount, lossy
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let method = try fields.decode(Method.self, forKey: .method)
    let options = try fields.decode(Options.self, forKey: method == .glove ? .glove : .word2vec)
    training = TrainingSettings(
      TrainingSettings.Fields(
        method: method, objective: options.objective, embedding: options.dimensions, window: options.window,
        negative: options.negative, epochs: options.epochs, subsample: options.sample,
        learningRate: options.learningRate, minimumLearningRate: options.minimumLearningRate,
        maximumCount: options.maximumCount, exponent: options.exponent, batchSize: options.batchSize,
        seed: options.seed))
    let key = fields.contains(.pattern) ? CodingKeys.pattern : .split,
      name = try fields.decode(String.self, forKey: key)
    guard let pattern = WordPattern(optionText: name) else {
      throw DecodingError.dataCorruptedError(forKey: key, in: fields, debugDescription: name)
    }
    words = WordSettings(
      pattern: pattern, sentences: try fields.decode(WordCorpus.Sentences.self, forKey: .sentences),
      minimumCount: try fields.decode(Int.self, forKey: .minimumCount),
      lossy: try fields.decode(Bool.self, forKey: .lossy))
  }
}
