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
  /// The fraction of the texts that is held out, spread evenly over the file.
  var validation = 0.2
  var splitter = TermSplitter()
  var limits = BagOfWords.Limits()
  var values = TermValues.counts
  var alpha = 1.0
  var c = 1.0
  var tolerance = LinearClassifier.logisticTolerance
  var maximumSteps = 5000
  var folder: String?
  var isOverwriting = false

  init(texts: LabeledTexts) { self.texts = texts }

  /// The results of the run.
  struct Outcome: Encodable {
    /// The run folder.
    let out: String
    let classifier: TextClassifier.Kind
    let terms: Int
    let texts: Int
    /// The accuracy on the training texts, which overestimates that on new texts.
    let trainAccuracy: Double
    let heldOut: ClassificationReport?
    let elapsedS: Double
    /// How near logistic regression came to the minimum of its loss; nil for naive Bayes.
    let fit: FitRecord?

    var figures: [(String, Double)] {
      let figures = heldOut.map {
        [
          ("accuracy", $0.accuracy), ("baseline", $0.baseline), ("macro_f1", $0.macroF1),
          ("held_out", Double($0.texts)),
        ]
      }
      return (figures ?? []) + [
        ("train_accuracy", trainAccuracy), ("texts", Double(texts)), ("terms", Double(terms)), ("elapsed_s", elapsedS),
      ] + (fit?.figures ?? [])
    }
  }

  /// The training texts or the held-out texts, in the form that the model takes.
  private struct Part {
    let vectors: SparseRows
    let targets: [Int]
  }

  /// Trains, and then writes the run folder: a run that fails leaves the folder as it was.
  func run(_ remarks: Remarks) throws -> Outcome {
    let split = try LabeledSplit(texts, validation: validation)
    let (classes, targets) = (split.classes, split.targets)
    let (trainingTexts, heldOutTexts) = (split.training, split.heldOut)
    let (bag, counts) = try BagOfWords.counting(
      texts.documents.selecting(trainingTexts), splitter: splitter, order: .sorted, limits: limits)
    let configuration = TextClassifier.Configuration(
      classifier: classifier, values: values, terms: splitter, classes: classes, classCounts: split.classCounts,
      vocabularySize: bag.vocabulary.count)
    let result = TextClassifier(
      configuration, bag: bag, model: LinearClassifier(termCount: bag.vocabulary.count, classCount: classes.count))
    let trainingPart = Part(vectors: counts.vectors(values, bag.vocabulary), targets: trainingTexts.map { targets[$0] })
    let heldOutPart = Part(
      vectors: result.vectors(of: texts.documents.selecting(heldOutTexts)), targets: heldOutTexts.map { targets[$0] })
    // Refuse a folder that is already in use before the work begins.
    _ = try output()
    if validation > 0, heldOutTexts.isEmpty {
      remarks.say(
        "\(Formats.count(targets.count, "text")) are too few to hold out \(figure(validation)) of them: there is no "
          + "validation")
    }
    remarks.say(
      "\(Formats.grouped(trainingTexts.count)) training texts, \(Formats.grouped(heldOutTexts.count)) held out, "
        + "\(Formats.grouped(bag.vocabulary.count)) terms, \(classes.count) classes")
    var learned: (history: [Metrics], fit: FitRecord)?
    let seconds = secondsTaken {
      switch classifier {
      case .naiveBayes:
        result.model.countNaiveBayes(
          trainingPart.vectors, targets: trainingPart.targets.map { Int32($0) }, smoothing: alpha)
      case .logistic: learned = learn(result.model, trainingPart, heldOutPart, wordCount: counts.total, remarks)
      }
    }
    func evaluation(_ part: Part) throws -> ClassifierEvaluation {
      ClassifierEvaluation(
        actual: part.targets, predicted: try result.predictions(part.vectors), classCount: classes.count)
    }
    let trainAccuracy = try evaluation(trainingPart).accuracy
    let heldOut = heldOutTexts.isEmpty ? nil : ClassificationReport(try evaluation(heldOutPart), configuration)
    let path = try write(result, learned?.history ?? [], learned?.fit)
    return Outcome(
      out: path, classifier: classifier, terms: bag.vocabulary.count, texts: trainingTexts.count,
      trainAccuracy: trainAccuracy, heldOut: heldOut, elapsedS: seconds, fit: learned?.fit)
  }

  private func output() throws -> String {
    try modelFolders.output(asked: folder, textPath: texts.path, overwrite: isOverwriting)
  }

  /// Writes the run folder. It checks the folder again, because another run could have created it in the meantime.
  private func write(_ result: TextClassifier, _ history: [Metrics], _ fit: FitRecord?) throws -> String {
    let folder = try RunFolder(creating: output(), vocabularyFile: termsFile)
    for metrics in history { try folder.append(metrics) }
    if let last = history.last, let fit {
      let name = texts.path.split(separator: "/").last ?? ""
      var curve = LossCurve(
        title: "\(name): logistic regression, \(Formats.grouped(result.model.parameterCount)) parameters"
          + (fit.converged ? "" : ", stopped before the minimum"),
        metrics: history)
      curve.unit = "text"
      curve.keptStep = last.step
      try folder.write(curve.svg(), to: "loss.svg")
    }
    try result.save(to: folder.place, record: record(result.configuration, fit))
    try folder.replaceEarlierRun()
    return folder.path
  }

  /// Trains logistic regression: each step computes the loss of all texts and its gradient, then updates the weights.
  ///
  /// A line of the history describes the weights after its step: their loss, and the largest magnitude in its gradient.
  /// The learning rate is the size of the step, as a multiple of the one that L-BFGS first tries.
  private func learn(
    _ model: LinearClassifier, _ trainingPart: Part, _ heldOutPart: Part, wordCount: Int, _ remarks: Remarks
  ) -> (history: [Metrics], fit: FitRecord) {
    let (targets, heldOutTargets) = (trainingPart.targets.map { Int32($0) }, heldOutPart.targets.map { Int32($0) })
    let clock = ContinuousClock(), start = clock.now
    var history: [Metrics] = []
    defer { remarks.finish() }
    func report(_ fit: LogisticFit) {
      let isEvaluated = (fit.isLast || fit.steps % 10 == 0) && !heldOutTargets.isEmpty
      let seconds = (clock.now - start) / .seconds(1)
      history.append(
        Metrics(
          step: fit.steps, tokens: fit.passes * wordCount, trainLoss: Float(fit.loss),
          validationLoss: isEvaluated
            ? withoutGradients { Double(crossEntropy(model.logits(heldOutPart.vectors), targets: heldOutTargets).item) }
            : nil, learningRate: fit.stepSize, gradientNorm: fit.largestSlope,
          tokensPerSecond: Double(fit.passes * wordCount) / max(seconds, 1e-9), elapsed: seconds))
      let line = progressLine(history[history.count - 1])
      remarks.update(line)
      if fit.isLast || isRound(fit.steps) { remarks.say(line) }
    }
    let fit = model.fitLogistic(
      trainingPart.vectors, targets: targets, c: c, tolerance: tolerance, maximumSteps: maximumSteps, report: report)
    let record = FitRecord(fit, tolerance: tolerance, maximumSteps: maximumSteps)
    if let warning = record.warning { remarks.say(warning) }
    return (history, record)
  }

  /// Whether a step is 0, 1, 2 or 5 times a power of ten above 1: how many steps there will be is not known.
  private func isRound(_ step: Int) -> Bool {
    var rest = step
    while rest >= 10, rest % 10 == 0 { rest /= 10 }
    return step == 0 || (step >= 10 && [1, 2, 5].contains(rest))
  }

  private func progressLine(_ metrics: Metrics) -> String {
    var parts = ["step \(Formats.grouped(metrics.step))"]
    if let loss = metrics.trainLoss { parts.append("loss \(Formats.fixed(Double(loss), decimals: 4))") }
    if let loss = metrics.validationLoss { parts.append("validation \(Formats.fixed(loss, decimals: 4))") }
    if let slope = metrics.gradientNorm { parts.append("gradient \(Formats.significant(slope, digits: 2))") }
    return parts.joined(separator: "  ")
  }

  private func record(_ configuration: TextClassifier.Configuration, _ fit: FitRecord?) -> ClassifierRunRecord {
    ClassifierRunRecord(
      model: configuration, limits: .init(minimumDocuments: limits.minimumDocuments, maximumShare: limits.maximumShare),
      validation: validation, alpha: classifier == .naiveBayes ? alpha : nil, c: fit.map { _ in c },
      steps: fit.map { _ in maximumSteps }, tolerance: fit.map { _ in tolerance }, fit: fit, threads: Threads.count,
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
  let validation: Double
  let alpha: Double?
  let c: Double?
  let steps: Int?
  let tolerance: Double?
  let fit: FitRecord?
  let threads: Int
  let texts: Int
  let text: TextRecord
}
