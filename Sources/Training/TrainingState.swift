import Files
import Numerics

/// The state of a training run: with the parameters and the optimizer state, everything that is needed to resume it.
public struct TrainingState: Codable, Equatable, Sendable {
  /// The number of steps so far, including skipped ones.
  public internal(set) var step = 0
  /// The number of steps without an update, because their loss or gradient was not finite.
  public internal(set) var skippedSteps = 0
  /// The number of skipped steps in a row up to now.
  public internal(set) var skippedInARow = 0
  /// The seconds that the run has taken so far, excluding interruptions.
  public internal(set) var seconds = 0.0
  /// The source of all random numbers of the run; together with the step, it determines those of the next step.
  public let seed: UInt64

  /// Creates the state of a run after `step` steps and the given number of seconds; by default, the start of a run.
  public init(seed: UInt64, step: Int = 0, seconds: Double = 0) {
    require(step >= 0, "TrainingState: step \(step)")
    require(seconds >= 0 && seconds.isFinite, "TrainingState: \(seconds) seconds")
    (self.seed, self.step, self.seconds) = (seed, step, seconds)
  }

  /// Reads an encoded state. Files from older versions, in which steps did not have their own random numbers, have no
  /// seed. A run that resumes from such a file draws different batches than the old version would have.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    step = try fields.decode(Int.self, forKey: .step)
    skippedSteps = try fields.decode(Int.self, forKey: .skippedSteps)
    skippedInARow = try fields.decode(Int.self, forKey: .skippedInARow)
    seconds = try fields.decode(Double.self, forKey: .seconds)
    seed = try fields.decodeIfPresent(UInt64.self, forKey: .seed) ?? 0
  }

  /// Whether the numbers are consistent; in a file that was edited, they may not be.
  package var isPossible: Bool {
    step >= skippedSteps && skippedSteps >= skippedInARow && skippedInARow >= 0 && seconds.isFinite && seconds >= 0
  }

  /// The generator that draws the batch of the next step; it takes the place of a position in the data.
  public var batchGenerator: RandomGenerator { generator(.batch) }

  /// The generator for dropout in a micro-batch of the next step. Each micro-batch has its own random numbers, so they
  /// do not depend on which one is computed first.
  func dropoutGenerator(microBatch: Int) -> RandomGenerator {
    var step = generator(.dropout)
    return RandomGenerator(seed: step.next(), stream: UInt64(microBatch))
  }

  private enum Purpose: UInt64 {
    case batch = 1
    case dropout = 2
  }

  private func generator(_ purpose: Purpose) -> RandomGenerator {
    var run = RandomGenerator(seed: seed, stream: purpose.rawValue)
    return RandomGenerator(seed: run.next(), stream: UInt64(step))
  }
}
