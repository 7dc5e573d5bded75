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

  /// The results of the run.
  struct Outcome: Encodable {
    let folder: String
    let vocabulary: Int
    let dimensions: Int
    let parameters: Int
    let words: Int
    let epochs: Int
    let loss: Double?
    let lossUnit: String
    let seconds: Double
    let wordsPerSecond: Double
  }

  init(
    _ record: WordVectorRunRecord, _ corpus: WordCorpus, _ training: any WordVectorTraining, _ folder: RunFolder,
    _ remarks: Remarks
  ) {
    (self.record, self.corpus, self.training) = (record, corpus, training)
    run = Run(
      in: folder, resumeCommand: "swift run word2vec train --resume --out \(folder.path)", remarks)
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
    var lastSave = seconds
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
        try run.saveIfDue(isEpochDone || seconds - lastSave > 60) {
          try save()
          lastSave = now()
        }
      }
      try run.requireEnd(
        chunk == chunks, "after \(Formats.grouped(wordsDone)) of \(Formats.grouped(totalWords)) words")
      try finish()
    }
    return Outcome(
      folder: run.folder.path, vocabulary: corpus.vocabulary.count, dimensions: training.vectors.shape[1],
      parameters: training.model.parameterCount, words: corpus.wordsRead, epochs: training.epochs,
      loss: run.history.last?.epochLoss, lossUnit: "\(record.settings.lossMeasure) per pair", seconds: seconds,
      wordsPerSecond: Double(corpus.wordsRead * training.epochs) / max(seconds, 1e-9))
  }
}

// MARK: - Files and messages of the run

extension TrainingRun {
  /// The training text and the size of the tables.
  var summary: String {
    let rare = corpus.distinctWords - corpus.vocabulary.count
    let parameters = training.model.parameterCount
    return """
      \(Formats.grouped(corpus.wordsRead)) words, \(Formats.grouped(corpus.vocabulary.count)) distinct \
      (\(Formats.grouped(rare)) rarer ones left out)
      \(Formats.grouped(parameters)) parameters, \(Formats.bytes(4 * parameters)); \(Threads.count) threads
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
        "epoch \((chunk - 1) / training.chunksPerEpoch + 1) of \(training.epochs)",
        summed.pairs == 0 ? "no neighbors left" : "loss \(Formats.fixed(summed.meanLoss, decimals: 4))",
        "\(Formats.grouped(Int(metrics.tokensPerSecond))) words/s",
        chunk == chunks ? Formats.duration(self.seconds) : "\(timeLeft) left",
      ].joined(separator: "  ")
    }
    try run.report(metrics, as: line)
    guard isEpochDone else { return }
    run.remarks.say(line(metrics))
    try run.writeCurve(title: title) { ($0.measure, $0.unit) = (record.settings.lossMeasure, "pair") }
  }

  private var timeLeft: String {
    Formats.duration(seconds / Double(max(1, wordsDone)) * Double(totalWords - wordsDone))
  }

  private var title: String {
    "\(record.text.path.split(separator: "/").last ?? ""): \(Formats.grouped(corpus.vocabulary.count)) words, "
      + record.settings.method.rawValue
  }

  private func save() throws {
    // No loss shows the effect of the last update yet, so check the numbers themselves.
    let numbers = training.model.parameters + (training.optimizerState?.parameters ?? [])
    try requireFinite(numbers.allSatisfy(\.isFinite), "the vectors")
    let state = TrainingState(seed: 0, step: chunk, seconds: seconds)
    try run.folder.saveCheckpoint(state, training.model, optimizerState: training.optimizerState) { last in
      try writeFile(json: epoch, to: last + "/" + Self.epochFile)
    }
  }

  /// Writes the model, and its vectors for other programs.
  private func finish() throws {
    guard let metrics = run.history.last else { return }
    try run.keepIfBest(training.model, metrics)
    let vectors = WordVectors(words: corpus.vocabulary, vectors: training.vectors)
    try vectors.write(to: run.folder.file(vectorsFile), format: .text)
  }
}

extension TrainingRun.Outcome: CustomStringConvertible {
  /// The folder of the vectors, their loss, and what to do next.
  var description: String {
    let result =
      loss.map { "loss \(Formats.fixed($0, decimals: 4)) \(lossUnit)" }
      ?? "--sample left no neighboring words"
    return """
      \(folder): \(result), after \(Formats.duration(seconds)) at \(Formats.grouped(Int(wordsPerSecond))) words/s
      Next:  swift run word2vec nearest WORD --model \(folder)
             swift run word2vec plot --model \(folder)
             and look at \(folder)/loss.svg
      """
  }
}
