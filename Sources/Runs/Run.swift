import Console
import Files
import Foundation
import Layers
import Reports
import Training

/// A training run in progress: it keeps the history, writes the run folder, shows progress, and shuts down cleanly when
/// a signal arrives. The training loop itself is part of the program:
///
///     try run.train {
///       while !trainer.isDone, run.continues {
///         let step = try trainer.step(...)
///         if trainer.isReportDue(after: step) { try run.report(trainer.metrics(...), as: line) }
///         try run.saveIfDue(trainer.isCheckpointDue) { try run.folder.saveCheckpoint(model, trainer) }
///       }
///       try run.requireEnd(trainer.isDone, "after step 120 of 2,000")
///     }
public final class Run {
  /// The folder that the run writes.
  public let folder: RunFolder
  /// Where progress is shown.
  public let remarks: Remarks
  /// The lines of metrics so far, including those before the run was resumed.
  public private(set) var history: [Metrics] = []
  /// The step and the loss of the best model so far; nil if there is none yet.
  public private(set) var best: (step: Int, validationLoss: Double?)?
  /// The command that resumes the run.
  private let resumeCommand: String
  /// False once a signal has asked the run to end. It changes only in ``saveIfDue(_:_:)``, so the last step is always
  /// saved.
  public var continues: Bool { interruption == nil }
  /// The option to resume with after numbers stopped being finite, such as a lower learning rate; nil if there is none.
  public var remedy: String?
  private var interruption: Interruption?
  /// The samples so far, including those before the run was resumed.
  public private(set) var samples: [RunSample] = []
  private var hasSaidWhyNoReport = false

  /// The files for other programs that are written beside `metrics.jsonl`; set it before the run begins or resumes.
  public var metricsFiles: [MetricsFile] = []

  /// Creates a run that writes a folder.
  ///
  /// - Parameter resumeCommand: the command that resumes the run, for messages.
  public init(in folder: RunFolder, resumeCommand: String, _ remarks: Remarks) {
    (self.folder, self.resumeCommand, self.remarks) = (folder, resumeCommand, remarks)
  }

  /// Restores the best loss; called before a checkpoint is loaded, so a damaged model leaves the folder as it was.
  public func restoreBest() throws { best = try folder.best() }

  /// Restores the lines of metrics and the samples; called after a checkpoint is loaded, which cuts them back.
  ///
  /// A file for other programs that the run did not have before gets all of these lines, so it has no hole.
  public func restoreHistory() throws {
    history = try folder.readMetrics()
    samples = try folder.readSamples(steps: Set(history.map(\.step)))
    let now = Date().timeIntervalSince1970, elapsed = history.last?.elapsed ?? 0
    for file in metricsFiles where !folder.has(file) {
      for line in history { try folder.append(line, to: file, wallTime: now - (elapsed - line.elapsed)) }
    }
  }

  /// Runs a training loop: listens for signals, and says what to do when the run cannot continue.
  ///
  /// - Throws: `Problem` if numbers are no longer finite, if the folder cannot be written, or if a signal asked the run
  ///   to end. The folder then holds the last good checkpoint, and the problem says how to resume.
  public func train(_ loop: () throws -> Void) throws {
    Interruption.startListening(
      answer: remarks.quiet ? nil : "finishing this step, then saving; press Ctrl-C again to stop at once")
    defer { remarks.finish() }
    do {
      try loop()
    } catch let problem as Problem where [.inputOutput, .badData].contains(problem.kind) {
      throw Problem(problem.kind, problem.message, suggestion: advice(after: problem))
    }
  }

  /// Saves if a checkpoint is due or a signal asked the run to end.
  public func saveIfDue(_ isDue: Bool, _ save: () throws -> Void) throws {
    // Reads the signal only once per step: with two reads, a signal between them would end the run without saving its
    // last step.
    interruption = Interruption.received
    if isDue || !continues { try save() }
  }

