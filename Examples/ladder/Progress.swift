import Console
import Corpora
import Files
import Layers
import Numerics
import Reports
import Runs
import Tensors
import Training

/// Trains a model by gradient descent, reports its progress, and stops if a signal arrives.
struct Progress {
  private let name: String
  private let ladder: Ladder
  private let remarks: Remarks
  private let curve = Curve()

  /// The lines of metrics of the training so far; none if the model counts.
  var metrics: [Metrics] { curve.metrics }

  /// The lines of metrics, which a copy of the progress shares.
  private final class Curve {
    var metrics: [Metrics] = []
  }

  /// Creates the progress report for the next model of the ladder.
  init(_ name: String, _ ladder: Ladder, _ remarks: Remarks) {
    (self.name, self.ladder, self.remarks) = (name, ladder, remarks)
  }

  /// Prints a permanent line about the model.
  func say(_ line: String) { remarks.say("\(name): \(line)") }

  /// Runs all training steps of the model; it is evaluated afterward, like the others.
  ///
  /// - Parameters:
  ///   - batch: draws the batch of a step.
  ///   - loss: computes the mean loss of a micro-batch.
  func train(
    _ model: some Module, _ options: TrainingOptions, tokensPerStep: Int, seed: UInt64,
    batch: (inout RandomGenerator) -> Batch, loss: (_ part: Batch, _ pass: inout ForwardPass) -> Tensor
  ) throws {
    var options = options
    options.evaluateEvery = 0
    // A short run keeps most of its steps for training.
    options.warmup = min(options.warmup, options.steps / 10)
    let steps = Formats.grouped(options.steps)
    say(
      "\(Formats.count(model.parameterCount, "parameter")), \(Formats.count(options.steps, "step")) of "
        + Formats.count(tokensPerStep, "character"))
    let progress = StepProgress(of: options.steps)
    let trainer = Trainer(model.namedParameters, options, tokensPerStep: tokensPerStep, seed: seed)
    while !trainer.isDone, Interruption.received == nil {
      var generator = trainer.state.batchGenerator
      let batch = batch(&generator)
      let step = try trainer.step(batch.microBatches, weights: batch.microBatchWeights, loss: loss)
      guard trainer.isReportDue(after: step) else { continue }
      let metrics = try trainer.metrics(of: step, validationLoss: nil)
      curve.metrics.append(metrics)
      remarks.update("\(name): \(progress.line(metrics))")
    }
    try checkInterruption("while training the \(name), after step \(Formats.grouped(trainer.state.step)) of \(steps)")
  }

  /// Throws a problem that ends the program if a signal has arrived.
  func checkInterruption(_ place: String) throws {
    guard let interruption = Interruption.received else { return }
    remarks.finish()
    let done = ladder.models.map(\.name).joined(separator: ", ")
    throw interruption.problem(
      place,
      suggestion: "\(shellQuoted(ladder.out)) contains \(done.isEmpty ? "nothing yet" : "the table so far: \(done)")")
  }
}
