import Console
import Corpora
import Files
import Foundation
import Kernels
import Reports
import Runs
import Training
import WordVectors

/// A training run of word vectors, ready to go on from where it stands: it writes its folder as it goes.
final class TrainingRun {
  private let record: RunRecord
  private let corpus: WordCorpus
  private let training: any WordVectorTraining
  private let folder: RunFolder
  private let remarks: Remarks
  private var history: [Metrics] = []
  /// The chunks that were learned from, and the seconds that took, stops left out.
  private var chunk = 0, seconds = 0.0
  /// What the epoch in hand came to so far.
  private var epoch = ChunkFigures()

  /// What the run came to.
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
    _ record: RunRecord, _ corpus: WordCorpus, _ training: any WordVectorTraining, _ folder: RunFolder,
    _ remarks: Remarks
  ) {
    (self.record, self.corpus, self.training, self.folder, self.remarks) = (record, corpus, training, folder, remarks)
  }

  /// Takes up the run where a checkpoint left it, with what it reported until then.
  ///
  /// - Throws: `Problem` of kind `badData` that names the file at fault.
  func resume(from checkpoint: Checkpoint) throws {
    guard checkpoint.training.step <= chunks else {
      throw Problem(.badData, "\(folder.path)/last/state.json has made more steps than the run has")
    }
    try folder.resume(from: checkpoint, training.model, optimizerState: training.optimizerState) { last in
      epoch = try readFile(json: ChunkFigures.self, describing: "an epoch so far", at: last + "/" + Self.epochFile)
    }
    (chunk, seconds) = (checkpoint.training.step, checkpoint.training.seconds)
    history = try folder.readMetrics()
  }

  /// Learns from all chunks that are left.
  ///
  /// - Throws: `Problem`: when numbers stop being finite, when the folder cannot be written, or when a signal asked the
  ///   run to end; the last good checkpoint is then in the folder, and the problem says how to go on.
  func run() throws -> Outcome {
    Interruption.startListening()
    let start = ContinuousClock.now, secondsBefore = seconds
    func now() -> Double { secondsBefore + (ContinuousClock.now - start) / .seconds(1) }
    var lastSave = seconds, sinceLine = ChunkFigures(), lineStart = seconds
    if chunk == 0 { try save() }
    while chunk < chunks {
      // A run stops at a line only, so that one that goes on writes the same lines.
      if sinceLine == ChunkFigures(), let interruption = Interruption.received {
        if now() > lastSave { try save() }
        throw interruption.problem(
          "after \(Formats.grouped(wordsDone)) of \(Formats.grouped(wordsInAll)) words; all is saved",
          suggestion: "Go on with: swift run word2vec train --resume --out \(folder.path)")
      }
      let figures = training.learn(chunk: chunk)
      chunk += 1
      epoch += figures
      sinceLine += figures
      seconds = now()
      let isEpochDone = chunk % training.chunksPerEpoch == 0
      guard isEpochDone || chunk % chunksPerLine == 0 else { continue }
      try requireFinite(sinceLine.loss.isFinite, "the loss")
      try report(sinceLine, isEpochDone: isEpochDone, seconds: seconds - lineStart)
      if isEpochDone { epoch = ChunkFigures() }
      (sinceLine, lineStart) = (ChunkFigures(), now())
      if isEpochDone || seconds - lastSave > 60 {
        try save()
        lastSave = now()
      }
    }
    remarks.finish()
    try finish()
    return Outcome(
      folder: folder.path, vocabulary: corpus.vocabulary.count, dimensions: training.vectors.shape[1],
      parameters: training.model.parameterCount, words: corpus.wordsRead, epochs: training.epochs,
      loss: history.last?.epochLoss, lossUnit: "\(measure) a pair", seconds: seconds,
      wordsPerSecond: Double(corpus.wordsRead * training.epochs) / max(seconds, 1e-9))
  }
}

// MARK: - What the run writes and says

extension TrainingRun {
  /// What is learned from, and how large the tables are.
  var summary: String {
    let left = corpus.distinctWords - corpus.vocabulary.count
    let parameters = training.model.parameterCount
    return """
      \(Formats.grouped(corpus.wordsRead)) words, \(Formats.grouped(corpus.vocabulary.count)) different ones \
      (\(Formats.grouped(left)) rarer ones left out)
      \(Formats.grouped(parameters)) parameters, \(Formats.bytes(4 * parameters)); \(Threads.count) threads
      """
  }

