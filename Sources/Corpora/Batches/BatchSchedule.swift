import Files

/// The shape of each step's batch: windows may begin short, batches small, and double on the way.
///
/// Short windows are cheap and enough to learn what stands next to what; small batches make more of few tokens while
/// the model still learns fast. A run is cut into equal stages, one for each doubling and one more.
///
///     let schedule = BatchSchedule(batchSize: 12, context: 256, firstContext: 64)
///     schedule.shape(atStep: 0, of: 900)    // 48 windows of 64 tokens
///     schedule.shape(atStep: 899, of: 900)  // 12 windows of 256
public struct BatchSchedule: Equatable, Sendable {
  /// The number of windows, and of tokens in each, of the last stage.
  public let batchSize, context: Int
  /// The same of the first stage.
  private let firstBatchSize, firstContext: Int

  /// Creates a schedule. Nil means the same as in the last stage.
  ///
  /// - Parameters:
  ///   - firstBatchSize: at most `batchSize`.
  ///   - firstContext: at most `context`. While windows are shorter, there are more of them, so a step has as many
  ///     tokens as with whole ones.
  public init(batchSize: Int, context: Int, firstBatchSize: Int? = nil, firstContext: Int? = nil) {
    self.batchSize = batchSize
    self.context = context
    self.firstBatchSize = firstBatchSize ?? batchSize
    self.firstContext = firstContext ?? context
    require(
      (1...batchSize).contains(self.firstBatchSize) && (1...context).contains(self.firstContext),
      "BatchSchedule: it begins with \(self.firstBatchSize) windows of \(self.firstContext) tokens and ends with "
        + "\(batchSize) of \(context)")
  }

  /// Returns the number of windows of a step's batch and the tokens in each.
  public func shape(atStep step: Int, of steps: Int) -> (batchSize: Int, context: Int) {
    func size(from first: Int, to last: Int) -> Int {
      let stages = doublings(from: first, to: last) + 1
      let stage = min(stages - 1, step * stages / max(1, steps))
      return stage == stages - 1 ? last : min(last, first << stage)
    }
    let windows = size(from: firstBatchSize, to: batchSize), length = size(from: firstContext, to: context)
    return (max(1, windows * context / length), length)
  }

  /// Returns a step's batch of windows from random places of a text; see ``Batch/fill(from:using:)``.
  public func batch(
    atStep step: Int, of steps: Int, from tokens: some TokenSource, using generator: inout some RandomNumberGenerator
  ) -> Batch {
    let shape = shape(atStep: step, of: steps)
    return randomBatch(from: tokens, batchSize: shape.batchSize, length: shape.context, using: &generator)
  }

  /// Returns the number of tokens of the first `count` steps.
  public func tokens(inFirst count: Int, of steps: Int) -> Int {
    // The shape changes only where a stage begins.
    let stages = [(firstBatchSize, batchSize), (firstContext, context)].map { doublings(from: $0, to: $1) + 1 }
    let changes = stages.flatMap { stages in (0..<stages).map { (steps * $0 + stages - 1) / stages } }
    let borders = Set(changes + [0, count]).filter { $0 <= count }.sorted()
    return zip(borders, borders.dropFirst()).reduce(0) { total, part in
      let (windows, length) = shape(atStep: part.0, of: steps)
      return total + (part.1 - part.0) * windows * length
    }
  }

  /// How often a size doubles before it is at least another.
  private func doublings(from first: Int, to last: Int) -> Int {
    var (size, count) = (first, 0)
    while size < last {
      size *= 2
      count += 1
    }
    return count
  }
}
