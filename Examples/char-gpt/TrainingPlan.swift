import Corpora
import Files
import Training
import Transformers

/// A training run that has been planned or made: everything that its costs depend on.
struct TrainingPlan {
  let model: GPTConfiguration
  let batchSize: Int
  let training: TrainingOptions
  /// The tokens of all steps together.
  let tokens: Int
  /// The run's last line of metrics; nil if it has not begun.
  var last: Metrics?
  var seed: UInt64 = 1337

  /// Creates the plan of a new run.
  ///
  /// - Throws: `Problem` if it has too many tokens to count.
  init(_ model: GPTConfiguration, batchSize: Int, _ training: TrainingOptions) throws {
    let factors = [batchSize, model.contextLength, training.accumulation, training.steps]
    let product = factors.reduce(1.0) { $0 * Double($1) }
    guard product < 0x1p62 else {
      throw Problem(
        .usage, "--batch, --context, --accumulate and --steps together result in too many tokens to count")
    }
    (self.model, self.batchSize, self.training) = (model, batchSize, training)
    tokens = factors.reduce(1, *)
  }

  /// The plan of a run that has a folder.
  init(_ run: ListedRun) throws {
    let record = run.record
    // Checks the product of the sizes; small batches at the start only make the sum smaller.
    _ = try TrainingPlan(record.model, batchSize: record.batchSize, record.training)
    (model, batchSize, training) = (record.model, record.batchSize, record.training)
    tokens = record.schedule.tokens(inFirst: training.steps, of: training.steps) * training.accumulation
    last = run.metrics.last
  }

  /// The numbers of the optimizer's state.
  ///
  /// They are counted in an optimizer, which takes their memory. For a large model they are estimated: two for each
  /// parameter with AdamW, one with the others.
  var optimizerNumbers: Int {
    let count = model.parameterTotals.unique
    guard count < 1 << 28 else { return (training.optimizer == .adamW ? 2 : 1) * count }
    let parameters = GPT(model).namedParameters
    return training.makeOptimizer(parameters).parameterCount
  }
}
