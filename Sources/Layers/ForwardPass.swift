import Numerics

/// The context of a forward pass besides its input: whether it is for training, the source of random numbers, and the
/// tokens that were read before.
///
/// Layers pass it along as `&pass`, so one definition of a layer serves training, evaluation and generation token by
/// token. Dropout happens only in training. The generator is passed along too, so a run can be repeated from its seed.
public struct ForwardPass {
  /// Whether the pass is for training.
  public let isTraining: Bool
  /// The generator that dropout draws from.
  public var generator: RandomGenerator
  /// The keys and values of the tokens before those of the input; nil if the input is the whole text.
  public let cache: SequenceCache?
  /// Where each sequence begins in the training text; empty if that is not known.
  public var starts: [Int] = []
  /// The last tokens before each sequence, for layers that look up the last few tokens; empty if there are none. A cache
  /// knows them itself.
  public var before: [ArraySlice<Int32>] = []
  /// The position of the input's first token in the text: the number of tokens that the cache had read when the pass
  /// began.
  public let start: Int

  /// A pass for training, with dropout from the given generator.
  public static func training(_ generator: RandomGenerator) -> ForwardPass {
    ForwardPass(isTraining: true, generator: generator, cache: nil, start: 0)
  }

  /// A pass for evaluation: no dropout, nothing random.
  public static var evaluation: ForwardPass {
    ForwardPass(isTraining: false, generator: RandomGenerator(seed: 0), cache: nil, start: 0)
  }

  /// A pass over new tokens of sequences whose earlier tokens are in a cache; the new ones are added to the cache.
  public static func continuing(_ cache: SequenceCache) -> ForwardPass {
    ForwardPass(isTraining: false, generator: RandomGenerator(seed: 0), cache: cache, start: cache.position)
  }
}
