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
  /// Call `backward()` on it, or pass it to a `Trainer`. It is convex, so every local minimum is a global one.
  ///
  /// - Parameters:
  ///   - x: (N, V), with N > 0.
  ///   - targets: the class of each row.
  ///   - c: scikit-learn's C, above 0: the larger it is, the smaller the penalty.
  public func logisticLoss(_ x: SparseRows, targets: [Int32], c: Double) -> Tensor {
    let pull = (classCount == 2 ? 1 : 0.5) / (c * Double(x.rowCount))
    return crossEntropy(logits(x), targets: targets) + (weight * weight).sum() * Float(pull)
  }
}
