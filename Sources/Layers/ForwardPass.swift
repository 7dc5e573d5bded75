import Numerics

/// What a forward pass needs to know beside its input: whether it is for training, where random numbers come from, and
/// what was read before.
///
/// Layers take it along as `&pass`, so one definition of a layer serves training, evaluation and writing token by token.
/// Dropout happens only in training. The generator is passed along, so a run is repeatable from its seed.
public struct ForwardPass {
  /// Whether the pass is for training.
  public let isTraining: Bool
  /// Where dropout draws from.
  public var generator: RandomGenerator
  /// The keys and values of the tokens before those of the input; nil when the input is the whole text.
  public let cache: SequenceCache?
  /// The place in the text of the input's first token: how many tokens the cache had when the pass began.
  public let start: Int

  /// A pass for training, with dropout from the given generator.
  public static func training(_ generator: RandomGenerator) -> ForwardPass {
    ForwardPass(isTraining: true, generator: generator, cache: nil, start: 0)
  }

  /// A pass for evaluation: no dropout, nothing random.
  public static var evaluation: ForwardPass {
    ForwardPass(isTraining: false, generator: RandomGenerator(seed: 0), cache: nil, start: 0)
  }

  /// One pass over new tokens of texts whose earlier tokens a cache has; it takes up the new ones.
  public static func continuing(_ cache: SequenceCache) -> ForwardPass {
    ForwardPass(isTraining: false, generator: RandomGenerator(seed: 0), cache: cache, start: cache.length)
  }
}
