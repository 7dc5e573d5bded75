import BagOfWords
import Reports

/// How good a classifier is, beside the answer of who does not read the text.
struct Judgement: Encodable, CustomStringConvertible {
  struct Class: Encodable {
    let name: String
    let precision: Double
    let recall: Double
    let f1: Double
    let texts: Int
  }

  let texts: Int
  let accuracy: Double
  /// The accuracy of always giving the class that had most texts to learn from.
  let baseline: Double
  let baselineClass: String
  let macroF1: Double
  let classes: [Class]
  /// How many texts of each class, a row, were given each class, a column.
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

  /// Two tables: the figures of each class, and which classes were taken for which.
  var description: String {
    func share(_ value: Double) -> String { Formats.fixed(value, decimals: 4) }
    var figures = TextTable([.left("class"), .right("precision"), .right("recall"), .right("F1"), .right("texts")])
    for row in classes {
      figures.append([
        shortened(row.name), share(row.precision), share(row.recall), share(row.f1), Formats.grouped(row.texts),
      ])
    }
    var matrix = TextTable([.left("is, and was taken for")] + classes.map { .right(shortened($0.name, to: 20)) })
    for (row, counts) in zip(classes, confusion) {
      matrix.append([shortened(row.name)] + counts.map(Formats.grouped))
    }
    return """
      \(figures)

      \(matrix)

      accuracy \(share(accuracy)); always "\(shortened(baselineClass))" has \(share(baseline))
      """
  }
}
