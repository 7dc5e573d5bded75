/// The number of parameters of a model, counted in the three ways that papers use.
///
/// "How many parameters" has no single answer: GPT-2's smallest model has 124 million, 163 million or 85 million,
/// depending on what is done with the tables of the vocabulary.
///
///     let gpt2 = GPTConfiguration(
///       vocabularySize: 50_257, contextLength: 1024, layerCount: 12, headCount: 12, width: 768)
///     gpt2.parameterTotals.all                // 163,037,184
///     gpt2.parameterTotals.unique             // 124,439,808
///     gpt2.parameterTotals.withoutEmbeddings  //  85,056,000
public struct ParameterTotals: Codable, Equatable, Sendable {
  /// The numbers of all tables and layers, as a drawing of the model shows them: a table that serves as the input and
  /// as the output layer counts twice.
  public let all: Int
  /// The numbers that are learned and stored: a tied table counts once.
  public let unique: Int
  /// The numbers of the blocks and the norms, without what is looked up by token or by position, and without the output
  /// layer, which also has a row per token. Kaplan et al. (2020, section 1.3) relate losses to this count.
  public let withoutEmbeddings: Int

  /// Creates totals.
  public init(all: Int, unique: Int, withoutEmbeddings: Int) {
    (self.all, self.unique, self.withoutEmbeddings) = (all, unique, withoutEmbeddings)
  }
}

extension GPTConfiguration {
  /// The number of parameters of a model, counted in three ways.
  public var parameterTotals: ParameterTotals {
    let tokens = vocabularySize * width
    let positions = positions == .learned ? contextLength * width : 0
    let values = hasValueEmbeddings ? layerCount * vocabularySize * groups * channelsPerHead : 0
    return ParameterTotals(
      all: parameterCount + (isTied ? tokens : 0), unique: parameterCount,
      withoutEmbeddings: parameterCount - (isTied ? 1 : 2) * tokens - positions - values - memoryCount)
  }
}
