import Console
import Kindling

/// Trains a model that learns by gradients, says how far it is, and ends when a signal asks for it.
struct Progress {
  private let name: String
  private let ladder: Ladder
  private let remarks: Remarks

  /// The progress of a model, the next on a ladder.
  init(_ name: String, _ ladder: Ladder, _ remarks: Remarks) {
    (self.name, self.ladder, self.remarks) = (name, ladder, remarks)
  }

  /// Prints a line about the model that stays.
  func say(_ line: String) { remarks.say("\(name): \(line)") }

  /// Makes all steps of the model's training; it is judged afterwards, as the others are.
  func train(
    _ model: some Module, _ options: TrainingOptions, tokensPerBatch: Int, seed: UInt64, batch: Trainer.LearnBatch
  ) throws {
    var options = options
    options.evaluateEvery = 0
    // A short run keeps most of its steps for training.
    options.warmup = min(options.warmup, options.steps / 10)
    let steps = Formats.grouped(options.steps)
    say(
      "\(Formats.grouped(model.parameterCount)) parameters, \(steps) steps of \(Formats.grouped(tokensPerBatch)) "
        + "characters")
    let trainer = Trainer(model.namedParameters, options, tokensPerBatch: tokensPerBatch, seed: seed)
    try trainer.run(
      batch: batch, validationLoss: nil,
      report: { metrics in
        guard metrics.step > 0, let loss = metrics.trainLoss else { return }
        let left = metrics.elapsed / Double(metrics.step) * Double(options.steps - metrics.step)
        remarks.update(
          "\(name): step \(Formats.grouped(metrics.step)) of \(steps)  loss "
            + "\(Formats.fixed(Double(loss), decimals: 4))  \(Formats.duration(left)) left")
      }, shouldStop: { Interruption.received != nil })
    try checkInterruption("at the \(name), after step \(Formats.grouped(trainer.state.step)) of \(steps)")
  }

  /// Ends the program if a signal asked for it.
  func checkInterruption(_ place: String) throws {
    guard let interruption = Interruption.received else { return }
    remarks.finish()
    let done = ladder.models.map(\.name).joined(separator: ", ")
    throw interruption.problem(
      place, suggestion: "\(ladder.folder) holds \(done.isEmpty ? "nothing yet" : "the table so far: \(done)")")
  }
}
