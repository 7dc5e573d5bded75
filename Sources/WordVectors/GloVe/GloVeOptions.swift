/// The training options of GloVe.
public struct GloVeOptions: Equatable, Sendable {
  /// The dimensions of a vector.
  public var embedding = 100
  /// How far to either side words count as neighbors.
  public var window = 10
  /// The number of passes over all pairs.
  public var epochs = 25
  /// The size of the first updates of a vector; it also determines how soon later gradients count less.
  ///
  /// The paper's 0.05 is too small if a text has few pairs to learn from. Above 0.3, vectors can diverge in the first
  /// steps.
  public var learningRate = 0.2
  /// Pairs with at least this count get weight 1, rarer ones less. It is x_max in the paper, which uses 100 for texts
  /// of billions of words.
  public var maximumCount = 10.0
  /// The exponent of the weight for smaller counts: the weight is (count / maximum) to this power.
  public var exponent = 0.75
  /// How many pairs see the same vectors before they are updated.
  public var batchSize = 1024
  /// The seed of the random numbers.
  public var seed: UInt64 = 1337

  /// Creates the default options.
  public init() {}

  /// Checks options that come from outside, for example from a file.
  ///
  /// - Throws: `Problem` of kind `badData` that names the first invalid value.
  public func validate() throws {
    try requirePossible((1...100_000).contains(embedding), "embedding", embedding)
    try requirePossible((1...100).contains(window), "window", window)
    try requirePossible((1...1_000_000).contains(epochs), "epochs", epochs)
    try requirePossible(learningRate > 0 && learningRate.isFinite, "learning_rate", learningRate)
    try requirePossible((0.001...1e9).contains(maximumCount), "maximum_count", maximumCount)
    try requirePossible(exponent >= 0 && exponent.isFinite, "exponent", exponent)
    try requirePossible((1...65_536).contains(batchSize), "batch_size", batchSize)
  }
}
