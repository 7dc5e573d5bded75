import Files
import Layers
import Tensors

// Messages for numbers that are no longer finite, and the search for the first tensor that went bad.

extension Trainer {
  /// The maximum number of bad steps in a row that are skipped before the run stops. If there are more, the model is at
  /// fault, not the batch.
  public static let mostSkippedInARow = 20

  /// The name of the first parameter that is not finite; nil if all are finite.
  var badParameter: String? { nameOfNonFinite { _ in true } }

  /// The name of the first parameter that is included and not finite; nil if there is none.
  func nameOfNonFinite(where isIncluded: (Parameter) -> Bool) -> String? {
    parameters.first { isIncluded($0.parameter) && !$0.parameter.isFinite }?.name
  }

  /// The problem with a loss that is not finite; `body` computes the loss again.
  func badLoss(_ what: String, in step: Int, _ body: () -> Void) -> Problem {
    if let name = badParameter { return divergence(what, in: step, first: name) }
    let culprit = firstNonFinite(body).map { culprit in
      let names = parameters.filter { named in culprit.inputs.contains { $0 === named.parameter } }.map(\.name)
      return "the result, of shape \(culprit.shape), of \(culprit.operation)"
        + (names.isEmpty ? "" : " with \(names.joined(separator: ", "))")
    }
    return divergence(what, in: step, first: culprit)
  }

  /// The problem with a gradient that is not finite although the loss is. Gradients flow from the last parameter to the
  /// first.
  func badGradient(_ gradients: Gradients) -> Problem {
    let name = parameters.last { gradients[$0.parameter]?.isFinite == false }?.name
    return divergence("gradient", in: state.step + 1, first: name.map { "the gradient of \($0)" })
  }

  func divergence(_ what: String, in step: Int, first: String?) -> Problem {
    Problem(
      .badData,
      "the \(what) is no longer a finite number in step \(step)"
        + (state.skippedInARow > 0 ? ", nor was it in the \(state.skippedInARow) steps before" : "")
        + (first.map { "; the first tensor that went bad is \($0)" } ?? ""),
      suggestion: advice(!options.skipsBadSteps && badParameter == nil))
  }
}
