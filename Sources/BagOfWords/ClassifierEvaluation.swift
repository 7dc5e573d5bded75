import Files

/// How well predicted classes agree with the true ones.
///
///     let evaluation = ClassifierEvaluation(actual: [0, 0, 1], predicted: [0, 1, 1], classCount: 2)
///     evaluation.accuracy      // 2/3
///     evaluation.recall(of: 0) // 1/2
public struct ClassifierEvaluation: Equatable, Sendable {
  /// The number of texts by actual class (outer index) and predicted class (inner index).
  public let confusion: [[Int]]

  /// Counts the pairs of actual and predicted classes, each below `classCount`.
  public init(actual: [Int], predicted: [Int], classCount: Int) {
    require(
      actual.count == predicted.count,
      "ClassifierEvaluation: \(actual.count) classes, \(predicted.count) predictions")
    for number in [actual, predicted].joined() {
      require(
        (0..<classCount).contains(number), "ClassifierEvaluation: class \(number) of \(classCount) classes")
    }
    var confusion = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
    for (actual, predicted) in zip(actual, predicted) { confusion[actual][predicted] += 1 }
    self.confusion = confusion
  }

  /// The number of texts.
  public var count: Int { confusion.joined().reduce(0, +) }

  /// The fraction of texts with a correct prediction.
  public var accuracy: Double { ratio(confusion.indices.reduce(0) { $0 + confusion[$1][$1] }, count) }

  /// Returns the number of texts of a class.
  public func support(of chosen: Int) -> Int { confusion[chosen].reduce(0, +) }

  /// Returns the fraction of the texts predicted as a class that belong to it; 0 if there are none.
  public func precision(of chosen: Int) -> Double {
    ratio(confusion[chosen][chosen], confusion.reduce(0) { $0 + $1[chosen] })
  }

  /// Returns the fraction of a class's texts that were predicted as it; 0 if there are none.
  public func recall(of chosen: Int) -> Double { ratio(confusion[chosen][chosen], support(of: chosen)) }

  /// Returns the harmonic mean of precision and recall; 0 if both are 0.
  public func f1(of chosen: Int) -> Double {
    let (precision, recall) = (precision(of: chosen), recall(of: chosen))
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
  }

  /// The unweighted mean of the classes' F1.
  public var macroF1: Double { confusion.indices.reduce(0) { $0 + f1(of: $1) } / Double(confusion.count) }

  /// Returns the accuracy of predicting this class for every text.
  public func baseline(always chosen: Int) -> Double { ratio(support(of: chosen), count) }

  private func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
}
