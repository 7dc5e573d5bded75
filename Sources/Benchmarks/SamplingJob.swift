import LanguageModels
import Numerics
import Transformers

/// A benchmark that generates text with a GPT: one sequence, from a prompt of one token to a nearly full context.
///
/// The parameters are random, which changes the text but not the time.
///
///     let job = SamplingJob(GPTSize.small.configuration(vocabularySize: 65), seed: 1337)
///     let tokensPerSecond = try Double(job.tokenCount) / secondsTaken { try job.run() }
public final class SamplingJob {
  private let model: GPT
  private let sampler = Sampler(temperature: 0.8, topK: 40)
  private var generator: RandomGenerator

  /// Creates a model with random parameters.
  public init(_ configuration: GPTConfiguration, seed: UInt64) {
    model = GPT(configuration)
    model.initialize(seed: seed)
    generator = RandomGenerator(seed: seed)
  }

  /// The number of tokens that a run generates: two fewer than the context length, so the context is never cut; at
  /// least one.
  public var tokenCount: Int { max(1, model.configuration.contextLength - 2) }

  /// Generates one text and returns its tokens.
  @discardableResult
  public func run() throws -> [Int32] {
    try model.generate(after: [0], count: tokenCount, sampler: sampler, using: &generator)
  }
}
