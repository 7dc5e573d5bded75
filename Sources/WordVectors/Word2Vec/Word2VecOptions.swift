import Files

/// The training options of Word2Vec.
public struct Word2VecOptions: Equatable, Sendable {
  /// Which words predict which.
  public enum Architecture: String, CaseIterable, Codable, Sendable {
    /// Each context word predicts the center word.
    case skipGram = "skip-gram"
    /// The mean of the context words predicts the center word: a continuous bag of words.
    case cbow
  }

  /// How a prediction is scored.
  public enum Objective: String, CaseIterable, Codable, Sendable {
    /// Against a few random words, drawn in proportion to their counts to the power of 3/4.
    case negativeSampling = "negative-sampling"
    /// At each inner node on the path to the word in a Huffman tree.
    case hierarchicalSoftmax = "hierarchical-softmax"
    /// Against all words, on tensors with recorded gradients: slow, but easy to read.
    case softmax
  }

  /// Which words predict which.
  public var architecture = Architecture.skipGram
  /// How a prediction is scored.
  public var objective = Objective.negativeSampling
  /// The dimensions of a vector.
  public var embedding = 100
  /// The maximum reach of a window to either side; each window draws its reach from 1 to this number.
  public var window = 5
  /// The number of random words that each word is scored against.
  public var negative = 5
  /// The number of passes over the text.
  public var epochs = 5
  /// Words with a frequency above this are randomly dropped; 0 drops none.
  public var subsample = 1e-3
  /// The learning rate at the start.
  public var learningRate = 0.025
  /// The learning rate at the end.
  public var minimumLearningRate = 0.0001
  /// How many windows see the same vectors before they are updated; nil means `batchSize(vocabularySize:)`.
  public var batchSize: Int?
  /// The seed of the random numbers.
  public var seed: UInt64 = 1337

  /// Creates the default options.
  public init() {}

  /// Returns the usual number of passes over a text: 5, but more over a small text, so that training sees at least 1.5
  /// million words, and at most 100.
  ///
  ///     Word2VecOptions.usualEpochs(wordCount: 1_100_000)  // 5
  ///     Word2VecOptions.usualEpochs(wordCount: 48_857)     // 31: a short book
  ///
  /// All vectors start near 0. At first, all words move in the same direction, and only later do they spread out. After
  /// five passes over a short book, the cosine of nearly every pair of words is still above 0.99.
  ///
  /// - Parameter wordCount: the number of words of the text that are in the vocabulary.
  public static func usualEpochs(wordCount: Int) -> Int {
    min(max(5, (1_500_000 + wordCount - 1) / max(1, wordCount)), 100)
  }

  /// How many windows see the same vectors before they are updated.
  ///
  /// A word that occurs in many of these windows makes all its steps from the same point. In a small vocabulary each
  /// word is frequent, and such a sum of steps would overshoot. With a few thousand words, batches of 128 windows learn
  /// as well as single windows.
  func batchSize(vocabularySize: Int) -> Int { batchSize ?? min(max(4, vocabularySize / 32), 128) }

  /// Returns the learning rate after this fraction of the training: it falls linearly, but not below the minimum.
  func learningRate(done: Double) -> Double { max(minimumLearningRate, learningRate * (1 - done)) }

  /// Checks options that come from outside, for example from a file.
  ///
  /// - Throws: `Problem` of kind `badData` that names the first invalid value.
  public func validate() throws {
    try requirePossible((1...100_000).contains(embedding), "embedding", embedding)
    try requirePossible((1...100).contains(window), "window", window)
    try requirePossible((1...60).contains(negative), "negative", negative)
    try requirePossible((1...1_000_000).contains(epochs), "epochs", epochs)
    try requirePossible(subsample >= 0 && subsample.isFinite, "subsample", subsample)
    try requirePossible((1...65_536).contains(batchSize ?? 1), "batch_size", batchSize ?? 1)
    try requirePossible(learningRate > 0 && learningRate.isFinite, "learning_rate", learningRate)
    try requirePossible(
      (0...learningRate).contains(minimumLearningRate), "minimum_learning_rate", minimumLearningRate)
    try requirePossible(
      objective != .softmax || architecture == .skipGram, "objective and architecture",
      "\(objective.rawValue) and \(architecture.rawValue)")
  }
}

/// Refuses an impossible training option from a file.
func requirePossible(_ isPossible: Bool, _ name: String, _ value: some Any) throws {
  if !isPossible { throw Problem(.badData, "\(name) cannot be \(value)") }
}

/// Stops the program if the options that a caller passes to a training are impossible.
func requireValid(_ training: String, _ validate: () throws -> Void) {
  do { try validate() } catch { fatalError("\(training): \(error)") }
}
