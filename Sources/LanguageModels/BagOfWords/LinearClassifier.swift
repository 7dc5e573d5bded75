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
  public func predictions(_ x: SparseRows) -> [Int] {
    let scores = withoutGradients { self.scores(x) }
    return (0..<x.rowCount).map { row in
      let row = UnsafeBufferPointer(start: scores.data + row * classCount, count: classCount)
      return row.indices.max { row[$0] < row[$1] || (row[$0] == row[$1] && $0 > $1) } ?? 0
    }
  }

  /// What each term says for a class: its weight there, less the mean of its weights for the others.
  ///
  /// Only such differences decide. Naive Bayes gives "the" a high weight in every class, which says nothing.
  public func evidence(forClass chosen: Int) -> [Float] {
    let elements = weight.elements, others = Float(max(1, classCount - 1))
    return (0..<weight.shape[0]).map { term in
      let row = elements[term * classCount..<(term + 1) * classCount]
      let own = row[row.startIndex + chosen]
      return own - (row.reduce(0, +) - own) / others
    }
  }
}
