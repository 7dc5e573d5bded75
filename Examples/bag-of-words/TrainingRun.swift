import BagOfWords
import Console
import Corpora
import Files
import Foundation
import Kernels
import Reports
import Runs
import Tensors
import Training

/// A training run of a classifier: labeled texts in, run folder out.
struct TrainingRun {
  let texts: LabeledTexts
  var classifier = TextClassifier.Kind.logistic
  /// The interval of held-out lines: every `holdout`-th line is held out, and none if it is 0.
  var holdout = 5
  var splitter = TermSplitter()
  var limits = BagOfWords.Limits()
  var values = TermValues.counts
  var alpha = 1.0
  var c = 1.0
  var options = TrainingOptions()
  var folder: String?
  var isOverwriting = false

  init(texts: LabeledTexts) {
    self.texts = texts
    options.minimumLearningRate = 0
    // The loss already penalizes large weights, and each step uses all texts, so gradients need no clipping.
    options.weightDecay = 0
    options.clip = 0
    options.evaluateEvery = 10
    options.logEvery = 1
  }

  /// The results of the run.
  struct Outcome: Encodable {
    let folder: String
    let classifier: TextClassifier.Kind
    let terms: Int
    let texts: Int
    /// The accuracy on the training texts, which overestimates that on new texts.
    let trainAccuracy: Double
    let heldOut: ClassificationReport?
    let seconds: Double

    var figures: [(String, Double)] {
      let figures = heldOut.map {
        [
          ("accuracy", $0.accuracy), ("baseline", $0.baseline), ("macro_f1", $0.macroF1),
          ("held_out", Double($0.texts)),
        ]
      }
      return (figures ?? []) + [
        ("train_accuracy", trainAccuracy), ("texts", Double(texts)), ("terms", Double(terms)), ("seconds", seconds),
      ]
    }
  }

  /// The training texts or the held-out texts, in the form that the model takes.
  private struct Part {
    let vectors: SparseRows
    let targets: [Int]
  }

  /// Trains, and then writes the run folder: a run that fails leaves the folder as it was.
  func run(_ remarks: Remarks) throws -> Outcome {
    let classes = texts.classes
    guard classes.count > 1 else {
      throw Problem(
        .badData, "\(texts.path): every text has the label \(quoted(classes.first ?? "", limit: 40))",
        suggestion: "A classifier needs at least two classes.")
    }
    let numbers = Dictionary(uniqueKeysWithValues: zip(classes, 0...))
    let targets = texts.labels.compactMap { numbers[$0] }
    let isHeldOut = targets.indices.map { holdout > 0 && $0 % holdout == holdout - 1 }
    let (trainingTexts, heldOutTexts) = (
      targets.indices.filter { !isHeldOut[$0] }, targets.indices.filter { isHeldOut[$0] }
    )
    var classCounts = [Int](repeating: 0, count: classes.count)
    for text in trainingTexts { classCounts[targets[text]] += 1 }
    if let missing = classCounts.firstIndex(of: 0) {
      throw Problem(
        .badData, "\(texts.path): all texts with the label \(quoted(classes[missing], limit: 40)) are held out",
        suggestion: "Add more of them, or use --holdout 0.")
    }
    let (bag, counts) = try BagOfWords.counting(
      texts.documents.selecting(trainingTexts), splitter: splitter, order: .sorted, limits: limits)
    let configuration = TextClassifier.Configuration(
      classifier: classifier, values: values, terms: splitter, classes: classes, classCounts: classCounts,
      vocabularySize: bag.vocabulary.count)
    let result = TextClassifier(
      configuration, bag: bag, model: LinearClassifier(termCount: bag.vocabulary.count, classCount: classes.count))
    let trainingPart = Part(vectors: counts.vectors(values, bag.vocabulary), targets: trainingTexts.map { targets[$0] })
    let heldOutPart = Part(
      vectors: result.vectors(of: texts.documents.selecting(heldOutTexts)), targets: heldOutTexts.map { targets[$0] })
    // Refuse a folder that is already in use before the work begins.
    _ = try output()
    remarks.say(
      "\(Formats.grouped(trainingTexts.count)) training texts, \(Formats.grouped(heldOutTexts.count)) held out, "
        + "\(Formats.grouped(bag.vocabulary.count)) terms, \(classes.count) classes")
    var history: [Metrics] = []
    let seconds = try secondsTaken {
      switch classifier {
      case .naiveBayes:
        result.model.countNaiveBayes(
          trainingPart.vectors, targets: trainingPart.targets.map { Int32($0) }, smoothing: alpha)
      case .logistic: history = try learn(result.model, trainingPart, heldOutPart, wordCount: counts.total, remarks)
      }
    }
    func evaluation(_ part: Part) throws -> ClassifierEvaluation {
      ClassifierEvaluation(
        actual: part.targets, predicted: try result.predictions(part.vectors), classCount: classes.count)
    }
    let trainAccuracy = try evaluation(trainingPart).accuracy
    let heldOut = heldOutTexts.isEmpty ? nil : ClassificationReport(try evaluation(heldOutPart), configuration)
    let path = try write(result, history)
    return Outcome(
      folder: path, classifier: classifier, terms: bag.vocabulary.count, texts: trainingTexts.count,
      trainAccuracy: trainAccuracy, heldOut: heldOut, seconds: seconds)
  }

