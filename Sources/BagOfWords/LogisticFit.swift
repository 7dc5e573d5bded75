import Files
import Kernels
import Numerics
import Tensors

/// How far the training of logistic regression has come.
public struct LogisticFit: Equatable, Sendable {
  /// The number of steps so far.
  public let steps: Int
  /// The number of passes over the texts so far: one for the start, and little more than one per step.
  public let passes: Int
  /// The loss, as in ``LinearClassifier/logisticLoss(_:targets:c:)``.
  public let loss: Double
  /// The largest magnitude in the gradient of the loss: 0 at the minimum.
  public let largestSlope: Double
  /// The length of the last step, as a multiple of the one that L-BFGS first tries.
  public let stepSize: Double
  /// Whether the largest slope is within the tolerance.
  public let isConverged: Bool
  /// Whether the training ends here.
  public internal(set) var isLast = false
}

extension LinearClassifier {
  /// The tolerance that a fit has by default.
  ///
  /// scikit-learn's default is 1e-4, which for a large C leaves probabilities that are off by more than 0.1.
  public static let logisticTolerance = 1e-9

  /// Sets the weights to those of logistic regression: goes to the minimum of
  /// ``logisticLoss(_:targets:c:)`` with `LBFGS`, starting from weights of 0.
  ///
  ///     let fit = model.fitLogistic(vectors, targets: targets, c: 1)
  ///     fit.isConverged     // otherwise, allow more steps or a larger tolerance
  ///
  /// The loss and its gradient are computed in double precision: in single precision, rounding would hide the minimum
  /// of texts with large counts. The bits are the same on any number of threads.
  ///
  /// - Parameters:
  ///   - x: (N, V), with N > 0.
  ///   - targets: the class of each row.
  ///   - c: scikit-learn's C, above 0: the larger it is, the smaller the penalty.
  ///   - tolerance: the training ends when no element of the gradient has a larger magnitude, as with `tol` in
  ///     scikit-learn.
  ///   - maximumSteps: the training ends after this many steps at the latest.
  ///   - report: called at the start and after each step, when the weights are those of that step.
  /// - Returns: the state at the end.
  @discardableResult
  public func fitLogistic(
    _ x: SparseRows, targets: [Int32], c: Double, tolerance: Double = logisticTolerance, maximumSteps: Int = 5000,
    report: (LogisticFit) -> Void = { _ in }
  ) -> LogisticFit {
    require(tolerance > 0, "logistic regression: a tolerance of \(tolerance); it must be above 0")
    require(maximumSteps >= 0, "logistic regression: at most \(maximumSteps) steps; it must be at least 0")
    requireTargets("logistic regression", targets, of: x)
    let objective = LogisticObjective(x, targets: targets, classCount: classCount, c: c)
    let start = [Double](repeating: 0, count: weight.count + bias.count)
    var search = LBFGS(from: start, curvatures: objective.curvatures) { point, gradient in
      objective.value(at: point, gradient: &gradient)
    }
    while true {
      let parameters = objective.parameters(at: search.point)
      for i in 0..<weight.count { weight.data[i] = Float(parameters[i]) }
      for i in 0..<bias.count { bias.data[i] = Float(parameters[weight.count + i]) }
      let slope = objective.slopes(search.gradient).reduce(0) { max($0, abs($1)) }
      var fit = LogisticFit(
        steps: search.stepCount, passes: search.evaluationCount, loss: search.value, largestSlope: slope,
        stepSize: search.stepSize, isConverged: slope <= tolerance)
      fit.isLast = fit.isConverged || fit.steps == maximumSteps || !search.step()
      report(fit)
      if fit.isLast { return fit }
    }
  }
}

/// The loss of logistic regression and its gradient, in double precision.
///
/// A point has the weights (V, C) row by row, then C numbers in place of the biases: the logits of the mean text. So the
/// logits of a text are (x - mean) W + these numbers. The minimum is the same, and easier to find: with plain biases, a
/// term that most texts contain pulls at them as much as at its own weight.
///
/// ``LinearClassifier/logisticLoss(_:targets:c:)`` is the same loss in the readable form, and a test compares the two.
struct LogisticObjective {
  private let x: SparseRows
  private let targets: [Int32]
  private let classCount: Int
  private let penalty: Double
  /// The mean value of each term, (V).
  private let means: [Double]
  /// The curvature of the loss along each axis, roughly. Of a text it is p (1 - p) x^2, where p (1 - p) is at most 1/4.
  let curvatures: [Double]

