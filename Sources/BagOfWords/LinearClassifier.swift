import Kernels
import Layers
import Tensors

/// Gives a text a score for each class: the sum of a weight for each of its words, and one for the class itself.
///
/// Naive Bayes counts its weights, logistic regression learns them by gradient descent; what is done with them is the same.
///
///     let model = LinearClassifier(termCount: 1000, classCount: 2)
///     model.countNaiveBayes(vectors, targets: targets)
///     model.predictions(vectors)   // the class of each row
public final class LinearClassifier: Module {
  /// (V, C): what each term says for each class.
  public let weight: Parameter
  /// (C): what speaks for each class before the first word.
  public let bias: Parameter

  /// A classifier whose numbers are not set yet; `initialise(seed:)` sets all to 0, so that all classes are alike.
  public init(termCount: Int, classCount: Int) {
    weight = Parameter([termCount, classCount], .zeros)
    bias = Parameter([classCount], .zeros)
  }

  /// The weight and the bias.
  public var children: [Child] { [.parameter("weight", weight), .parameter("bias", bias)] }

  /// The number of classes.
  public var classCount: Int { bias.count }

  /// The scores of each text: x W + b, (N, V) -> (N, C). Softmax makes probabilities of them.
  public func scores(_ x: SparseRows) -> Tensor { sparseProduct(x, weight) + bias }

  /// The class with the highest score for each text; the first of equals.
  public func predictions(_ x: SparseRows) -> [Int] { predictions(fromScores: withoutGradients { scores(x) }) }

  /// The class with the highest of each row's scores, (N, C); the first of equals.
  func predictions(fromScores scores: Tensor) -> [Int] {
    (0..<scores.shape[0]).map { row in
      let row = UnsafeBufferPointer(start: scores.data + row * classCount, count: classCount)
      return row.indices.max { row[$0] < row[$1] || (row[$0] == row[$1] && $0 > $1) } ?? 0
    }
  }

  /// What a term says for each class: its weight there, less the mean of its weights for the others.
  ///
  /// Only such differences decide. Naive Bayes gives "the" a high weight in every class, which says nothing.
  public func evidence(ofTerm term: Int) -> [Float] {
    let row = UnsafeBufferPointer(start: weight.data + term * classCount, count: classCount)
    let sum = row.reduce(0, +), others = Float(max(1, classCount - 1))
    return row.map { $0 - (sum - $0) / others }
  }
}
