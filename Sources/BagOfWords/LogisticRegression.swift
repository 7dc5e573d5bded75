import Files
import Kernels
import Tensors

extension LinearClassifier {
  /// Returns the loss of logistic regression: the mean of -ln p(class | text) plus a penalty on large weights.
  ///
  ///     loss = mean over the texts of -ln softmax(x W + b)[target] + s / (C N) sum(W^2)
  ///
  /// where s is 1 for two classes and 1/2 for more. That is 1 / (C N) times the objective that scikit-learn's
  /// `LogisticRegression(C=C)` minimizes, so both reach the same probabilities. For two classes, scikit-learn has one
  /// vector w and we have two. At the minimum ours are w/2 and -w/2, and the sum of their squares is half that of w.
  /// The biases have no penalty.
  ///
  /// Call `backward()` on it, or pass it to a `Trainer`. It is convex, so every local minimum is a global one, and
  /// ``fitLogistic(_:targets:c:tolerance:maximumSteps:report:)`` goes there directly.
  ///
  /// - Parameters:
  ///   - x: (N, V), with N > 0.
  ///   - targets: the class of each row.
  ///   - c: scikit-learn's C, above 0: the larger it is, the smaller the penalty.
  public func logisticLoss(_ x: SparseRows, targets: [Int32], c: Double) -> Tensor {
    requireTargets("logistic regression", targets, of: x)
    let penalty = logisticPenalty(c: c, texts: x.rowCount, classes: classCount)
    return crossEntropy(logits(x), targets: targets) + (weight * weight).sum() * Float(penalty)
  }
}

extension LinearClassifier {
  /// Stops the program if the classes of some texts, or the texts' terms, are not those of the model.
  func requireTargets(_ user: String, _ targets: [Int32], of x: SparseRows) {
    require(targets.count == x.rowCount, "\(user): \(targets.count) targets for \(x.rowCount) texts")
    require(
      x.columnCount == weight.shape[0],
      "\(user): texts of \(x.columnCount) terms for a model of \(weight.shape[0])")
    for (text, target) in targets.enumerated() {
      require(
        target >= 0 && target < classCount, "\(user): text \(text) has the target \(target) of \(classCount) classes")
    }
  }
}

/// Returns s / (C N), the factor of the squared weights in the loss.
func logisticPenalty(c: Double, texts: Int, classes: Int) -> Double {
  require(texts > 0, "logistic regression: there are no texts to learn from")
  require(c > 0 && c.isFinite, "logistic regression: C is \(c); it must be a finite number above 0")
  return (classes == 2 ? 1 : 0.5) / (c * Double(texts))
}
