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
  /// How many windows see the same vectors before those change; none takes ``batchSize(vocabularySize:)``.
  public var batchSize: Int?
  /// Where the random numbers start.
  public var seed: UInt64 = 1337

  /// The usual ones.
  public init() {}

  /// How many windows see the same vectors before those change.
  ///
  /// A word that stands in many of them makes all its steps at once, from where it was. Of few words each comes often, and
  /// such a sum of steps would overshoot; of some thousand, 128 windows learn as well as one by one.
  func batchSize(vocabularySize: Int) -> Int { batchSize ?? min(max(4, vocabularySize / 32), 128) }

  /// The learning rate when this share of the training is done: it falls evenly, but not below the minimum.
  func learningRate(done: Double) -> Double { max(minimumLearningRate, learningRate * (1 - done)) }

  /// Checks numbers that come from outside.
  ///
  /// - Throws: `Problem` of kind `badData` that names the first one that is impossible.
  public func validate() throws {
    try requirePossible((1...100_000).contains(dimensions), "dimensions")
    try requirePossible((1...100).contains(window), "window")
    try requirePossible((1...60).contains(negative), "negative")
    try requirePossible((1...1_000_000).contains(epochs), "epochs")
    try requirePossible(sample >= 0 && sample.isFinite, "sample")
    try requirePossible((1...65_536).contains(batchSize ?? 1), "batch_size")
    try requirePossible(learningRate > 0 && learningRate.isFinite, "learning_rate")
    try requirePossible((0...learningRate).contains(minimumLearningRate), "minimum_learning_rate")
    try requirePossible(objective != .softmax || architecture == .skipGram, "objective and architecture")
  }
}

/// Refuses what a file says of a training that cannot be.
func requirePossible(_ isPossible: Bool, _ name: String) throws {
  if !isPossible { throw Problem(.badData, "\(name) is impossible") }
}
