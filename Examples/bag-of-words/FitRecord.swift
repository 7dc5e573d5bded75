import BagOfWords
import Console
import Reports

/// How near logistic regression came to the minimum of its loss.
struct FitRecord: Encodable {
  /// Whether the gradient came within the tolerance.
  let converged: Bool
  let steps: Int
  let maximumSteps: Int
  /// The largest magnitude in the gradient at the end.
  let gradient: Double
  let tolerance: Double

  /// The names in files. The limits are options of the run, and recorded there.
  private enum CodingKeys: String, CodingKey {
    case converged
    case steps = "stepsTaken"
    case gradient
  }

  init(_ fit: LogisticFit, tolerance: Double, maximumSteps: Int) {
    (converged, steps, gradient) = (fit.isConverged, fit.steps, fit.largestSlope)
    (self.tolerance, self.maximumSteps) = (tolerance, maximumSteps)
  }

  var figures: [(String, Double)] {
    [("steps", Double(steps)), ("gradient", gradient), ("converged", converged ? 1 : 0)]
  }

  /// What is wrong and what to do, if the gradient did not come within the tolerance.
  var warning: String? {
    if converged { return nil }
    let state =
      "Stopped before the minimum, after \(Formats.grouped(steps)) steps: the gradient is still "
      + "\(Formats.significant(gradient, digits: 2)), above the tolerance of \(figure(tolerance))."
    let advice =
      steps == maximumSteps
      ? "The probabilities are not final: allow more --steps, or choose a smaller --c."
      : "Rounding leaves no better step: choose a larger --tolerance."
    return state + "\n" + advice
  }
}