  /// How many words of the text have been gone through.
  var wordsDone: Int {
    let (epochs, rest) = chunk.quotientAndRemainder(dividingBy: training.chunksPerEpoch)
    return epochs * corpus.wordCount + (rest == 0 ? 0 : epoch.words)
  }

  private var wordsInAll: Int { training.epochs * corpus.wordCount }
  private var chunks: Int { training.epochs * training.chunksPerEpoch }
  /// Some twenty lines an epoch, but on a long text one for each fraction of a second.
  private var chunksPerLine: Int { max(1, min(training.chunksPerEpoch / 20, 20)) }
  /// What the loss is counted in: GloVe's is no logarithm of a probability.
  private var measure: String { record.settings.method == .glove ? "weighted square" : "nats" }
  private static let epochFile = "epoch.json"

  private func requireFinite(_ isFinite: Bool, _ what: String) throws {
    if isFinite { return }
    throw Problem(
      .badData, "\(what) stopped being finite before word \(Formats.grouped(wordsDone))",
      suggestion: "A lower --learning-rate helps.")
  }

  private func report(_ figures: ChunkFigures, isEpochDone: Bool, seconds: Double) throws {
    let metrics = Metrics(
      step: chunk, tokens: wordsDone, trainLoss: figures.pairs == 0 ? nil : Float(figures.meanLoss),
      validationLoss: nil, learningRate: figures.learningRate, gradientNorm: nil,
      tokensPerSecond: Double(figures.words) / max(seconds, 1e-9), elapsed: self.seconds,
      epochLoss: isEpochDone && epoch.pairs > 0 ? epoch.meanLoss : nil)
    history.append(metrics)
    try folder.append(metrics)
    let epochNumber = (chunk - 1) / training.chunksPerEpoch + 1
    let judged = isEpochDone ? epoch : figures
    let line = { [self] in
      [
        "epoch \(epochNumber) of \(training.epochs)",
        judged.pairs == 0 ? "no neighbors left" : "loss \(Formats.fixed(judged.meanLoss, decimals: 4))",
        "\(Formats.grouped(Int(metrics.tokensPerSecond))) words/s",
        chunk == chunks ? Formats.duration(self.seconds) : "\(timeLeft) left",
      ].joined(separator: "  ")
    }
    if isEpochDone { remarks.say(line()) } else { remarks.update(line()) }
    if isEpochDone { try writeCurve() }
  }

  private var timeLeft: String {
    Formats.duration(seconds / Double(max(1, wordsDone)) * Double(wordsInAll - wordsDone))
  }

  private func writeCurve() throws {
    let name = record.text.path.split(separator: "/").last ?? ""
    var curve = LossCurve(
      title: "\(name): \(Formats.grouped(corpus.vocabulary.count)) words, \(record.settings.method.rawValue)",
      metrics: history)
    (curve.measure, curve.unit) = (measure, "pair")
    try folder.write(curve.svg(), to: "loss.svg")
  }

  private func save() throws {
    // What the last batch did to the numbers shows in no loss yet.
    let numbers = training.model.parameters + (training.optimizerState?.parameters ?? [])
    try requireFinite(numbers.allSatisfy(\.isFinite), "the vectors")
    let state = TrainingState(seed: 0, step: chunk, seconds: seconds)
    try folder.saveCheckpoint(state, training.model, optimizerState: training.optimizerState) { last in
      try writeFile(json: epoch, to: last + "/" + Self.epochFile)
    }
  }

  /// Leaves the model, and its vectors for other programs.
  private func finish() throws {
    guard let metrics = history.last else { return }
    try folder.write(best: training.model, metrics)
    let vectors = WordVectors(words: corpus.vocabulary, vectors: training.vectors)
    try vectors.write(to: folder.file(vectorsFile), format: .text)
  }
}

extension TrainingRun.Outcome: CustomStringConvertible {
  /// Where the vectors are, and what to do with them.
  var description: String {
    let judged =
      loss.map { "loss \(Formats.fixed($0, decimals: 4)) \(lossUnit)" }
      ?? "no two words were left as neighbors (--sample)"
    return """
      \(folder): \(judged), after \(Formats.duration(seconds)) at \(Formats.grouped(Int(wordsPerSecond))) words/s
      Next:  swift run word2vec nearest WORD --model \(folder)
             swift run word2vec plot --model \(folder)
             and look at \(folder)/loss.svg
      """
  }
}