  /// Throws the problem that ends the program if a signal ended the loop.
  ///
  /// - Parameters:
  ///   - isDone: whether all steps were taken despite the signal.
  ///   - place: where the run stopped: `after step 120 of 2,000`.
  public func requireEnd(_ isDone: Bool, _ place: String) throws {
    guard !isDone, let interruption else { return }
    remarks.finish()
    throw interruption.problem("\(place); everything is saved", suggestion: "Resume with: \(resumeCommand)")
  }

  /// Adds a line of metrics to the history and to the folder, and shows it as the progress line.
  public func report(_ metrics: Metrics, as line: (Metrics) -> String) throws {
    try record(metrics)
    remarks.update(line(metrics))
  }

  /// Adds a line of metrics to the history and to the folder, and shows on a terminal how far the run has come.
  public func report(_ metrics: Metrics, on progress: StepProgress) throws {
    try record(metrics)
    remarks.update(fitting: { progress.liveLine(metrics, history: history, width: $0) })
  }

  private func record(_ metrics: Metrics) throws {
    history.append(metrics)
    try folder.append(metrics)
    for file in metricsFiles { try folder.append(metrics, to: file, wallTime: Date().timeIntervalSince1970) }
    if let problem = metrics.problem {
      remarks.say("step \(Formats.grouped(metrics.step)) skipped: \(problem.message)")
    }
  }

  /// Whether a model with these metrics is the best so far; without a validation loss, the latest model is.
  public func isBest(_ metrics: Metrics) -> Bool {
    metrics.validationLoss.map { $0 < best?.validationLoss ?? .infinity } ?? true
  }

  /// Writes the model if it is the best so far; without a validation loss, the latest model is the best.
  ///
  /// - Returns: whether it is the best.
  @discardableResult
  public func keepIfBest(_ model: some Module, _ metrics: Metrics) throws -> Bool {
    let isBest = isBest(metrics)
    if isBest {
      best = (metrics.step, metrics.validationLoss)
      try folder.write(best: model, metrics)
    }
    return isBest
  }

  /// Adds a text that the model wrote to the folder, after the line of metrics of its step.
  public func report(_ sample: RunSample) throws {
    samples.append(sample)
    try folder.append(sample: sample.entry)
  }

  /// Writes the page about the run so far.
  ///
  /// A page that cannot be put together is left out with a remark: the training is worth more.
  ///
  /// - Throws: `Problem` of kind `inputOutput` if the folder cannot be written.
  public func write(_ report: RunReport) throws {
    let html: String
    do {
      html = try report.html()
    } catch {
      if !hasSaidWhyNoReport {
        remarks.say("\(RunFolder.report) is left out: \((error as? Problem)?.message ?? "\(error)")")
      }
      hasSaidWhyNoReport = true
      return
    }
    try folder.write(html, to: RunFolder.report)
  }

  /// Writes the picture of the losses so far.
  ///
  /// - Parameters:
  ///   - title: a description of the run.
  ///   - setUp: sets the units and the floor of the curve.
  public func writeCurve(title: String, _ setUp: (inout LossCurve) -> Void = { _ in }) throws {
    var curve = LossCurve(title: title, metrics: history)
    setUp(&curve)
    try folder.write(curve.svg(), to: "loss.svg")
  }

  /// Shows the losses so far as a small curve of text.
  public func showCurve() {
    let curve = TextCurve(metrics: history).description
    if !curve.isEmpty { remarks.say(curve) }
  }

  /// Returns advice for a run that cannot continue: which checkpoint is intact, and how to resume from it.
  private func advice(after problem: Problem) -> String? {
    if folder.holdsEarlierRun { return problem.suggestion ?? "The earlier run in \(folder.path) is unchanged." }
    guard let step = try? folder.lastCheckpoint().training.step else { return problem.suggestion }
    let intact = "The checkpoint of step \(Formats.grouped(step)) is intact"
    guard problem.kind == .badData else {
      return "\(intact); when \(shellQuoted(folder.path)) can be written again, resume with \(resumeCommand)"
    }
    guard let remedy else { return problem.suggestion }
    return "\(problem.suggestion ?? "") \(intact): resume with \(resumeCommand) \(remedy)"
  }
}
