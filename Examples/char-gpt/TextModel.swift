import Console
import Files
import LanguageModels
import Mixtures
import Numerics
import Tokenizers
import Transformers

/// A model that knows text, for the commands that can use any of these: a GPT, a GPT with counts, or several GPTs.
struct TextModel {
  private enum Form {
    case alone(GPT)
    case mixture(GPTWithCounts)
    case ensemble(GPTEnsemble)
  }

  private let form: Form
  let tokenizer: any Tokenizer

  /// Loads the models of `--model`, or that of the latest run.
  init(_ parsed: Parsed) throws {
    let remarks = Remarks(quiet: parsed[CommonOptions.quiet]), asked = parsed[CommonOptions.models]
    guard asked.count > 1 else {
      try self.init(folder: modelFolders.model(asked: asked.first, remarks))
      return
    }
    try self.init(folders: asked.map { try modelFolders.model(asked: $0, remarks) })
  }

  private init(folder: String) throws {
    if SavedMixture.isMixture(folder) {
      let saved = try SavedMixture(folder: folder)
      (form, tokenizer) = (.mixture(saved.model), saved.tokenizer)
    } else {
      let saved = try SavedGPT(folder: folder)
      (form, tokenizer) = (.alone(saved.model), saved.tokenizer)
    }
  }

  private init(folders: [String]) throws {
    let saved = try folders.map { folder in
      guard !SavedMixture.isMixture(folder) else {
        throw Problem(
          .usage, "\(folder) is a mixture, and only GPTs without counts predict together",
          suggestion: "Use the folder of its GPT.")
      }
      return try SavedGPT(folder: folder)
    }
    tokenizer = saved[0].tokenizer
    let checksum = try tokenizer.checksum()
    for (folder, other) in zip(folders, saved) where try other.tokenizer.checksum() != checksum {
      throw Problem(
        .badData, "\(folder) has other tokens than \(folders[0])",
        suggestion: "Models that predict together must have the same tokenizer.")
    }
    form = .ensemble(GPTEnsemble(saved.map(\.model)))
  }

  /// The mixture of a GPT and counts, if the model is one.
  var mixture: GPTWithCounts? {
    if case .mixture(let model) = form { return model }
    return nil
  }

  /// The longest text that the network reads at once, in tokens.
  var contextLength: Int {
    switch form {
    case .alone(let model): model.configuration.contextLength
    case .mixture(let model): model.gpt.configuration.contextLength
    case .ensemble(let model): model.contextLength
    }
  }

  /// Returns the GPT, for an option that works with nothing else.
  func alone(for option: String) throws -> SavedGPT {
    guard case .alone(let model) = form else {
      let found = mixture == nil ? "there are several" : "this folder has one with counts"
      throw Problem(.usage, "--\(option) needs a GPT alone, and \(found)", suggestion: "Use the folder of the GPT.")
    }
    return SavedGPT(model: model, tokenizer: tokenizer)
  }

  func nextLogits(after tokens: [Int32]) -> [Float] {
    switch form {
    case .alone(let model): model.nextLogits(after: tokens)
    case .mixture(let model): model.nextLogits(after: tokens)
    case .ensemble(let model): model.nextLogits(after: tokens)
    }
  }

  /// Continues a prompt in several ways, one for each generator; only a GPT alone writes them side by side.
  func generate(
    after prompt: [Int32], count: Int, sampler: Sampler, using generators: inout [RandomGenerator],
    emit: (_ sequence: Int, _ token: Int32) throws -> Void
  ) throws {
    let model: any LanguageModel
    switch form {
    case .alone(let gpt):
      return try gpt.generate(after: prompt, count: count, sampler: sampler, using: &generators, emit: emit)
    case .mixture(let mixture): model = mixture
    case .ensemble(let ensemble): model = ensemble
    }
    for i in generators.indices {
      try model.generate(after: prompt, count: count, sampler: sampler, using: &generators[i]) { try emit(i, $0) }
    }
  }

  /// Measures how well the model predicts all tokens but the first.
  func evaluate(_ tokens: [Int32], batchSize: Int, stride: Int?) -> Evaluation {
    switch form {
    case .alone(let model): return model.evaluate(tokens[...], batchSize: batchSize, stride: stride)
    case .mixture(let model):
      let stride = stride ?? (model.learnsNetwork ? max(1, contextLength / 2) : contextLength)
      return model.evaluate(tokens, from: 1, batchSize: batchSize, stride: stride)
    case .ensemble(let model): return model.evaluate(tokens[...], batchSize: batchSize, stride: stride)
    }
  }
}
