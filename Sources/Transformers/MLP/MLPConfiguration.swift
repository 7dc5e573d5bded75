/// The sizes of an ``MLP``.
public struct MLPConfiguration: Codable, Equatable, Sendable {
  /// V, the number of distinct tokens.
  public var vocabularySize: Int
  /// n, the number of tokens from which the next one is predicted.
  public var contextLength: Int
  /// D, the dimensions of a token's vector.
  public var embeddingSize: Int
  /// H, the units of the hidden layer.
  public var hiddenSize: Int

  /// Creates a configuration with the given sizes, which must be above 0.
  public init(vocabularySize: Int, contextLength: Int = 8, embeddingSize: Int = 32, hiddenSize: Int = 512) {
    self.vocabularySize = vocabularySize
    self.contextLength = contextLength
    self.embeddingSize = embeddingSize
    self.hiddenSize = hiddenSize
  }
}
