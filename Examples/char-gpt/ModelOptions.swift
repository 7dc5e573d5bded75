import Console
import Kindling

/// The sizes that have a name.
enum Preset: String, CaseIterable, OptionValue {
  case tiny, small, baby

  var layers: Int { [.tiny: 2, .small: 4, .baby: 6][self]! }
  var heads: Int { [.tiny: 2, .small: 4, .baby: 6][self]! }
  var embedding: Int { [.tiny: 64, .small: 128, .baby: 384][self]! }
  var context: Int { [.tiny: 32, .small: 64, .baby: 256][self]! }
  var batch: Int { [.tiny: 12, .small: 12, .baby: 64][self]! }
  var dropout: Float { [.tiny: 0, .small: 0, .baby: 0.2][self]! }
}

/// The options that give a model's shape, the same for every command that makes a model.
enum ModelOptions {
  static let preset = Option(
    "preset", default: Preset.small, help: "sizes under one name; the options below change single ones")
  static let layers = size("layers", "transformer blocks", \.layers)
  static let heads = size("heads", "attention heads in a block; must divide the embedding", \.heads)
  static let embedding = size("embedding", "channels of the residual path", \.embedding)
  static let context = size("context", "tokens that the model can look back on", \.context)
  static let batch = size("batch", "windows of text in a batch", \.batch)
  static let dropout = Option<Float>.optional(
    "dropout", help: "share of activations dropped in training (default: \(perPreset(\.dropout)))", in: 0..<1)
  static let noBias = Flag("no-bias", help: "linear layers and norms without biases")

  /// What decides how many parameters there are.
  static let shape: [any CommandOption] = [preset, layers, heads, embedding, context, noBias]
  static let all: [any CommandOption] = shape + [batch, dropout]

  /// The shape that the user asked for, checked.
  static func configuration(_ parsed: Parsed, vocabularySize: Int) throws -> GPTConfiguration {
    let preset = parsed[preset]
    let configuration = GPTConfiguration(
      vocabularySize: vocabularySize, contextLength: parsed[context] ?? preset.context,
      layerCount: parsed[layers] ?? preset.layers, headCount: parsed[heads] ?? preset.heads,
      width: parsed[embedding] ?? preset.embedding, dropout: parsed[dropout] ?? preset.dropout,
      hasBiases: !parsed[noBias])
    try configuration.validate()
    return configuration
  }

  static func batchSize(_ parsed: Parsed) -> Int { parsed[batch] ?? parsed[preset].batch }

  private static func size(_ name: String, _ help: String, _ value: KeyPath<Preset, Int>) -> Option<Int?> {
    Option<Int>.optional(name, help: "\(help) (default: \(perPreset(value)))", in: 1...)
  }

  /// `4 for small, 6 for baby`: the default depends on the preset.
  private static func perPreset<Value>(_ value: KeyPath<Preset, Value>) -> String {
    Preset.allCases.map { "\($0.rawValue) \($0[keyPath: value])" }.joined(separator: ", ")
  }
}
