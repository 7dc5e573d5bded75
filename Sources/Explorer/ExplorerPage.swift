import Files
import NGrams
import Pages
import Tensors
import Tokenizers
import Transformers

/// A web page, complete in one file, in which a trained GPT runs and shows what happens inside: `explore.html`.
///
///     let page = try ExplorerPage(SavedGPT(folder: "runs/tales"), name: "tales", prompt: "Once")
///     try writeFile(page.html(), to: "explore.html")
///
/// The page holds the model's numbers and a program in JavaScript, in `Pages/Assets/explore`, that computes with them.
/// For the same seed, prompt and filters it writes the tokens that `Sampler` draws here.
public struct ExplorerPage {
  /// How many of the kept models are left out, because the page would be too large.
  public var leftOutCount: Int { models.leftOut }
  /// The number of bits of the memory's numbers: 32 if they are exact or if there is no memory.
  public var memoryBits: Int { models.memoryPrecision.rawValue }
  /// The number of models in the page.
  public var modelCount: Int { models.packed.count }

  private let name: String
  private let contents: Contents
  private let models: ExplorerModels

  /// Gathers what the page shows.
  ///
  /// - Parameters:
  ///   - name: the name of the run, for the title.
  ///   - prompt: the text to continue; nil for a newline, as `sample` does without one.
  ///   - step: the step at which the model was trained so far; nil if that is not known.
  ///   - kept: models of earlier steps of the same run, the earliest first.
  ///   - counts: an n-gram model of the training text, whose surprise is shown beside the model's own.
  ///   - floor: the loss that no model of such a text can go below, in bits per character, if it is known.
  /// - Throws: `Problem` of kind `badData` that names a part of the model that the page cannot compute, or characters of
  ///   the prompt that the model does not know, or counts that take too much room, and the errors of reading the kept
  ///   models.
  public init(
    _ saved: SavedGPT, name: String, prompt: String? = nil, step: Int? = nil, kept: [KeptModel] = [],
    counts: NGramModel? = nil, floor: Double? = nil
  ) throws {
    try saved.model.configuration.requirePartsOfThePage()
    let tokenizer = try requireCharacters(saved.tokenizer), opening = prompt ?? ""
    _ = try tokenizer.encode(opening)
    let ngrams = try counts.map(StoredNGrams.init)
    models = try ExplorerModels(saved.model, step: step, kept: kept, others: ngrams?.size ?? 0)
    self.name = name
    let newline = tokenizer.encodeKnown("\n").tokens
    contents = Contents(
      configuration: saved.model.configuration, vocabulary: tokenizer.vocabulary.map { String($0) },
      names: tokenizer.characters, start: newline.first ?? 0, prompt: opening, models: models.packed,
      chosen: models.chosen, parameterCount: saved.model.parameterCount, ngrams: ngrams, floor: floor)
  }

  /// The data of the page's program.
  private struct Contents: Encodable {
    let configuration: GPTConfiguration
    /// The text of each token, and its printable name.
    let vocabulary, names: [String]
    /// The token that a text without a prompt begins with.
    let start: Int32
    let prompt: String
    let models: [StoredModel.Packed]
    /// The number of the model to begin with.
    let chosen: Int
    let parameterCount: Int
    let ngrams: StoredNGrams?
    let floor: Double?
  }

  /// The scripts in the order in which they need one another.
  private static let scripts = [
    "weights", "random", "tensor", "memory", "model", "slices", "reading", "sampler", "ngrams", "surprises",
    "tokenizer", "session", "text", "next", "heatmap", "arcs", "arithmetic", "attention", "lens",
    "surprise",
    "embeddings", "checkpoints", "tour", "explore",
  ]

  /// Returns the page.
  ///
  /// - Throws: `Problem` of kind `software` if a part of the page is missing from the build.
  public func html() throws -> String {
    let title = "Inside of \(name)"
    // Without scripts, the page can only say so.
    let body = [
      Markup.element("h1", words: title), "<div id=\"explore\"><p>This page needs JavaScript.</p></div>",
    ]
    var page = Page(title: title, body: body.joined(separator: "\n"))
    page.styles.append("explore/explore.css")
    page.scripts = ["elements.js"] + Self.scripts.map { "explore/\($0).js" }
    try page.embed(contents, as: "model")
    return try page.html()
  }
}
