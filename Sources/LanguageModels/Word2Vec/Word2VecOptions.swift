import Files

/// How Word2Vec learns.
public struct Word2VecOptions: Codable, Equatable, Sendable {
  /// What predicts what.
  public enum Architecture: String, CaseIterable, Codable, Sendable {
    /// Each word around predicts the word in the middle.
    case skipGram = "skip-gram"
    /// The mean of the words around predicts the word in the middle: a continuous bag of words.
    case cbow
  }

  /// How a prediction is judged.
  public enum Objective: String, CaseIterable, Codable, Sendable {
    /// Against some random words, drawn by their counts to the power of 3/4.
    case negativeSampling = "negative-sampling"
    /// At each fork on the way to the word in a Huffman tree.
    case hierarchicalSoftmax = "hierarchical-softmax"
    /// Against all words, on tensors with recorded gradients: slow, and easy to read.
    case softmax
  }

  /// What predicts what.
  public var architecture = Architecture.skipGram
  /// How a prediction is judged.
  public var objective = Objective.negativeSampling
  /// The numbers of a vector.
  public var dimensions = 100
  /// How far to either side a window reaches at most; each draws its reach from 1 to this.
  public var window = 5
  /// How many random words each word is judged against.
  public var negative = 5
  /// How often the text is gone through.
  public var epochs = 5
  /// Words whose share of the text is above this are left out at times; 0 leaves none out.
  public var sample = 1e-3
  /// The learning rate at the start.
  public var learningRate = 0.025
  /// The learning rate at the end.
  public var minimumLearningRate = 0.0001
  /// How many windows see the same vectors before those change.
  public var batchSize = 128
  /// Where the random numbers start.
  public var seed: UInt64 = 1337

  /// The usual ones.
  public init() {}

  /// Checks numbers that come from outside.
  ///
  /// - Throws: `Problem` of kind `badData` that names the first one that is impossible.
  public func validate() throws {
    func require(_ isPossible: Bool, _ name: String) throws {
      if !isPossible { throw Problem(.badData, "\(name) is impossible") }
    }
    try require((1...100_000).contains(dimensions), "dimensions")
    try require((1...1000).contains(window), "window")
    try require((1...60).contains(negative), "negative")
    try require((1...1_000_000).contains(epochs), "epochs")
    try require(sample >= 0 && sample.isFinite, "sample")
    try require((1...65_536).contains(batchSize), "batch_size")
    try require(learningRate > 0 && learningRate.isFinite, "learning_rate")
    try require((0...learningRate).contains(minimumLearningRate), "minimum_learning_rate")
    try require(objective != .softmax || architecture == .skipGram, "objective and architecture")
  }
}
