/// The shapes of a GPT that have a name, with the batch that each is trained on.
public enum GPTPreset: String, CaseIterable, Sendable {
  /// For trying things out: a step takes a few milliseconds.
  case tiny
  /// The default: it learns to write words in a minute or two on two cores.
  case small
  /// Ten million parameters, for an hour or a night.
  case baby

  /// What the name stands for: sizes of the model, windows of text in a batch, and the share that dropout drops.
  public var sizes: (layers: Int, heads: Int, embedding: Int, context: Int, batch: Int, dropout: Float) {
    switch self {
    case .tiny: (2, 2, 64, 32, 12, 0)
    case .small: (4, 4, 128, 64, 12, 0)
    case .baby: (6, 6, 384, 256, 64, 0.2)
    }
  }

  /// The model of these sizes for a number of different tokens.
  public func configuration(vocabularySize: Int) -> GPTConfiguration {
    GPTConfiguration(
      vocabularySize: vocabularySize, contextLength: sizes.context, layerCount: sizes.layers, headCount: sizes.heads,
      width: sizes.embedding, dropout: sizes.dropout)
  }
}
