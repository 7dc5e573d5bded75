import Layers
import Numerics
import Tensors
import Training

extension Trainer {
  /// Runs the training loop as the programs do: one micro-batch per step, with every report, evaluation and checkpoint
  /// that is due.
  ///
  /// - Parameters:
  ///   - loss: returns the loss of the single micro-batch of a step, whose data it draws from the generator.
  ///   - save: called when a checkpoint is due, including at the start.
  /// - Returns: whether all steps are done.
  @discardableResult
  public func runLoop(
    _ loss: (_ data: inout RandomGenerator, _ pass: inout ForwardPass) -> Tensor, validationLoss: (() -> Double)? = nil,
    report: (Metrics) throws -> Void = { _ in }, save: () throws -> Void = {}, shouldStop: () -> Bool = { false }
  ) throws -> Bool {
    func evaluateIfDue() throws -> Double? {
      guard isEvaluationDue, let validationLoss else { return nil }
      return try checked(validationLoss)
    }
    if isNew {
      try report(startingMetrics(validationLoss: evaluateIfDue()))
      try save()
    }
    while !isDone, !shouldStop() {
      let data = state.batchGenerator
      let step = try step { pass in
        var data = data
        return loss(&data, &pass)
      }
      if isReportDue(after: step) { try report(metrics(of: step, validationLoss: evaluateIfDue())) }
      if isCheckpointDue || shouldStop() { try save() }
    }
    return isDone
  }
}
