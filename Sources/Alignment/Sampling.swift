import Files
import LanguageModels
import Numerics
import Tensors
import Transformers

/// How a model is to answer.
public struct AnswerForm: Codable, Equatable, Sendable {
  /// The largest number of tokens in an answer.
  public var longest: Int
  /// The token that ends an answer, and is part of it; nil if all answers are as long as they may be.
  public var end: Int32?

  /// Creates a form.
  public init(longest: Int, end: Int32? = nil) {
    require(longest >= 1, "AnswerForm: answers of at most \(longest) tokens")
    (self.longest, self.end) = (longest, end)
  }
}

extension GPT {
  /// Samples answers, several to each prompt; without a sampler of its own, from the model's distribution as it is.
  ///
  /// The answers to a prompt are written side by side, with the weights read once for up to sixteen of them, and several
  /// prompts are answered at the same time. Each answer has random numbers of its own, so all have the same bits on any
  /// number of threads.
  ///
  ///     let answers = try model.answers(to: [[3, 1], [4]], perPrompt: 8, AnswerForm(longest: 20, end: 0), seed: 1)
  ///     answers.count    // 16: eight to the first prompt, then eight to the second
  ///
  /// - Throws: `Problem` of kind `badData` if a prompt has no tokens, tokens that the model does not know, or no room for
  ///   an answer in the context; or if the logits are not finite.
  public func answers(
    to prompts: [[Int32]], perPrompt count: Int, _ form: AnswerForm, sampler: Sampler = Sampler(), seed: UInt64
  ) throws -> [Answer] {
    require(count >= 1, "GPT: \(count) answers per prompt")
    for prompt in prompts { try requireRoom(for: form, after: prompt) }
    var results = [Result<[Answer], any Error>](repeating: .success([]), count: prompts.count)
    results.withUnsafeMutableBufferPointer { results in
      let results = results
      forEachPart(prompts.count) { i in
        results[i] = Result {
          var generators = (0..<count).map { RandomGenerator(seed: seed, stream: UInt64(i * count + $0)) }
          return try answers(to: prompts[i], form, sampler, using: &generators)
        }
      }
    }
    return try results.flatMap { try $0.get() }
  }

  private func answers(
    to prompt: [Int32], _ form: AnswerForm, _ sampler: Sampler, using generators: inout [RandomGenerator]
  ) throws -> [Answer] {
    var tokens = [[Int32]](repeating: [], count: generators.count)
    try generate(after: prompt, count: form.longest, sampler: sampler, using: &generators) { answer, token in
      tokens[answer].append(token)
      if token == form.end { throw EndOfText() }
    }
    return tokens.map { Answer(prompt: prompt, tokens: $0) }
  }

  private func requireRoom(for form: AnswerForm, after prompt: [Int32]) throws {
    let context = configuration.contextLength, size = configuration.vocabularySize
    guard !prompt.isEmpty else { throw Problem(.badData, "a prompt has no tokens") }
    if let token = prompt.first(where: { $0 < 0 || $0 >= size }) {
      throw Problem(.badData, "a prompt has the token \(token), but the model has \(size) tokens")
    }
    guard prompt.count + form.longest <= context else {
      throw Problem(
        .badData,
        "a prompt of \(prompt.count) tokens and an answer of \(form.longest) do not fit a context of \(context)")
    }
  }
}
