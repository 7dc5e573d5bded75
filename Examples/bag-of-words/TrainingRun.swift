import Benchmarks
import Console
import Foundation
import Kindling

/// A training run of a classifier: labelled texts in, run folder out.
struct TrainingRun {
  let texts: LabelledTexts
  var classifier = TextClassifier.Kind.logistic
  /// Every how many lines one is held out; 0 holds out none.
  var holdout = 5
  var splitter = TermSplitter()
  var limits = BagOfWords.Limits()
  var values = TermValues.counts
  var alpha = 1.0
  var c = 1.0
  var options = TrainingOptions()
  var folder: String?
  var isOverwriting = false

  init(texts: LabelledTexts) {
    self.texts = texts
    options.minimumLearningRate = 0
    // The loss has its own pull of the weights to 0, and all texts are seen at each step: nothing is wild.
    options.weightDecay = 0
    options.clip = 0
    options.evaluateEvery = 10
    options.logEvery = 1
  }

  /// What the run came to.
  struct Outcome: Encodable {
    let folder: String
    let classifier: TextClassifier.Kind
    let terms: Int
    let texts: Int
    /// How well the texts that were learnt from are classified: always too good.
    let trainAccuracy: Double
    let heldOut: Judgement?
    let seconds: Double

    var figures: [(String, Double)] {
      let judged = heldOut.map {
        [
          ("accuracy", $0.accuracy), ("baseline", $0.baseline), ("macro_f1", $0.macroF1),
          ("held_out", Double($0.texts)),
        ]
      }
      return (judged ?? []) + [
        ("train_accuracy", trainAccuracy), ("texts", Double(texts)), ("terms", Double(terms)), ("seconds", seconds),
      ]
    }
  }

  /// Some of the texts, as the model takes them.
  private struct Part {
    let vectors: SparseRows
    let targets: [Int]
  }

  /// Trains, and writes the run folder; everything that can be checked is checked before the folder is made.
  func run(_ remarks: Remarks) throws -> Outcome {
    let classes = texts.classes
    guard classes.count > 1 else {
      throw Problem(
        .badData, "\(texts.path): every text has the label \"\(classes.first ?? "")\"",
        suggestion: "A classifier needs two classes at least.")
    }
    let numbers = Dictionary(uniqueKeysWithValues: zip(classes, 0...))
    let targets = texts.labels.compactMap { numbers[$0] }
    let isHeldOut = targets.indices.map { holdout > 0 && $0 % holdout == holdout - 1 }
    let (learnt, kept) = (targets.indices.filter { !isHeldOut[$0] }, targets.indices.filter { isHeldOut[$0] })
    let classCounts = classes.indices.map { number in learnt.count { targets[$0] == number } }
    if let missing = classCounts.firstIndex(of: 0) {
      throw Problem(
        .badData, "\(texts.path): all texts with the label \"\(classes[missing])\" are held out",
        suggestion: "Give more of them, or --holdout 0.")
    }
    let (bag, counts) = try BagOfWords.counting(
      texts.documents.selecting(learnt), splitter: splitter, order: .sorted, limits: limits)
    let configuration = TextClassifier.Configuration(
      classifier: classifier, values: values, terms: splitter, classes: classes, classCounts: classCounts,
      vocabularySize: bag.vocabulary.count)
    let result = TextClassifier(
      configuration, bag: bag, model: LinearClassifier(termCount: bag.vocabulary.count, classCount: classes.count))
    let learning = Part(vectors: counts.vectors(values, bag.vocabulary), targets: learnt.map { targets[$0] })
    let judging = Part(
      vectors: result.vectors(of: texts.documents.selecting(kept)), targets: kept.map { targets[$0] })
    let folder = try RunFolder(
      creating: modelFolders.output(asked: folder, textPath: texts.path, overwrite: isOverwriting))
    try removeFiles(["vocabulary.json"], in: folder.path)
    try folder.write(json: record(configuration), to: "config.json")
    try folder.write(bag.vocabulary.json(), to: "vocabulary.json")
    remarks.say(
      "\(Formats.grouped(learnt.count)) texts to learn from, \(Formats.grouped(kept.count)) held out, "
        + "\(Formats.grouped(bag.vocabulary.count)) terms, \(classes.count) classes; writing to \(folder.path)")
    let seconds = try secondsTaken {
      switch classifier {
      case .naiveBayes:
        result.model.countNaiveBayes(learning.vectors, targets: learning.targets.map { Int32($0) }, smoothing: alpha)
      case .logistic: try learn(result.model, learning, judging, wordCount: counts.total, folder, remarks)
      }
    }
    try result.model.save(to: folder.file("model.safetensors"))
    func evaluation(_ part: Part) -> ClassifierEvaluation {
      ClassifierEvaluation(
        actual: part.targets, predicted: result.model.predictions(part.vectors), classCount: classes.count)
    }
    return Outcome(
      folder: folder.path, classifier: classifier, terms: bag.vocabulary.count, texts: learnt.count,
      trainAccuracy: evaluation(learning).accuracy,
      heldOut: kept.isEmpty ? nil : Judgement(evaluation(judging), configuration), seconds: seconds)
  }

