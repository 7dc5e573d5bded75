import Tensors

/// What a forward pass needs to know beside its input: whether it is for training, and where random numbers come from.
///
/// Dropout happens only in training. The generator is passed along, so a run is repeatable from its seed.
public struct Context {
  /// Whether the pass is for training.
  public let isTraining: Bool
  /// Where dropout draws from.
  public var generator: RandomGenerator

  /// A pass for training, with dropout from the given generator.
  public static func training(_ generator: RandomGenerator) -> Context {
    Context(isTraining: true, generator: generator)
  }

  /// A pass for evaluation or sampling: no dropout, nothing random.
  public static var evaluation: Context { Context(isTraining: false, generator: RandomGenerator(seed: 0)) }
}
