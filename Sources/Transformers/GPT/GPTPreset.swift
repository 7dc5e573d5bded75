/// Named sizes of a GPT, with the batch size for training.
public enum GPTPreset: String, CaseIterable, Sendable {
  /// For experiments: a step takes a few milliseconds.
  case tiny
  /// The default: it learns to write words in a minute or two on two cores.
  case small
  /// Ten million parameters, for training that lasts an hour or overnight.
  case baby

  /// The sizes behind the name: those of the model, the number of windows in a batch, and the dropout fraction.
  public var sizes: (layers: Int, heads: Int, embedding: Int, context: Int, batch: Int, dropout: Float) {
    switch self {
    case .tiny: (2, 2, 64, 32, 12, 0)
    case .small: (4, 4, 128, 64, 12, 0)
    case .baby: (6, 6, 384, 256, 64, 0.2)
    }
  }

  /// Returns the configuration of these sizes for a number of distinct tokens.
  public func configuration(vocabularySize: Int) -> GPTConfiguration {
    GPTConfiguration(
      vocabularySize: vocabularySize, contextLength: sizes.context, layerCount: sizes.layers, headCount: sizes.heads,
      width: sizes.embedding, dropout: sizes.dropout)
  }
}