  /// Logistic regression: at each step the loss of all texts, its gradient, and an update.
  private func learn(
    _ model: LinearClassifier, _ learning: Part, _ judging: Part, wordCount: Int, _ folder: RunFolder,
    _ remarks: Remarks
  ) throws {
    let (targets, kept) = (learning.targets.map { Int32($0) }, judging.targets.map { Int32($0) })
    // All weights begin at 0, so there is nothing to draw and no seed.
    model.initialise(seed: 0)
    let trainer = Trainer(model.namedParameters, options, tokensPerBatch: wordCount)
    var history: [Metrics] = []
    try trainer.run(
      batch: { _, learn in learn(model.logisticLoss(learning.vectors, targets: targets, c: c), 1) },
      validationLoss: kept.isEmpty
        ? nil : { withoutGradients { Double(crossEntropy(model.scores(judging.vectors), targets: kept).item) } },
      report: { metrics in
        history.append(metrics)
        try folder.append(metrics)
        remarks.update(progressLine(metrics))
        let isDue = metrics.step % max(1, options.steps / 5) == 0 || metrics.step == options.steps
        if isDue { remarks.say(progressLine(metrics)) }
      })
    remarks.finish()
    let name = texts.path.split(separator: "/").last ?? ""
    var curve = LossCurve(
      title: "\(name): logistic regression, \(Formats.grouped(model.parameterCount)) parameters", metrics: history)
    curve.unit = "text"
    try folder.write(curve.svg(), to: "loss.svg")
  }

  private func progressLine(_ metrics: Metrics) -> String {
    var parts = ["step \(Formats.grouped(metrics.step)) of \(Formats.grouped(options.steps))"]
    if let loss = metrics.trainLoss { parts.append("loss \(Formats.fixed(Double(loss), decimals: 4))") }
    if let loss = metrics.validationLoss { parts.append("held out \(Formats.fixed(loss, decimals: 4))") }
    return parts.joined(separator: "  ")
  }

  private func record(_ configuration: TextClassifier.Configuration) -> RunRecord {
    RunRecord(
      model: configuration, limits: .init(minimumDocuments: limits.minimumDocuments, maximumShare: limits.maximumShare),
      holdout: holdout, alpha: classifier == .naiveBayes ? alpha : nil, c: classifier == .logistic ? c : nil,
      training: classifier == .logistic ? options : nil, threads: Threads.count,
      text: .init(
        path: texts.path, texts: texts.labels.count, bytes: texts.documents.byteCount,
        fingerprint: texts.documents.withBytes { bytes, _ in String(fingerprint(of: bytes), radix: 16) }))
  }
}

/// What `config.json` holds: the model, and all that the run was told.
private struct RunRecord: Encodable {
  struct Limits: Encodable {
    let minimumDocuments: Int
    let maximumShare: Double
  }

  struct Text: Encodable {
    let path: String
    let texts: Int
    /// The length of the texts without their labels, in UTF-8.
    let bytes: Int
    /// A hash of those bytes, to tell whether the texts are still the same.
    let fingerprint: String
  }

  let program = "bag-of-words \(programVersion)"
  let model: TextClassifier.Configuration
  let limits: Limits
  let holdout: Int
  let alpha: Double?
  let c: Double?
  let training: TrainingOptions?
  let threads: Int
  let text: Text
}
