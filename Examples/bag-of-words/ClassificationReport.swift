import BagOfWords
import Reports

/// How good a classifier is, compared with always answering the most common class.
struct ClassificationReport: Encodable, CustomStringConvertible {
  struct Class: Encodable {
    let name: String
    let precision: Double
    let recall: Double
    let f1: Double
    let texts: Int
  }

  let texts: Int
  let accuracy: Double
  /// The accuracy of always answering the class with the most training texts.
  let baseline: Double
  let baselineClass: String
  let macroF1: Double
  let classes: [Class]
  /// The confusion matrix: how many texts of each actual class (row) were assigned to each class (column).
  let confusion: [[Int]]

  init(_ evaluation: ClassifierEvaluation, _ configuration: TextClassifier.Configuration) {
    texts = evaluation.count
    accuracy = evaluation.accuracy
    baseline = evaluation.baseline(always: configuration.majorityClass)
    baselineClass = configuration.classes[configuration.majorityClass]
    macroF1 = evaluation.macroF1
    classes = configuration.classes.enumerated().map { number, name in
      Class(
        name: name, precision: evaluation.precision(of: number), recall: evaluation.recall(of: number),
        f1: evaluation.f1(of: number), texts: evaluation.support(of: number))
    }
    confusion = evaluation.confusion
  }

  /// Two tables: the figures per class, and the confusion matrix. The accuracy is among the figures printed below them.
  var description: String {
    func share(_ value: Double) -> String { Formats.fixed(value, decimals: 4) }
    var figures = TextTable([.left("class"), .right("precision"), .right("recall"), .right("F1"), .right("texts")])
    for row in classes {
      figures.append([
        shortened(row.name), share(row.precision), share(row.recall), share(row.f1), Formats.grouped(row.texts),
      ])
    }
    var matrix = TextTable([.left("actual \\ predicted")] + classes.map { .right(shortened($0.name, to: 20)) })
    for (row, counts) in zip(classes, confusion) {
      matrix.append([shortened(row.name)] + counts.map(Formats.grouped))
    }
    return """
      \(figures)

      \(matrix)
      """
  }
}
