import Files
import Foundation
import Layers
import Tensors
import Training

/// The folder of a run, to which a training writes what it does as it goes.
///
///     config.json          what the run was told
///     tokenizer.json       how text becomes tokens (a word model has vocabulary.txt in its place)
///     metrics.jsonl        a line for each logged step
///     model.safetensors    the best model so far
///     samples.txt          what the model writes, at each evaluation
///     loss.svg             the loss curves
///     last/                the last checkpoint: all that going on needs
///     checkpoints/         numbered models of the course of the training
///
/// Every file is whole at any instant, and so is `last/` as a whole. The two files that grow, metrics and samples, may
/// be ahead of the last checkpoint when a run is killed; going on cuts them back to where they were.
public final class RunFolder {
  /// The folder's path.
  public let path: String
  /// The files that grow, once something was added to them.
  private var journals: [String: Journal] = [:]

  /// Keeps other processes out.
  private let lock: FolderLock

  /// The file that says how text becomes tokens.
  private let vocabularyFile: String

  /// The names of all that a run writes, the model first.
  ///
  /// - Parameter vocabularyFile: the file that says how text becomes tokens.
  public static func names(vocabularyFile: String = "tokenizer.json") -> [String] {
    fileNames(vocabularyFile) + [last, kept]
  }
  private static func fileNames(_ vocabularyFile: String) -> [String] {
    ["model.safetensors", "config.json", vocabularyFile, "loss.svg"] + journalNames
  }
  /// The folder of the last checkpoint, and that of numbered models.
  static let last = "last", kept = "checkpoints"
  private static let keptPrefix = "step-"
  private static let (metrics, samples) = ("metrics.jsonl", "samples.txt")
  private static let journalNames = [metrics, samples]

  /// The folder of a new run; what an earlier run left in it goes.
  ///
  /// - Parameter vocabularyFile: the file that says how text becomes tokens, which a model needs beside it.
  /// - Throws: `Problem` of kind `cannotCreate` when it cannot be made, nothing can be written into it, another process
  ///   does, or something that is no run's has a name that is needed; nothing is removed then.
  public init(creating path: String, vocabularyFile: String = "tokenizer.json") throws {
    (self.path, self.vocabularyFile) = (path, vocabularyFile)
    try createFolder(path)
    lock = try FolderLock(path)
    try requireNothingForeign()
    // Files of a run that is being replaced must not be taken for this one's.
    try removeFolder(file(Self.last))
    for name in keptModels() { try removeFolder(file(Self.kept) + "/" + name) }
    rmdir(file(Self.kept))
    try removeFiles(Self.fileNames(vocabularyFile), in: path)
  }

  /// The folder of a run that is there, to go on with it.
  ///
  /// - Throws: `Problem` of kind `missing` when there is no such folder, `cannotCreate` when another process writes into
  ///   it.
  public init(opening path: String, vocabularyFile: String = "tokenizer.json") throws {
    (self.path, self.vocabularyFile) = (path, vocabularyFile)
    lock = try FolderLock(path)
  }

  /// The path of a file in the folder.
  public func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

  /// Adds a line to `metrics.jsonl`.
  public func append(_ line: Metrics) throws { try append(line.line + "\n", to: Self.metrics) }

  /// Adds a text to `samples.txt`.
  public func append(sample: String) throws { try append(sample, to: Self.samples) }

  private func append(_ text: String, to name: String) throws {
    try inRun {
      let journal = try journals[name] ?? Journal(file(name))
      journals[name] = journal
      try journal.append(text)
    }
  }

  /// Puts the files that grow on the disk, and tells their lengths.
  func flushJournals() throws -> [String: Int] {
    for journal in journals.values { try journal.flush() }
    return journals.mapValues(\.length)
  }

  /// Cuts the files that grow to lengths that they had; those that were not there go.
  func cutBack(to lengths: [String: Int]) throws {
    // By our own names: those in a file that somebody changed could lead anywhere.
    for name in Self.journalNames {
      journals[name] = try lengths[name].map { try Journal(file(name), keeping: $0) }
    }
    try removeFiles(Self.journalNames.filter { lengths[$0] == nil }, in: path)
  }

  /// The lines of `metrics.jsonl`; none where nothing was logged yet, as in a run that was stopped at its very start.
  public func readMetrics() throws -> [Metrics] {
    let path = file(Self.metrics)
    return FileManager.default.fileExists(atPath: path) ? try Metrics.read(path) : []
  }

  /// Writes a whole file, or nothing.
  public func write(_ text: String, to name: String) throws { try inRun { try writeFile(text, to: file(name)) } }

  /// Writes a value as indented JSON with sorted keys in lower case with underscores.
  public func write(json value: some Encodable, to name: String) throws {
    try inRun { try writeFile(json: value, to: file(name)) }
  }
}

// MARK: - Models

extension RunFolder {
  /// Writes the best model so far, with the step and the loss that make it the best.
  public func write(best model: some Module, _ metrics: Metrics) throws {
    var metadata = ["step": "\(metrics.step)"]
    metadata["validation_loss"] = metrics.validationLoss.map { "\($0)" }
    try inRun { try model.save(to: file("model.safetensors"), metadata: metadata) }
  }

  /// The step and the loss of the best model so far; none when there is none yet.
  ///
  /// They stand in its own file, so that they are true whenever a run is killed.
  public func best() throws -> (step: Int, validationLoss: Double?)? {
    guard FileManager.default.fileExists(atPath: file("model.safetensors")) else { return nil }
    let metadata = try Safetensors(file("model.safetensors")).metadata
    return metadata["step"].flatMap(Int.init).map { ($0, metadata["validation_loss"].flatMap(Double.init)) }
  }

  /// Leaves the model of this step in `checkpoints/`, as a model folder.
  public func keepModel(_ model: some Module, step: Int) throws {
    let name = Self.keptPrefix + String(format: "%06d", step)
    try inRun {
      try createFolder(file(Self.kept))
      try writeFolder(to: file(Self.kept) + "/" + name) { try writeModel(model, to: $0) }
    }
  }

  /// The numbered models that stand in the folder, by name.
  private func keptModels() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: file(Self.kept))) ?? []
    return names.filter { $0.hasPrefix(Self.keptPrefix) }
  }

  /// Refuses folders that have a checkpoint's name and hold something else.
  private func requireNothingForeign() throws {
    let manager = FileManager.default
    func isThere(_ name: String) -> Bool { manager.fileExists(atPath: file(name)) }
    let isForeign = isThere(Self.last) && !isThere(Self.last + "/" + Checkpoint.stateFile)
    let all = (try? manager.contentsOfDirectory(atPath: file(Self.kept))) ?? []
    guard !isForeign, all.count == keptModels().count else {
      throw Problem(
        .cannotCreate, "\(file(isForeign ? Self.last : Self.kept)) holds files that are not of a run",
        suggestion: "Name another folder with --out.")
    }
  }

  /// What the model needs to be used stands beside it, so that its folder can be carried elsewhere.
  func writeModel(_ model: some Module, to folder: String) throws {
    for name in ["config.json", vocabularyFile] { try writeFile(readFile(file(name)), to: folder + "/" + name) }
    try model.save(to: folder + "/model.safetensors")
  }

  /// In a run that has begun, a file that cannot be made is a failure of the disk or the folder, not a wrong name.
  func inRun(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let problem as Problem where [.cannotCreate, .missing].contains(problem.kind) {
      throw Problem(.inputOutput, problem.message, suggestion: problem.suggestion)
    }
  }
}
