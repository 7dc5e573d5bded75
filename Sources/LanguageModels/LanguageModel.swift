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
  /// If `emit` throws ``EndOfText``, the text ends there.
  ///
  /// - Parameter prompt: at least one token; some models accept none.
  /// - Throws: what `emit` throws; `Problem` of kind `badData` if the logits are not finite, as ``Sampler`` explains.
  func generate(
    after prompt: [Int32], count: Int, sampler: Sampler, using generator: inout RandomGenerator,
    emit: (Int32) throws -> Void
  ) throws

  /// Finds likely continuations of `prompt`, as ``beamSearch(after:count:width:lengthPenalty:)`` explains.
  ///
  /// - Parameter isComplete: whether a continuation, given by its tokens, ends here and is not continued.
  func beamSearch(
    after prompt: [Int32], count: Int, width: Int, lengthPenalty: Double, isComplete: ([Int32]) -> Bool
  ) throws -> [Beam]

  /// Returns a reader of one text, which has no tokens yet.
  func reader() -> any TextReader

  /// Measures how well the model predicts the tokens from `start` on, each from the tokens before it.
  ///
  /// - Parameter start: at least 1; some models accept 0.
  func evaluate(_ tokens: [Int32], from start: Int) -> Evaluation
}

/// An `emit` function throws this to end its text before all tokens are written.
public struct EndOfText: Error {
  /// Creates the error, which no caller of `generate` sees.
  public init() {}
}

extension LanguageModel {
  /// Continues `prompt` token by token with the model's ``reader()``.
  public func generate(
    after prompt: [Int32], count: Int, sampler: Sampler, using generator: inout RandomGenerator,
    emit: (Int32) throws -> Void
  ) throws {
    require(count >= 0, "generate: \(count) tokens")
    guard count > 0 else { return }
    let reader = reader()
    var tokens = prompt, next = reader.begin(prompt)
    do {
      for drawn in 1...count {
        let token = try sampler.draw(next, after: tokens, using: &generator)
        tokens.append(token)
        try emit(token)
        if drawn < count { next = reader.append([token]) }
      }
    } catch is EndOfText {}
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

  // MARK: Beam search

  /// Finds likely continuations of `prompt`: at each step, the `width` best texts so far are kept, and each is
  /// continued with every token.
  ///
  ///     try model.beamSearch(after: [3, 1, 4], count: 20, width: 8)[0].tokens
  ///
  /// A width of 1 is greedy decoding. A width of at least all continuations finds the likeliest; a smaller one can drop
  /// its beginning on the way.
  ///
  /// - Parameters:
  ///   - prompt: at least one token; some models accept none.
  ///   - count: the number of tokens of each continuation.
  ///   - width: the number of continuations that are kept, at least 1.
  ///   - lengthPenalty: continuations are ranked by their log-probability divided by their length to this power, as in
  ///     Hugging Face's transformers. At 0 they are ranked by probability. It matters only if some are shorter because
  ///     they are complete: a number above 0 then makes up for the factors that a longer text has more.
  /// - Returns: at most `width` continuations, the best first.
  /// - Throws: `Problem` of kind `badData` if the logits are not finite.
  public func beamSearch(
    after prompt: [Int32], count: Int, width: Int, lengthPenalty: Double = 0
  ) throws -> [Beam] {
    try beamSearch(after: prompt, count: count, width: width, lengthPenalty: lengthPenalty) { _ in false }
  }

  /// Finds likely continuations, and reads each of them from its beginning at each step.
  public func beamSearch(
    after prompt: [Int32], count: Int, width: Int, lengthPenalty: Double, isComplete: ([Int32]) -> Bool
  ) throws -> [Beam] {
    try rereadingBeamSearch(
      after: prompt, count: count, width: width, lengthPenalty: lengthPenalty, isComplete: isComplete)
  }

  package func rereadingBeamSearch(
    after prompt: [Int32], count: Int, width: Int, lengthPenalty: Double, isComplete: ([Int32]) -> Bool
  ) throws -> [Beam] {
    try LanguageModels.beamSearch(
      RereadingBeamReader(self), after: prompt, count: count, width: width, lengthPenalty: lengthPenalty,
      isComplete: isComplete)
  }

  // MARK: Speculative decoding

  /// Returns a reader that reads the whole text again for each new token.
  public func reader() -> any TextReader { RereadingReader(self) }

  /// Continues `prompt` token by token with the help of a drafter: the reader of a faster model with the same
  /// vocabulary, which proposes the next few tokens, so that this model can check all of them in one pass.
  ///
  ///     let counts = try model.generate(
  ///       after: [3, 1, 4], count: 100, sampler: Sampler(), drafter: small.reader(), using: &generator) { print($0) }
  ///     counts.acceptanceRate
  ///
  /// The text has exactly the distribution of one that is drawn token by token from the sampler's choices among
  /// ``nextLogits(after:)``, whatever the drafter proposes (Leviathan et al. 2023); at temperature 0 it is the same
  /// text. It is faster if the drafter is much faster and often right. With other random numbers, the same seed leads to
  /// another text than without a drafter.
  ///
  /// - Parameters:
  ///   - prompt: at least one token.
  ///   - draftTokens: the number of tokens that the drafter proposes at a time, at least 1.
  /// - Returns: how often the drafter was right.
  /// - Throws: what `emit` throws, except ``EndOfText``; `Problem` of kind `badData` if the logits are not finite.
  @discardableResult
  public func generate(
    after prompt: [Int32], count: Int, sampler: Sampler, drafter: any TextReader, draftTokens: Int = 4,
    using generator: inout RandomGenerator, emit: (Int32) throws -> Void
  ) throws -> DraftCounts {
    require(count >= 0, "generate: \(count) tokens")
    require(draftTokens >= 1, "generate: \(draftTokens) tokens at a time from the drafter; there must be at least 1")
    guard count > 0 else { return DraftCounts() }
    var decoder = try SpeculativeDecoder(
      target: reader(), drafter: drafter, draftTokens: draftTokens, after: prompt, sampler, using: &generator)
    return try decoder.run(count, using: &generator, emit: emit)
  }
}
