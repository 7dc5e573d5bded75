import Console
import Recipes
import Transformers

extension GPTSize: OptionValue {}

/// The sizes of both GPTs and of their batches.
///
/// The defaults are the ladder's own. In the minute that a GPT has, three narrow blocks that see 128 characters learn
/// more of `data/generated.txt` than the four blocks of char-gpt's small size, which see 64: it takes about 0.05 bits
/// per character less after the same time.
struct GPTSizes {
  private(set) var size: GPTSize?
  private(set) var layers = 3, heads = 4, embedding = 96, context = 128, batch = 8
  private(set) var dropout: Float = 0

  /// Reads the sizes that the user gave; those of a named size replace all defaults.
  ///
  /// - Throws: `Problem` of kind `usage` if the sizes do not fit together.
  init(_ parsed: Parsed) throws {
    if let size = parsed[Self.sizeOption] {
      self.size = size
      (layers, heads, embedding, context, batch, dropout) = size.sizes
    }
    // Each step trains on as many characters with a longer context, in fewer windows, but at least one.
    let characters = batch * context
    layers = parsed[Self.layersOption] ?? layers
    heads = parsed[Self.headsOption] ?? heads
    embedding = parsed[Self.embeddingOption] ?? embedding
    context = parsed[Self.contextOption] ?? context
    batch = parsed[Self.batchOption] ?? max(1, characters / context)
    try recipe(.gpt2, vocabularySize: 1).model.validate()
    try recipe(.modern, vocabularySize: 1).model.validate()
  }

  /// Returns the recipe of a preset with these sizes.
  func recipe(_ preset: GPTPreset, vocabularySize: Int) -> GPTRecipe {
    var recipe = GPTRecipe(preset, vocabularySize: vocabularySize)
    (recipe.model.layerCount, recipe.model.headCount, recipe.model.contextLength) = (layers, heads, context)
    recipe.setEmbedding(embedding, preset)
    (recipe.model.dropout, recipe.batchSize) = (dropout, batch)
    return recipe
  }

  /// The options of `char-gpt train` for the same sizes.
  var options: String {
    (size.map { "--size \($0.rawValue) " } ?? "")
      + "--layers \(layers) --heads \(heads) --embedding \(embedding) --context \(context) --batch \(batch)"
  }

  // MARK: Options

  private static let sizeOption = Option<GPTSize>.optional(
    "size", help: "a named set of the GPTs' sizes, as in char-gpt, which the options below override"
  ).formerly("preset")
  private static let layersOption = Option<Int>.optional(
    "layers", help: "the GPTs' blocks (default: 3, or the size's)", in: 1...100)
  private static let headsOption = Option<Int>.optional(
    "heads", help: "attention heads per block; must divide the embedding (default: 4, or the size's)", in: 1...1024)
  private static let embeddingOption = Option<Int>.optional(
    "embedding", help: "channels of the GPTs' residual streams (default: 96, or the size's)", in: 1...4096)
  private static let contextOption = Option<Int>.optional(
    "context", help: "how many characters a GPT sees at a time (default: 128, or the size's)", in: 2...4096)
  private static let batchOption = Option<Int>.optional(
    "batch",
    help:
      "windows of text per batch (default: as many as make 1,024 characters, or as many characters as in the size)",
    in: 1...65_536)

  /// The options that determine the sizes.
  static let allOptions: [any CommandOption] = [
    sizeOption, layersOption, headsOption, embeddingOption, contextOption, batchOption,
  ]
}
