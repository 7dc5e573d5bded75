import BagOfWords
import Console
import Files

private let file = Argument(
  "FILE", help: "lines of label, tab and text, or a .csv file with column names in its first line")
private let out = RunOptions.out()
private let classifier = Option(
  "classifier", default: TextClassifier.Kind.logistic, help: "the kind of classifier to train")
private let holdout = Option(
  "holdout", default: 5, help: "set aside every Nth line for evaluation; 0 trains on all lines",
  in: 0...1_000_000_000)
private let alpha = Option(
  "alpha", default: 1.0, help: "smoothing of naive Bayes: added to every word's count in every class",
  in: .leastNormalMagnitude...1e9)
private let c = Option(
  "c", default: 1.0, help: "C of logistic regression, as in scikit-learn: larger values regularize less",
  in: 1e-9...1e9)
private let steps = Option("steps", default: 200, help: "number of updates of logistic regression", in: 1...1_000_000)
private let learningRate = Option(
  "learning-rate", default: 0.1, help: "peak learning rate of logistic regression; it falls to 0", in: 1e-30...1e30)
private let warmup = Option(
  "warmup", default: 0, help: "steps over which the learning rate rises to its peak", in: 0...1_000_000)

let trainCommand = Command(
  "train", summary: "train a classifier on labeled texts", arguments: [file],
  options: [out, CommonOptions.overwrite, classifier, holdout] + TermOptions.counting
    + [alpha, c, steps, learningRate, warmup] + LabeledOptions.all
    + [CommonOptions.threads, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  try refuseStrangeOptions(parsed)
  var run = TrainingRun(texts: try LabeledOptions.read(parsed[file], parsed))
  run.classifier = parsed[classifier]
  run.holdout = parsed[holdout]
  run.splitter = TermOptions.splitter(parsed)
  run.limits = TermOptions.limits(parsed)
  run.values = parsed[TermOptions.values]
  run.alpha = parsed[alpha]
  run.c = parsed[c]
  run.options.steps = parsed[steps]
  run.options.learningRate = parsed[learningRate]
  run.options.warmup = parsed[warmup]
  run.folder = parsed[out]
  run.isOverwriting = parsed[CommonOptions.overwrite]
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let outcome = try run.run(remarks)
  if parsed[CommonOptions.json] { return try printJSON(outcome) }
  if let heldOut = outcome.heldOut { try Terminal.write(heldOut.description + "\n\n") }
  remarks.say(
    """
    Next:  swift run bag-of-words classify --model \(outcome.folder) "a text of your own"
           swift run bag-of-words words --model \(outcome.folder)
    """)
  try printFigures(outcome.figures)
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
    if parsed.isGiven(learningRate) { try refuse("learning-rate", .logistic) }
    if parsed.isGiven(warmup) { try refuse("warmup", .logistic) }
  }
}
