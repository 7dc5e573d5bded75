import Console
import Corpora
import Files
import Foundation
import Kernels
import Reports
import Runs
import Training
import WordVectors

/// A training run of word vectors, either new or resumed.
final class TrainingRun {
  private let record: WordVectorRunRecord
  private let corpus: WordCorpus
  private let training: any WordVectorTraining
  private let run: Run
  /// The number of chunks learned from so far, and the seconds that this took, not counting interruptions.
  private var chunk = 0, seconds = 0.0
  /// The figures of the current epoch so far.
  private var epoch = ChunkFigures()
  /// A word to try the vectors with. A word that occurs a few times only has neighbors by chance.
  private lazy var exampleWord: String? = {
    let vectors = WordVectors(words: corpus.vocabulary, vectors: training.vectors)
    return vectors.exampleWord.flatMap { corpus.counts[Int($0)] >= 5 ? vectors.words[$0] : nil }
  }()

  /// The results of the run.
  struct Outcome: Encodable {
    let out: String
    let vocabulary: Int
    let embedding: Int
    let parameters: Int
    let words: Int
    let epochs: Int
    let sentences: WordCorpus.Sentences
    let loss: Double
    let lossUnit: String
    let elapsedS: Double
    let wordsPerSecond: Double
  }

  init(
    _ record: WordVectorRunRecord, _ corpus: WordCorpus, _ training: any WordVectorTraining, _ folder: RunFolder,
    _ remarks: Remarks
  ) {
    (self.record, self.corpus, self.training) = (record, corpus, training)
    run = Run(
      in: folder, resumeCommand: "swift run word2vec train --resume --out \(shellQuoted(folder.path))", remarks)
  }

  /// Resumes the run from a checkpoint, including its reports up to that point.
  ///
  /// - Throws: `Problem` of kind `badData` that names the file at fault.
  func resume(from checkpoint: Checkpoint) throws {
    guard checkpoint.training.step <= chunks else {
      throw Problem(.badData, "\(run.folder.path)/last/state.json has a step after the end of the run")
    }
    try run.folder.resume(from: checkpoint, training.model, optimizerState: training.optimizerState) { last in
      epoch = try readFile(json: ChunkFigures.self, describing: "an epoch so far", at: last + "/" + Self.epochFile)
    }
    (chunk, seconds) = (checkpoint.training.step, checkpoint.training.seconds)
    try run.restoreHistory()
  }

  /// Learns from all remaining chunks.
  ///
  /// - Throws: `Problem`; see ``Run/train(_:)``.
  func train() throws -> Outcome {
    let start = ContinuousClock.now, secondsBefore = seconds
    func now() -> Double { secondsBefore + (ContinuousClock.now - start) / .seconds(1) }
    var saving = SaveTimes(last: seconds)
    try run.train {
      if chunk == 0 { try run.saveIfDue(true) { try save() } }
      // A run stops only after it has reported a line, so a resumed run reports the same lines as an uninterrupted one.
      while chunk < chunks, run.continues {
        let lineStart = now()
        var line = ChunkFigures()
        repeat {
          let figures = training.learn(chunk: chunk)
          chunk += 1
          epoch += figures
          line += figures
        } while !isEpochDone && chunk % chunksPerLine != 0
        seconds = now()
        try requireFinite(line.loss.isFinite, "the loss")
        try report(line, seconds: seconds - lineStart)
        if isEpochDone { epoch = ChunkFigures() }
        try run.saveIfDue(chunk == chunks || saving.isDue(at: seconds, afterEpoch: isEpochDone)) {
          let start = now()
          try save()
          saving = SaveTimes(last: now(), duration: now() - start)
        }
      }
      try run.requireEnd(
        chunk == chunks, "after \(Formats.grouped(wordsDone)) of \(Formats.grouped(totalWords)) words")
      try requirePairs()
      try finish()
    }
    return Outcome(
      out: run.folder.path, vocabulary: corpus.vocabulary.count, embedding: training.vectors.shape[1],
      parameters: training.model.parameterCount, words: corpus.wordsRead, epochs: training.epochs,
      sentences: corpus.sentences, loss: lastLoss ?? .nan, lossUnit: "\(record.training.lossMeasure) per pair",
      elapsedS: seconds, wordsPerSecond: Double(corpus.wordsRead * training.epochs) / max(seconds, 1e-9))
  }

  /// Whether all epochs are done.
  var isFinished: Bool { chunk == chunks }

  /// The loss of the last epoch that had any pairs of words.
  private var lastLoss: Double? { run.history.last { $0.epochLoss != nil }?.epochLoss }

  /// Refuses a run that learned nothing.
  private func requirePairs() throws {
    guard lastLoss == nil else { return }
    throw Problem(
      .badData, "nothing was learned: subsampling left no two neighboring words of \(corpus.record.name)",
      suggestion: "Start again with \(Problem.setting("overwrite")) and \(Problem.setting("subsample")) 0, which skips "
        + "no words.")
  }
}

// MARK: - Files and messages of the run

extension TrainingRun {
  /// The training text and the size of the tables.
  var summary: String {
    let rare = corpus.distinctWords - corpus.vocabulary.count
    let parameters = training.model.parameterCount
    return """
      \(Formats.count(corpus.wordsRead, "word")), \(Formats.grouped(corpus.vocabulary.count)) distinct \
      (\(Formats.grouped(rare)) rarer \(rare == 1 ? "one" : "ones") left out)
      \(Formats.grouped(parameters)) parameters, \(Formats.bytes(4 * parameters)); \
      \(Formats.count(Threads.count, "thread"))
      """
  }

