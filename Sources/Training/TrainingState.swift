import Layers
import Tensors

/// Where a training stands: with the parameters and the optimizer's moments, all that going on from here needs.
public struct TrainingState: Codable, Equatable, Sendable {
  /// The steps that were made, those that were skipped included.
  public internal(set) var step = 0
  /// The steps that made no update, since their loss or gradient was not finite.
  public internal(set) var skippedSteps = 0
  /// How many of those were the last ones in a row.
  public internal(set) var skippedInARow = 0
  /// The seconds that the run has taken so far, stops left out.
  public internal(set) var seconds = 0.0
  /// Where the next step's random numbers come from.
  public internal(set) var random: Randomness

  /// Where a run stands that has made so many steps in so many seconds, by default its start.
  public init(seed: UInt64, step: Int = 0, seconds: Double = 0) {
    random = Randomness(seed: seed)
    (self.step, self.seconds) = (step, seconds)
  }

  /// Whether the numbers go together, as those of a file that was changed may not.
  var isPossible: Bool {
    step >= skippedSteps && skippedSteps >= skippedInARow && skippedInARow >= 0 && seconds.isFinite && seconds >= 0
  }
}

/// The random numbers of a training run, of which every step takes some: with their state, a run can be continued, and
/// a step can be repeated.
public struct Randomness: Codable, Equatable, Sendable {
  /// Draws the places in the text: this is the position in the data.
  public var batches: RandomGenerator
  private var dropout: RandomGenerator

  /// Independent numbers for each purpose.
  public init(seed: UInt64) {
    batches = RandomGenerator(seed: seed, stream: 1)
    dropout = RandomGenerator(seed: seed, stream: 2)
  }

  /// What a forward pass draws from: what dropout drops.
  public var context: Context {
    get { .training(dropout) }
    set { dropout = newValue.generator }
  }
}
