/// An operation whose result held an infinity or something that is not a number, though it read nothing of the kind.
public struct NonFiniteResult {
  /// The operation's name, as in messages and drawings: `linear`.
  public let operation: String
  /// The shape of its result.
  public let shape: Shape
  /// What it read; among them, perhaps, a parameter by which it can be known.
  public let inputs: [Tensor]
}

/// Runs `body` and finds the first operation in it whose result is not finite.
///
/// Every result is read once more, so this is for finding out what went wrong, not for every step:
///
///     if !loss.item.isFinite {
///       let culprit = firstNonFinite { _ = model.loss(...) }
///       print(culprit!.operation, culprit!.shape)
///     }
///
/// - Returns: nil when all results are finite.
public func firstNonFinite(_ body: () throws -> Void) rethrows -> NonFiniteResult? {
  let watch = FiniteWatch()
  try Tensor.$finiteWatch.withValue(watch, operation: body)
  return watch.found
}

extension Tensor {
  /// Who looks at the results of operations, if anybody does.
  @TaskLocal static var finiteWatch: FiniteWatch?
}

/// Looks at results until one is not finite. It stays on the thread that records the tape.
final class FiniteWatch: @unchecked Sendable {
  private(set) var found: NonFiniteResult?

  func look(at result: Tensor, of operation: String, from inputs: [Tensor?]) {
    guard found == nil, !result.isFinite else { return }
    found = NonFiniteResult(operation: operation, shape: result.shape, inputs: inputs.compactMap { $0 })
  }
}
