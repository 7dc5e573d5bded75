import Files
import Numerics

/// A model that predicts the next token of a text from the tokens before it: what an n-gram model, a perceptron and a
/// transformer have in common.
///
///     func report(_ model: some LanguageModel, _ tokens: [Int32]) throws {
///       var generator = RandomGenerator(seed: 1)
///       print(model.evaluate(tokens, from: tokens.count / 2).bitsPerToken)
///       print(try model.generate(after: tokens, count: 20, sampler: Sampler(), using: &generator))
///     }
public protocol LanguageModel {
  /// The number of values that the model has learned.
  var parameterCount: Int { get }

  /// Returns the logits of the token that follows `tokens`, (V); their softmax is the model's probabilities.
  ///
  /// If the text is longer than the model's context, only its last tokens count.
  func nextLogits(after tokens: [Int32]) -> [Float]

  /// Continues `prompt` token by token, and passes each of `count` tokens to `emit` as it is drawn.
  ///
  /// - Parameter prompt: at least one token; some models accept none.
  /// - Throws: what `emit` throws; `Problem` of kind `badData` if the logits are not finite, as ``Sampler`` explains.
  func generate(
    after prompt: [Int32], count: Int, sampler: Sampler, using generator: inout RandomGenerator,
    emit: (Int32) throws -> Void
  ) throws

  /// Measures how well the model predicts the tokens from `start` on, each from the tokens before it.
  ///
  /// - Parameter start: at least 1; some models accept 0.
  func evaluate(_ tokens: [Int32], from start: Int) -> Evaluation
}

extension LanguageModel {
  /// Continues `prompt` token by token, from the logits after all tokens so far.
  public func generate(
    after prompt: [Int32], count: Int, sampler: Sampler, using generator: inout RandomGenerator,
    emit: (Int32) throws -> Void
  ) throws {
    require(count >= 0, "generate: \(count) tokens")
    var tokens = prompt
    for _ in 0..<count {
      tokens.append(try sampler.draw(nextLogits(after: tokens), using: &generator))
      try emit(tokens[tokens.count - 1])
    }
  }

  /// Continues `prompt`, and returns the new tokens.
  ///
  ///     var generator = RandomGenerator(seed: 1)
  ///     try model.generate(after: [3, 1, 4], count: 100, sampler: Sampler(temperature: 0.8), using: &generator)
  public func generate(
    after prompt: [Int32], count: Int, sampler: Sampler, using generator: inout RandomGenerator
  ) throws -> [Int32] {
    var tokens: [Int32] = []
    tokens.reserveCapacity(max(0, count))
    try generate(after: prompt, count: count, sampler: sampler, using: &generator) { tokens.append($0) }
    return tokens
  }
}
