import Layers
import Numerics
import Tensors
import Training

extension Trainer {
  /// A run as programs write it: one part per step, with everything that is due.
  ///
  /// - Parameters:
  ///   - loss: of a step's only part; it draws its data from the generator.
  ///   - save: called when a checkpoint is due, at the start too.
  /// - Returns: whether all steps were made.
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
