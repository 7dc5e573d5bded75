import Kernels

/// The first operation of a computation whose result holds an infinity or a NaN.
public struct NonFiniteResult {
  /// The operation's name, as in messages and drawings, such as `linear`.
  public let operation: String
  /// The shape of its result.
  public let shape: Shape
  /// The tensors that it read. A parameter among them can show where in the model the operation is.
  public let inputs: [Tensor]
}

/// Runs `body` and finds the first operation in it whose result is not finite.
///
/// It reads every result once more, so use it to find out what went wrong, not in every step:
///
///     if !loss.item.isFinite {
///       let culprit = firstNonFinite { _ = model.loss(...) }
///       print(culprit!.operation, culprit!.shape)
///     }
///
/// - Returns: nil if all results are finite.
public func firstNonFinite(_ body: () throws -> Void) rethrows -> NonFiniteResult? {
  let watch = FiniteWatch()
  try Tensor.$finiteWatch.withValue(watch, operation: body)
  return watch.found
}

extension Tensor {
  /// Whether all elements are finite: none is infinite or NaN.
  public var isFinite: Bool { allFinite(data, count: count) }

  /// The watch that checks the results of operations; nil if there is none.
  @TaskLocal static var finiteWatch: FiniteWatch?
}

/// Checks results until one is not finite. It stays on the thread that records the tape.
final class FiniteWatch: @unchecked Sendable {
  private(set) var found: NonFiniteResult?

  func look(at result: Tensor, of operation: String, from inputs: [Tensor?]) {
    guard found == nil, !result.isFinite else { return }
    found = NonFiniteResult(operation: operation, shape: result.shape, inputs: inputs.compactMap { $0 })
  }
}
