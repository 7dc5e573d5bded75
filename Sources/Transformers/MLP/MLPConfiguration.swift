/// The sizes of an ``MLP``.
public struct MLPConfiguration: Codable, Equatable, Sendable {
  /// V, the number of different tokens.
  public var vocabularySize: Int
  /// n, how many tokens the next one is predicted from.
  public var contextLength: Int
  /// D, the numbers that stand for a token.
  public var embeddingSize: Int
  /// H, the units of the hidden layer.
  public var hiddenSize: Int

  /// A configuration with the given sizes, all above 0.
  public init(vocabularySize: Int, contextLength: Int = 8, embeddingSize: Int = 32, hiddenSize: Int = 512) {
    self.vocabularySize = vocabularySize
    self.contextLength = contextLength
    self.embeddingSize = embeddingSize
    self.hiddenSize = hiddenSize
  }
}
