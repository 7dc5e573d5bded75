import BagOfWords
import Console
import Files

private let file = Argument(
  "FILE", help: "lines of label, tab and text, or a .csv file with column names in its first line")

let evaluateCommand = Command(
  "evaluate", summary: "measure how well a trained classifier does on labeled texts", arguments: [file],
  options: [CommonOptions.model] + LabeledOptions.all + [
    CommonOptions.threads, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let classifier = try loadClassifier(parsed)
  let texts = try LabeledOptions.read(parsed[file], parsed)
  let classes = classifier.configuration.classes
  let numbers = Dictionary(uniqueKeysWithValues: zip(classes, 0...))
  let targets = try zip(texts.labels, texts.lines).map { label, line in
    guard let number = numbers[label] else {
      let known = classes.prefix(10).map { quoted($0, limit: 40) }.joined(separator: ", ")
      throw Problem(
        .badData,
        "\(texts.path): line \(line) has the label \(quoted(label, limit: 40)), which the model does not know",
        suggestion: "It knows \(known)\(classes.count > 10 ? " and \(classes.count - 10) more" : "").")
    }
    return number
  }
  let predicted = try classifier.predictions(classifier.vectors(of: texts.documents))
  let report = ClassificationReport(
    ClassifierEvaluation(actual: targets, predicted: predicted, classCount: classes.count), classifier.configuration)
  if parsed[CommonOptions.json] { return try printJSON(report) }
  try Terminal.write(report.description + "\n\n")
  try printFigures([
    ("accuracy", report.accuracy), ("baseline", report.baseline), ("macro_f1", report.macroF1),
    ("texts", Double(report.texts)),
  ])
}
