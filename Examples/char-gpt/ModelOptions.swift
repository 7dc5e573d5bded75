import Console
import Recipes
import Transformers

extension GPTPreset: OptionValue {}
extension GPTSize: OptionValue {}

/// The options that determine a model's form and sizes, the same for every command that creates a model.
enum ModelOptions {
  static let preset = Option(
    "preset", default: GPTPreset.modern,
    help: "a recipe: the parts of the model and the settings of its training; the options below override it")
  static let size = Option<GPTSize>.optional(
    "size", help: "a named set of sizes (default: those of the preset); the options below override it")
  static let layers = size("layers", "transformer blocks", \.model.layerCount)
  static let heads = size("heads", "attention heads per block; must divide the embedding", \.model.headCount)
  static let embedding = size("embedding", "channels of the residual stream", \.model.width)
  static let context = size(
    "context", "context length: how many tokens the model sees at a time", \.model.contextLength)
  static let batch = size("batch", "windows of text per batch", \.batchSize)
  static let firstContext = Option<Int>.optional(
    "first-context", help: "context length at the start, which doubles up to the whole one (default: the whole one)",
    in: 1...65_536)
  static let firstBatch = Option<Int>.optional(
    "first-batch", help: "windows per batch at the start, which double up to all (default: all)", in: 1...65_536)
  static let dropout = Option<Float>.optional(
    "dropout", help: "fraction of activations dropped in training (default: 0, with --size baby 0.2)", in: 0..<1)

  /// The options that determine the number of parameters.
  static let shape: [any CommandOption] =
    [preset, size, layers, heads, embedding, context] + ModelParts.all
  static let all: [any CommandOption] = shape + [batch, dropout]

  /// Returns the recipe that the user asked for, with the model's form and sizes as given and valid.
  ///
  /// - Parameter before: the configuration to take all other values from, instead of the preset.
  /// - Throws: `Problem` if the values do not fit together.
  static func recipe(
    _ parsed: Parsed, vocabularySize: Int, from before: GPTConfiguration? = nil
  ) throws -> GPTRecipe {
    var recipe = GPTRecipe(parsed[preset], size: parsed[size], vocabularySize: vocabularySize)
    if let before, !parsed.isGiven(preset), !parsed.isGiven(size) { recipe.model = before }
    recipe.batchSize = parsed[batch] ?? recipe.batchSize
    recipe.model.layerCount = parsed[layers] ?? recipe.model.layerCount
    recipe.model.headCount = parsed[heads] ?? recipe.model.headCount
    if let width = parsed[embedding] {
      if before == nil { recipe.setEmbedding(width, parsed[preset]) } else { recipe.model.width = width }
    }
    recipe.model.contextLength = parsed[context] ?? recipe.model.contextLength
    recipe.model.dropout = parsed[dropout] ?? recipe.model.dropout
    try ModelParts.set(parsed, in: &recipe.model)
    try recipe.model.validate()
    return recipe
  }

  private static func size(_ name: String, _ help: String, _ value: KeyPath<GPTRecipe, Int>) -> Option<Int?> {
    Option<Int>.optional(name, help: "\(help) (default: \(perPreset { $0[keyPath: value] }))", in: 1...65_536)
  }

  /// Returns `gpt2 4, llama 4, modern 3`: the default depends on the preset.
  static func perPreset<Value>(_ value: (GPTRecipe) -> Value) -> String {
    let values = GPTPreset.allCases.map { ($0.rawValue, "\(value(GPTRecipe($0, vocabularySize: 1)))") }
    let isSame = Set(values.map { $0.1 }).count == 1
    return isSame ? values[0].1 : values.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }
}
