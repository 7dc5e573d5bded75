import BagOfWords
import Console
import Files

private let file = Argument.optional(
  "FILE",
  help: "lines of label, tab and text, or a .csv file with column names in its first line; not needed with --config")
private let out = RunOptions.out(program: "bag-of-words")
private let classifier = Option(
  "classifier", default: TextClassifier.Kind.logistic, help: "the kind of classifier to train")
private let validation = CommonOptions.validation(
  default: 0.2,
  help:
    "fraction of the texts held out for validation, spread evenly over the file: 0.2 holds out every fifth; 0 trains "
    + "on all of them")
private let alpha = Option(
  "alpha", default: 1.0, help: "smoothing of naive Bayes: added to every word's count in every class",
  in: .leastNormalMagnitude...1e9)
private let c = Option(
  "c", default: 1.0, help: "C of logistic regression, as in scikit-learn: larger values regularize less",
  in: 1e-9...1e9)
private let steps = Option(
  "steps", default: 5000, help: "logistic regression stops after this many steps at the latest", in: 1...1_000_000)
private let tolerance = Option(
  "tolerance", default: LinearClassifier.logisticTolerance,
  help: "logistic regression stops when no element of the gradient is larger", in: 1e-15...1)

let trainCommand = Command(
  "train", summary: "train a classifier on labeled texts", arguments: [file],
  options: [out, CommonOptions.overwrite, CommonOptions.config, classifier, validation] + TermOptions.counting
    + [alpha, c, steps, tolerance] + LabeledOptions.all
    + [CommonOptions.threads, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  try refuseStrangeOptions(parsed)
  guard let path = parsed[file] else {
    throw Problem(.usage, "FILE is missing: the labeled texts", suggestion: "See bag-of-words train --help")
  }
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  var run = TrainingRun(texts: try LabeledOptions.read(path, parsed))
  run.texts.record.remarks.forEach(remarks.say)
  run.classifier = parsed[classifier]
  run.validation = parsed[validation]
  run.splitter = TermOptions.splitter(parsed)
  run.limits = TermOptions.limits(parsed)
  run.values = parsed[TermOptions.values]
  run.alpha = parsed[alpha]
  run.c = parsed[c]
  run.maximumSteps = parsed[steps]
  run.tolerance = parsed[tolerance]
  run.folder = parsed[out]
  run.isOverwriting = parsed[CommonOptions.overwrite]
  let outcome = try run.run(remarks)
  if parsed[CommonOptions.json] { return try printJSON(outcome) }
  if let heldOut = outcome.heldOut { try Terminal.write(heldOut.description + "\n\n") }
  try printFigures(outcome.figures)
  let folder = shellQuoted(outcome.out)
  remarks.suggest([
    "swift run bag-of-words classify --model \(folder) \"a text of your own\"",
    "swift run bag-of-words words --model \(folder)",
  ])
}

/// Refuses options of the classifier that was not chosen, because they would have no effect.
private func refuseStrangeOptions(_ parsed: Parsed) throws {
  func refuse(_ name: String, _ kind: TextClassifier.Kind) throws {
    throw Problem(.usage, "--\(name) is for --classifier \(kind.rawValue)")
  }
  switch parsed[classifier] {
  case .logistic: if parsed.isGiven(alpha) { try refuse("alpha", .naiveBayes) }
  case .naiveBayes:
    if parsed.isGiven(c) { try refuse("c", .logistic) }
    if parsed.isGiven(steps) { try refuse("steps", .logistic) }
    if parsed.isGiven(tolerance) { try refuse("tolerance", .logistic) }
  }
}
