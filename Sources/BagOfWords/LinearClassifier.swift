import Files
import Kernels
import Layers
import Tensors

/// Computes a logit per class for a text: the sum of the text's term values, each times a weight for the class, plus a
/// bias for the class.
///
/// Naive Bayes computes the weights from counts, and logistic regression learns them by gradient descent. Both use them
/// in the same way.
///
///     let model = LinearClassifier(termCount: 1000, classCount: 2)
///     model.countNaiveBayes(vectors, targets: targets)
///     model.predictions(vectors)   // the class of each row
public final class LinearClassifier: Module {
  /// (V, C): the weight of each term for each class.
  public let weight: Parameter
  /// (C): the logit of each class for a text without known terms.
  public let bias: Parameter

  /// Creates a classifier of one or more terms and two or more classes, with unset parameters; `initialize(seed:)` sets them to 0, so all classes are equally likely.
  public init(termCount: Int, classCount: Int) {
    require(termCount >= 1 && classCount >= 2, "LinearClassifier: \(termCount) terms, \(classCount) classes")
    weight = Parameter([termCount, classCount], .zeros)
    bias = Parameter([classCount], .zeros)
  }

  /// The weight and the bias.
  public var children: [Child] { [.parameter("weight", weight), .parameter("bias", bias)] }

  /// The number of classes.
  public var classCount: Int { bias.count }

  /// Returns the logits of each text: x W + b, (N, V) -> (N, C). Softmax turns them into probabilities.
  public func logits(_ x: SparseRows) -> Tensor { sparseProduct(x, weight) + bias }

  /// Returns the class with the highest logit for each text; ties go to the first class.
  public func predictions(_ x: SparseRows) -> [Int] { predictions(fromLogits: withoutGradients { logits(x) }) }

  /// Returns the class with the highest logit in each row of (N, C); ties go to the first class.
  func predictions(fromLogits logits: Tensor) -> [Int] {
    (0..<logits.shape[0]).map { row in
      let row = UnsafeBufferPointer(start: logits.data + row * classCount, count: classCount)
      return row.indices.max { row[$0] < row[$1] || (row[$0] == row[$1] && $0 > $1) } ?? 0
    }
  }

  /// Returns the evidence of a term for each class: its weight there minus the mean of its weights for the other
  /// classes.
  ///
  /// Only these differences decide. Naive Bayes gives "the" a high weight in every class, which is no evidence for any.
  public func evidence(ofTerm term: Int) -> [Float] {
    require((0..<weight.shape[0]).contains(term), "evidence: term \(term) of \(weight.shape[0])")
    return evidence(in: UnsafeBufferPointer(start: weight.data + term * classCount, count: classCount))
  }

  /// The evidence for each class before any term is read: its bias minus the mean of the others' biases.
  public var evidenceOfBias: [Float] { evidence(in: UnsafeBufferPointer(start: bias.data, count: classCount)) }

  private func evidence(in row: UnsafeBufferPointer<Float>) -> [Float] {
    let sum = row.reduce(0, +), others = Float(max(1, classCount - 1))
    return row.map { $0 - (sum - $0) / others }
  }
}
