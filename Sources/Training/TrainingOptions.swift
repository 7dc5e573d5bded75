/// What a training run can be told, whatever the model; the defaults are those of the small GPT.
public struct TrainingOptions: Codable, Equatable, Sendable {
  /// How many times the parameters are updated.
  public var steps = 2000
  /// The highest learning rate, reached after the warm-up.
  public var learningRate = 1e-3
  /// The learning rate at the end.
  public var minimumLearningRate = 1e-4
  /// The steps during which the learning rate rises.
  public var warmup = 100
  /// How much weights with two or more axes shrink, times the learning rate, each step.
  public var weightDecay = 0.1
  /// How slowly the mean of the gradients follows.
  public var beta1 = 0.9
  /// How slowly the mean of their squares follows.
  public var beta2 = 0.99
  /// Keeps the division by the root of the squares finite.
  public var epsilon = 1e-8
  /// The longest that the gradient of all parameters may be; 0 leaves it as it is.
  public var clip = 1.0
  /// The number of batches whose gradients are added up before an update.
  public var accumulation = 1
  /// The steps from one evaluation to the next; 0 evaluates only at the end.
  public var evaluateEvery = 250
  /// The steps from one line of metrics to the next.
  public var logEvery = 10

  /// The steps from one checkpoint to the next; none saves one with each evaluation, and after ten minutes without one.
  public var checkpointEvery: Int?
  /// Goes on without the update when a step's loss or gradient is not finite, instead of stopping the run.
  public var skipsBadSteps = false

  /// The defaults.
  public init() {}
}
