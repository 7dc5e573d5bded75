import Console
import Transformers

extension GPTPreset: OptionValue {}

/// The options that determine a model's shape, the same for every command that creates a model.
enum ModelOptions {
  static let preset = Option(
    "preset", default: GPTPreset.small, help: "a named set of sizes; the options below override it")
  static let layers = size("layers", "transformer blocks", \.sizes.layers)
  static let heads = size("heads", "attention heads per block; must divide the embedding", \.sizes.heads)
  static let embedding = size("embedding", "channels of the residual stream", \.sizes.embedding)
  static let context = size("context", "context length: how many tokens the model sees at a time", \.sizes.context)
  static let batch = size("batch", "windows of text per batch", \.sizes.batch)
  static let dropout = Option<Float>.optional(
    "dropout", help: "fraction of activations dropped in training (default: \(perPreset(\.sizes.dropout)))", in: 0..<1)
  static let noBias = Flag("no-bias", help: "leave out the biases of linear layers and norms")

  /// The options that determine the number of parameters.
  static let shape: [any CommandOption] = [preset, layers, heads, embedding, context, noBias]
  static let all: [any CommandOption] = shape + [batch, dropout]

  /// Returns a valid model configuration with the options that the user gave.
  ///
  /// - Parameter before: the configuration to take all other values from, instead of the default preset.
  /// - Throws: `Problem` if the values do not fit together.
  static func configuration(
    _ parsed: Parsed, vocabularySize: Int, from before: GPTConfiguration? = nil
  ) throws -> GPTConfiguration {
    var configuration = parsed[preset].configuration(vocabularySize: vocabularySize)
    if let before, !parsed.isGiven(preset) { configuration = before }
    configuration.layerCount = parsed[layers] ?? configuration.layerCount
    configuration.headCount = parsed[heads] ?? configuration.headCount
    configuration.width = parsed[embedding] ?? configuration.width
    configuration.contextLength = parsed[context] ?? configuration.contextLength
    configuration.dropout = parsed[dropout] ?? configuration.dropout
    if parsed[noBias] { configuration.hasBiases = false }
    try configuration.validate()
    return configuration
  }

  static func batchSize(_ parsed: Parsed) -> Int { parsed[batch] ?? parsed[preset].sizes.batch }

  private static func size(_ name: String, _ help: String, _ value: KeyPath<GPTPreset, Int>) -> Option<Int?> {
    Option<Int>.optional(name, help: "\(help) (default: \(perPreset(value)))", in: 1...65_536)
  }

  /// Returns `tiny 2, small 4, baby 6`: the default depends on the preset.
  private static func perPreset<Value>(_ value: KeyPath<GPTPreset, Value>) -> String {
    GPTPreset.allCases.map { "\($0.rawValue) \($0[keyPath: value])" }.joined(separator: ", ")
  }
}
