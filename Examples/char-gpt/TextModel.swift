import Files
import LanguageModels
import Mixtures
import Numerics
import Tokenizers
import Transformers

/// The model of a folder, a GPT alone or one with counts, for the commands that can use both.
struct TextModel {
  let gpt: GPT
  let tokenizer: any Tokenizer
  /// The mixture of the GPT and counts, if the folder has one.
  let mixture: GPTWithCounts?

  init(folder: String) throws {
    if SavedMixture.isMixture(folder) {
      let saved = try SavedMixture(folder: folder)
      (gpt, tokenizer, mixture) = (saved.model.gpt, saved.tokenizer, saved.model)
    } else {
      let saved = try SavedGPT(folder: folder)
      (gpt, tokenizer, mixture) = (saved.model, saved.tokenizer, nil)
    }
  }

  /// Returns the GPT, for an option that works with no mixture.
  func alone(for option: String) throws -> SavedGPT {
    guard mixture == nil else {
      throw Problem(
        .usage, "--\(option) needs a GPT alone, and this folder has one with counts",
        suggestion: "Use the folder of the GPT.")
    }
    return SavedGPT(model: gpt, tokenizer: tokenizer)
  }

  func nextLogits(after tokens: [Int32]) -> [Float] {
    mixture?.nextLogits(after: tokens) ?? gpt.nextLogits(after: tokens)
  }

  /// Continues a prompt in several ways, one for each generator; a mixture writes them one after another.
  func generate(
    after prompt: [Int32], count: Int, sampler: Sampler, using generators: inout [RandomGenerator],
    emit: (_ sequence: Int, _ token: Int32) throws -> Void
  ) throws {
    guard let mixture else {
      return try gpt.generate(after: prompt, count: count, sampler: sampler, using: &generators, emit: emit)
    }
    for i in generators.indices {
      try mixture.generate(after: prompt, count: count, sampler: sampler, using: &generators[i]) { try emit(i, $0) }
    }
  }

  /// Measures how well the model predicts all tokens but the first.
  func evaluate(_ tokens: [Int32], batchSize: Int, stride: Int?) -> Evaluation {
    let T = gpt.configuration.contextLength
    let stride = stride ?? (mixture?.learnsNetwork == true ? max(1, T / 2) : T)
    return mixture?.evaluate(tokens, from: 1, batchSize: batchSize, stride: stride)
      ?? gpt.evaluate(tokens[...], batchSize: batchSize, stride: stride)
  }
}
