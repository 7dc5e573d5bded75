/// How well predicted classes agree with the true ones.
///
///     let evaluation = ClassifierEvaluation(actual: [0, 0, 1], predicted: [0, 1, 1], classCount: 2)
///     evaluation.accuracy      // 2/3
///     evaluation.recall(of: 0) // 1/2
public struct ClassifierEvaluation: Equatable, Sendable {
  /// How many texts of each class (the outer index) were given each class (the inner one).
  public let confusion: [[Int]]

  /// Counts the pairs of classes, each a number below `classCount`.
  public init(actual: [Int], predicted: [Int], classCount: Int) {
    precondition(actual.count == predicted.count, "\(actual.count) classes, \(predicted.count) predictions")
    var confusion = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
    for (actual, predicted) in zip(actual, predicted) { confusion[actual][predicted] += 1 }
    self.confusion = confusion
  }

  /// The number of texts.
  public var count: Int { confusion.joined().reduce(0, +) }

  /// The share of texts that were given their class.
  public var accuracy: Double { ratio(confusion.indices.reduce(0) { $0 + confusion[$1][$1] }, count) }

  /// How many texts are of a class.
  public func support(of chosen: Int) -> Int { confusion[chosen].reduce(0, +) }

  /// The share of the texts given a class that are of it; 0 where none was.
  public func precision(of chosen: Int) -> Double {
    ratio(confusion[chosen][chosen], confusion.reduce(0) { $0 + $1[chosen] })
  }

  /// The share of a class's texts that were given it; 0 where there is none.
  public func recall(of chosen: Int) -> Double { ratio(confusion[chosen][chosen], support(of: chosen)) }

  /// The harmonic mean of precision and recall; 0 where both are.
  public func f1(of chosen: Int) -> Double {
    let (precision, recall) = (precision(of: chosen), recall(of: chosen))
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
  }

  /// The mean of the classes' F1, each counting alike.
  public var macroF1: Double { confusion.indices.reduce(0) { $0 + f1(of: $1) } / Double(confusion.count) }

  /// The accuracy of giving every text this one class.
  public func baseline(always chosen: Int) -> Double { ratio(support(of: chosen), count) }

  private func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
}
