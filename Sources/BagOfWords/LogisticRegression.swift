import Kernels
import Tensors

extension LinearClassifier {
  /// The loss whose minimum is logistic regression: the mean of -ln p(class | text), and a pull of the weights to 0.
  ///
  ///     loss = mean over the texts of -ln softmax(x W + b)[target] + s / (C N) sum(W^2)
  ///
  /// where s is 1 for two classes and 1/2 for more. That is 1 / (C N) times what scikit-learn's `LogisticRegression(C=C)`
  /// makes smallest, so both end at the same probabilities. For two classes it has one vector w where we have two; at
  /// the minimum ours are w/2 and -w/2, and the sum of their squares is half of that of w. The biases are free.
  ///
  /// Call `backward()` on it, or hand it to a `Trainer`. It has one minimum, and no local ones.
  ///
  /// - Parameters:
  ///   - x: (N, V), with N > 0.
  ///   - targets: the class of each row.
  ///   - c: scikit-learn's C, above 0: the larger, the less the weights are pulled.
  public func logisticLoss(_ x: SparseRows, targets: [Int32], c: Double) -> Tensor {
    let pull = (classCount == 2 ? 1 : 0.5) / (c * Double(x.rowCount))
    return crossEntropy(scores(x), targets: targets) + (weight * weight).sum() * Float(pull)
  }
}