  init(_ x: SparseRows, targets: [Int32], classCount: Int, c: Double) {
    (self.x, self.targets, self.classCount) = (x, targets, classCount)
    let penalty = logisticPenalty(c: c, texts: x.rowCount, classes: classCount)
    var means: [Double] = [], curvatures: [Double] = []
    for term in 0..<x.columnCount {
      let values = x.transposed.row(term).values
      let mean = values.reduce(0) { $0 + Double($1) } / Double(x.rowCount)
      // The texts without the term have the value 0.
      let squares = values.reduce(Double(x.rowCount - values.count) * mean * mean) {
        $0 + (Double($1) - mean) * (Double($1) - mean)
      }
      means.append(mean)
      for _ in 0..<classCount { curvatures.append(squares / Double(x.rowCount) / 4 + 2 * penalty) }
    }
    self.penalty = penalty
    self.means = means
    self.curvatures = curvatures + [Double](repeating: 0.25, count: classCount)
  }

  /// Returns the weights and the biases at a point.
  func parameters(at point: [Double]) -> [Double] {
    var parameters = point
    for (term, mean) in means.enumerated() {
      for k in 0..<classCount { parameters[means.count * classCount + k] -= mean * point[term * classCount + k] }
    }
    return parameters
  }

  /// Returns the slopes of the loss in the weights and the biases, from its gradient at a point.
  func slopes(_ gradient: [Double]) -> [Double] {
    var slopes = gradient
    for (term, mean) in means.enumerated() {
      for k in 0..<classCount { slopes[term * classCount + k] += mean * gradient[means.count * classCount + k] }
    }
    return slopes
  }

  /// Returns the loss at a point and fills in its gradient.
  func value(at point: [Double], gradient: inout [Double]) -> Double {
    let (N, V, C) = (x.rowCount, x.columnCount, classCount)
    // The gradient of each text's loss by its logits, (N, C): softmax - target, divided by N; and the losses, (N).
    var errors = [Double](repeating: 0, count: N * C), losses = [Double](repeating: 0, count: N)
    parameters(at: point).withUnsafeBufferPointer { w in
      errors.withUnsafeMutableBufferPointer { errors in
        losses.withUnsafeMutableBufferPointer { losses in
          parallel(N, work: 8 * C * (x.storedCount + 8 * N)) { texts in
            for text in texts {
              let z = UnsafeMutableBufferPointer(rebasing: errors[text * C..<(text + 1) * C])
              for k in 0..<C { z[k] = w[V * C + k] }
              addRow(text, of: x, times: w, to: z)
              losses[text] = toErrors(z, target: Int(targets[text]))
            }
          }
        }
      }
    }
    // By the weights it is (x - mean)^T errors, and the penalty's. Each term adds up its texts in order.
    let transposed = x.transposed
    let sums = (0..<C).map { k in (0..<N).reduce(0) { $0 + errors[$1 * C + k] } }
    gradient.withUnsafeMutableBufferPointer { gradient in
      errors.withUnsafeBufferPointer { errors in
        parallel(V, work: 8 * C * (x.storedCount + V)) { terms in
          for term in terms {
            let slopes = UnsafeMutableBufferPointer(rebasing: gradient[term * C..<(term + 1) * C])
            for k in 0..<C { slopes[k] = 2 * penalty * point[term * C + k] - means[term] * sums[k] }
            addRow(term, of: transposed, times: errors, to: slopes)
          }
        }
      }
      for k in 0..<C { gradient[V * C + k] = sums[k] }
    }
    let squares = point[..<(V * C)].reduce(0) { $0 + $1 * $1 }
    return losses.reduce(0, +) / Double(N) + penalty * squares
  }

  /// y += row of x times W, for W with as many columns as y.
  private func addRow(
    _ row: Int, of x: SparseRows, times w: UnsafeBufferPointer<Double>, to y: UnsafeMutableBufferPointer<Double>
  ) {
    for i in x.starts[row]..<x.starts[row + 1] {
      let value = Double(x.values[i]), start = Int(x.columns[i]) * y.count
      for k in y.indices { y[k] += value * w[start + k] }
    }
  }

  /// Replaces a text's logits by the gradient of the loss, and returns the text's own loss.
  private func toErrors(_ z: UnsafeMutableBufferPointer<Double>, target: Int) -> Double {
    let largest = z.max() ?? 0, logit = z[target] - largest
    var sum = 0.0
    for k in z.indices {
      z[k] = exponential(z[k] - largest)
      sum += z[k]
    }
    let N = Double(x.rowCount)
    for k in z.indices { z[k] = (z[k] / sum - (k == target ? 1 : 0)) / N }
    return naturalLogarithm(sum) - logit
  }
}