  /// The number of words of the text that have been processed.
  var wordsDone: Int {
    let (epochs, rest) = chunk.quotientAndRemainder(dividingBy: training.chunksPerEpoch)
    return epochs * corpus.wordCount + (rest == 0 ? 0 : epoch.words)
  }

  private var totalWords: Int { training.epochs * corpus.wordCount }
  private var chunks: Int { training.epochs * training.chunksPerEpoch }
  private var isEpochDone: Bool { chunk % training.chunksPerEpoch == 0 }
  /// About twenty lines per epoch, but more on a long text: one per fraction of a second.
  private var chunksPerLine: Int { max(1, min(training.chunksPerEpoch / 20, 20)) }
  private static let epochFile = "epoch.json"

  private func requireFinite(_ isFinite: Bool, _ what: String) throws {
    if isFinite { return }
    throw Problem(
      .badData, "\(what) stopped being finite before word \(Formats.grouped(wordsDone))",
      suggestion: "Try a lower --learning-rate.")
  }

  private func report(_ figures: ChunkFigures, seconds: Double) throws {
    let metrics = Metrics(
      step: chunk, tokens: wordsDone, trainLoss: figures.pairs == 0 ? nil : Float(figures.meanLoss),
      validationLoss: nil, learningRate: figures.learningRate, gradientNorm: nil,
      tokensPerSecond: Double(figures.words) / max(seconds, 1e-9), elapsed: self.seconds,
      epochLoss: isEpochDone && epoch.pairs > 0 ? epoch.meanLoss : nil)
    let summed = isEpochDone ? epoch : figures
    func line(_ metrics: Metrics) -> String {
      [
        "epoch \(Formats.grouped((chunk - 1) / training.chunksPerEpoch + 1)) of \(Formats.grouped(training.epochs))",
        summed.pairs == 0 ? "no neighbors left" : "loss \(Formats.fixed(summed.meanLoss, decimals: 4))",
        "\(Formats.grouped(Int(metrics.tokensPerSecond))) words/s",
        chunk == chunks ? Formats.duration(self.seconds) : "\(timeLeft) left",
      ].joined(separator: "  ")
    }
    try run.report(metrics, as: line)
    // About twenty lines stay on the screen.
    let number = chunk / training.chunksPerEpoch
    guard isEpochDone, chunk == chunks || number.isMultiple(of: (training.epochs + 19) / 20) else { return }
    run.remarks.say(line(metrics))
  }

  private var timeLeft: String {
    Formats.duration(seconds / Double(max(1, wordsDone)) * Double(totalWords - wordsDone))
  }

  private var title: String {
    "\(record.text.name.split(separator: "/").last ?? ""): \(Formats.count(corpus.vocabulary.count, "word")), "
      + record.training.method.rawValue
  }

  /// Saves the picture of the losses, and then a checkpoint: a run that is resumed at its end draws no picture.
  private func save() throws {
    // No loss shows the effect of the last update yet, so check the numbers themselves.
    let numbers = training.model.parameters + (training.optimizerState?.parameters ?? [])
    try requireFinite(numbers.allSatisfy(\.isFinite), "the vectors")
    if !run.history.isEmpty {
      try run.writeCurve(title: title) {
        ($0.measure, $0.unit) = (record.training.lossMeasure, "pair")
        $0.epochEnds = run.history.filter { $0.step % training.chunksPerEpoch == 0 }.map(\.step)
      }
      var report = WordVectorReport(
        record: record, folder: run.folder.path, metrics: run.history, totalWords: totalWords)
      report.exampleWord = exampleWord
      try run.write(report.page(title: title, of: training.model.namedParameters))
    }
    let state = TrainingState(seed: 0, step: chunk, seconds: seconds)
    try run.folder.saveCheckpoint(state, training.model, optimizerState: training.optimizerState) { last in
      try writeFile(json: epoch, to: last + "/" + Self.epochFile)
    }
  }

  /// Writes the model, and its vectors for other programs.
  private func finish() throws {
    guard let metrics = run.history.last else { return }
    try run.keepIfBest(training.model, metrics)
    // Sums of two finite tables need not be finite.
    let table = training.vectors
    try requireFinite(table.isFinite, "the vectors")
    let vectors = WordVectors(words: corpus.vocabulary, vectors: table)
    try vectors.write(to: run.folder.file(vectorsFile), format: .text)
  }
}

extension TrainingRun {
  /// What to do with the vectors.
  var nextCommands: [String] {
    let folder = shellQuoted(run.folder.path), page = shellQuoted(run.folder.file("report.html"))
    let nearest = exampleWord.map { "swift run word2vec nearest \(shellQuoted($0)) --model \(folder)" }
    return [nearest, "swift run word2vec plot --model \(folder)", "and look at \(page)"].compactMap { $0 }
  }
}

/// When a run was saved last, and how long that took.
private struct SaveTimes {
  var last: Double
  var duration = 0.0

  /// Whether to save again. The epochs of a small text are so short that saving after each would take most of the time.
  func isDue(at seconds: Double, afterEpoch: Bool) -> Bool {
    seconds - last > 60 || afterEpoch && seconds - last > 5 * duration
  }
}

extension TrainingRun.Outcome: CustomStringConvertible {
  /// The folder of the vectors and their loss.
  var description: String {
    let speed = "\(Formats.duration(elapsedS)) at \(Formats.grouped(Int(wordsPerSecond))) words/s"
    return "\(out): loss \(Formats.fixed(loss, decimals: 4)) \(lossUnit), after \(speed)"
  }
}