  private func output() throws -> String {
    try modelFolders.output(asked: folder, textPath: texts.path, overwrite: isOverwriting)
  }

  /// Writes the run folder. It checks the folder again, because another run could have created it in the meantime.
  private func write(_ result: TextClassifier, _ history: [Metrics]) throws -> String {
    let folder = try RunFolder(creating: output(), vocabularyFile: termsFile)
    for metrics in history { try folder.append(metrics) }
    if !history.isEmpty {
      let name = texts.path.split(separator: "/").last ?? ""
      var curve = LossCurve(
        title: "\(name): logistic regression, \(Formats.grouped(result.model.parameterCount)) parameters",
        metrics: history)
      curve.unit = "text"
      try folder.write(curve.svg(), to: "loss.svg")
    }
    try result.save(to: folder.path, record: record(result.configuration))
    return folder.path
  }

  /// Trains logistic regression: each step computes the loss of all texts and its gradient, then updates the weights.
  private func learn(
    _ model: LinearClassifier, _ trainingPart: Part, _ heldOutPart: Part, wordCount: Int, _ remarks: Remarks
  ) throws -> [Metrics] {
    let (targets, heldOutTargets) = (trainingPart.targets.map { Int32($0) }, heldOutPart.targets.map { Int32($0) })
    // All weights start at 0, so the seed has no effect.
    model.initialize(seed: 0)
    let trainer = Trainer(model.namedParameters, options, tokensPerStep: wordCount)
    trainer.advice = { _ in "Try a lower --learning-rate or a longer --warmup." }
    let progress = StepProgress(of: options.steps, showsTime: false)
    var history: [Metrics] = []
    defer { remarks.finish() }
    func evaluateIfDue() throws -> Double? {
      guard trainer.isEvaluationDue, !heldOutTargets.isEmpty else { return nil }
      return try trainer.checked {
        withoutGradients { Double(crossEntropy(model.logits(heldOutPart.vectors), targets: heldOutTargets).item) }
      }
    }
    func report(_ metrics: Metrics) {
      history.append(metrics)
      remarks.update(progress.line(metrics))
      let isDue = metrics.step % max(1, options.steps / 5) == 0 || metrics.step == options.steps
      if isDue { remarks.say(progress.line(metrics)) }
    }
    report(trainer.startingMetrics(validationLoss: try evaluateIfDue()))
    while !trainer.isDone {
      let step = try trainer.step { _ in model.logisticLoss(trainingPart.vectors, targets: targets, c: c) }
      guard trainer.isReportDue(after: step) else { continue }
      report(try trainer.metrics(of: step, validationLoss: evaluateIfDue()))
    }
    return history
  }

  private func record(_ configuration: TextClassifier.Configuration) -> ClassifierRunRecord {
    ClassifierRunRecord(
      model: configuration, limits: .init(minimumDocuments: limits.minimumDocuments, maximumShare: limits.maximumShare),
      holdout: holdout, alpha: classifier == .naiveBayes ? alpha : nil, c: classifier == .logistic ? c : nil,
      training: classifier == .logistic ? options : nil, threads: Threads.count,
      texts: texts.labels.count, text: texts.record)
  }
}

/// The contents of `config.json`: the model, and all options of the run.
private struct ClassifierRunRecord: Encodable {
  struct Limits: Encodable {
    let minimumDocuments: Int
    let maximumShare: Double
  }

  let program = "bag-of-words \(programVersion)"
  let model: TextClassifier.Configuration
  let limits: Limits
  let holdout: Int
  let alpha: Double?
  let c: Double?
  let training: TrainingOptions?
  let threads: Int
  let texts: Int
  let text: TextRecord
}
