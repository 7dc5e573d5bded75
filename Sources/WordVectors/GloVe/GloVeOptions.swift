/// How GloVe learns.
public struct GloVeOptions: Codable, Equatable, Sendable {
  /// The numbers of a vector.
  public var dimensions = 100
  /// How far to either side words count as neighbours.
  public var window = 10
  /// How often all pairs are gone through.
  public var epochs = 25
  /// How far a vector moves against its first gradients; how soon later ones count less follows from it.
  ///
  /// The paper's 0.05 is too small where a text gives few pairs to learn from; above 0.3 vectors may grow out of bounds in
  /// the first steps.
  public var learningRate = 0.2
  /// Pairs counted so often, or more often, weigh 1, rarer ones less: x_max in the paper, which has 100 for texts of
  /// thousands of millions of words.
  public var maximumCount = 10.0
  /// How the weight rises with the count up to there: with its share of the maximum to the power of this.
  public var exponent = 0.75
  /// How many pairs see the same vectors before those change.
  public var batchSize = 1024
  /// Where the random numbers start.
  public var seed: UInt64 = 1337

  /// The usual ones.
  public init() {}

  /// Checks numbers that come from outside.
  ///
  /// - Throws: `Problem` of kind `badData` that names the first one that is impossible.
  public func validate() throws {
    try requirePossible((1...100_000).contains(dimensions), "dimensions")
    try requirePossible((1...100).contains(window), "window")
    try requirePossible((1...1_000_000).contains(epochs), "epochs")
    try requirePossible(learningRate > 0 && learningRate.isFinite, "learning_rate")
    try requirePossible((0.001...1e9).contains(maximumCount), "maximum_count")
    try requirePossible(exponent >= 0 && exponent.isFinite, "exponent")
    try requirePossible((1...65_536).contains(batchSize), "batch_size")
  }
}
