import Console
import Transformers

extension GPTPreset: OptionValue {}

/// The options that give a model's shape, the same for every command that makes a model.
enum ModelOptions {
  static let preset = Option(
    "preset", default: GPTPreset.small, help: "sizes under one name; the options below change single ones")
  static let layers = size("layers", "transformer blocks", \.sizes.layers)
  static let heads = size("heads", "attention heads in a block; must divide the embedding", \.sizes.heads)
  static let embedding = size("embedding", "channels of the residual path", \.sizes.embedding)
  static let context = size("context", "tokens that the model can look back on", \.sizes.context)
  static let batch = size("batch", "windows of text in a batch", \.sizes.batch)
  static let dropout = Option<Float>.optional(
    "dropout", help: "share of activations dropped in training (default: \(perPreset(\.sizes.dropout)))", in: 0..<1)
  static let noBias = Flag("no-bias", help: "linear layers and norms without biases")

  /// What decides how many parameters there are.
  static let shape: [any CommandOption] = [preset, layers, heads, embedding, context, noBias]
  static let all: [any CommandOption] = shape + [batch, dropout]

  /// The shape that the user asked for, checked.
  ///
  /// - Parameter before: what holds where the user asks for nothing, in place of the default preset.
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

  /// `tiny 2, small 4, baby 6`: the default depends on the preset.
  private static func perPreset<Value>(_ value: KeyPath<GPTPreset, Value>) -> String {
    GPTPreset.allCases.map { "\($0.rawValue) \($0[keyPath: value])" }.joined(separator: ", ")
  }
}
