import Numerics

/// Where a training stands: with the parameters and the optimizer's state, everything that going on from here needs.
public struct TrainingState: Codable, Equatable, Sendable {
  /// The steps that were made, including those that were skipped.
  public internal(set) var step = 0
  /// The steps that made no update, since their loss or gradient was not finite.
  public internal(set) var skippedSteps = 0
  /// How many of those were the last ones in a row.
  public internal(set) var skippedInARow = 0
  /// The seconds that the run has taken so far, not counting stops.
  public internal(set) var seconds = 0.0
  /// Where all random numbers of the run come from; with the step, it gives those of the next one.
  public let seed: UInt64

  /// The state of a run after so many steps, which took so many seconds; by default its start.
  public init(seed: UInt64, step: Int = 0, seconds: Double = 0) {
    (self.seed, self.step, self.seconds) = (seed, step, seconds)
  }

  /// Reads what was encoded. Files from before steps had random numbers of their own have no seed: such a run goes on, with
  /// batches that its old program would not have drawn.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    step = try fields.decode(Int.self, forKey: .step)
    skippedSteps = try fields.decode(Int.self, forKey: .skippedSteps)
    skippedInARow = try fields.decode(Int.self, forKey: .skippedInARow)
    seconds = try fields.decode(Double.self, forKey: .seconds)
    seed = try fields.decodeIfPresent(UInt64.self, forKey: .seed) ?? 0
  }

  /// Whether the numbers go together, as those of a file that was changed may not.
  package var isPossible: Bool {
    step >= skippedSteps && skippedSteps >= skippedInARow && skippedInARow >= 0 && seconds.isFinite && seconds >= 0
  }

  /// Where the step that comes next draws its batch: this is the position in the data.
  public var batchGenerator: RandomGenerator { generator(.batch) }

  /// What dropout draws from in a part of the step that comes next. Each part has numbers of its own, so they do not depend
  /// on which part is computed first.
  func dropoutGenerator(part: Int) -> RandomGenerator {
    var step = generator(.dropout)
    return RandomGenerator(seed: step.next(), stream: UInt64(part))
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
