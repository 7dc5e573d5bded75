import Files
import Foundation
import Layers
import Reports
import Tensors
import Training

/// The folder that a training run writes as it goes.
///
///     config.json          the settings of the run
///     tokenizer.json       how text becomes tokens (lists of words are in vocabulary.json instead)
///     metrics.jsonl        a line per logged step
///     metrics.csv          the same for spreadsheets, if asked for
///     metrics.tfevents     the same for TensorBoard, if asked for
///     model.safetensors    the best model so far
///     samples.txt          a text that the model wrote at each evaluation
///     loss.svg             the loss curves
///     report.html          everything about the run, to look at
///     last/                the last checkpoint: everything that resuming needs
///     checkpoints/         numbered models from the course of the training
///
/// Every file is complete at all times, and so is `last/`. The files that grow, metrics and samples, can be ahead
/// of the last checkpoint when a run is killed; resuming truncates them to their lengths at that checkpoint.
///
/// A run that replaces an earlier one is written elsewhere until it has a checkpoint of its own. Then it takes the place
/// of the earlier run in one step; see ``FolderReplacement``.
public final class RunFolder {
  /// The folder's path.
  public let path: String
  /// The folder where the run's files are at the moment: `path`, or another one until ``replaceEarlierRun()``.
  public var place: String { replacement?.place ?? path }
  /// The files that grow, once something has been added to them.
  private var journals: [String: Journal] = [:]

  /// Keeps other processes out.
  private let lock: FolderLock
  /// The earlier run that this one replaces.
  private var replacement: FolderReplacement?
  /// Keeps other processes out of the new folder, which is to be exchanged with the earlier run's.
  private var lockOfPlace: FolderLock?

  /// The name of the file that defines how text becomes tokens.
  private let vocabularyFile: String

  /// Returns the names of everything that a run writes, the model first.
  ///
  /// - Parameter vocabularyFile: the name of the file that defines how text becomes tokens.
  public static func names(vocabularyFile: String = "tokenizer.json") -> [String] {
    fileNames(vocabularyFile) + [last, kept]
  }
  private static func fileNames(_ vocabularyFile: String) -> [String] {
    ["model.safetensors", "config.json", vocabularyFile, "loss.svg", report] + journalNames
  }
  /// The folder of the last checkpoint, and the folder of numbered models.
  static let last = "last", kept = "checkpoints"
  static let keptPrefix = "step-"
  /// The page about the run.
  public static let report = "report.html"
  private static let (metrics, samples) = ("metrics.jsonl", "samples.txt")
  private static let journalNames = [metrics, samples] + MetricsFile.allCases.map(\.name)

  /// Creates the folder of a new run, which replaces an earlier run in it.
  ///
  /// - Parameters:
  ///   - vocabularyFile: the name of the file that defines how text becomes tokens; a copy is kept with each model.
  ///   - otherFiles: the names of further files that a run of this kind can write.
  ///   - otherFolders: the names of such folders.
  /// - Throws: `Problem` of kind `cannotCreate` if the folder cannot be created or written, if another process writes
  ///   into it, or if something else has a name that the run needs. If `last/` or `checkpoints/` holds files of
  ///   something else, nothing is replaced.
  public init(
    creating path: String, vocabularyFile: String = "tokenizer.json", otherFiles: [String] = [],
    otherFolders: [String] = []
  ) throws {
    (self.path, self.vocabularyFile) = (path, vocabularyFile)
    try createFolder(path)
    try finishReplacement(in: path)
    lock = try FolderLock(path)
    try requireNothingForeign()
    // Files of the run that is being replaced must not be mistaken for this one's.
    let replacement = try FolderReplacement(
      of: path, files: Self.fileNames(vocabularyFile) + otherFiles,
      folders: [Self.last, Self.last + ".next", Self.last + ".previous", Self.kept] + otherFolders, isLocked: true)
    guard replacement.place != path else { return }
    lockOfPlace = try FolderLock(replacement.place)
    self.replacement = replacement
  }

  /// Opens the folder of an existing run to resume it.
  ///
  /// - Throws: `Problem` of kind `missing` if there is no such folder, `cannotCreate` if another process is writing
  ///   into it.
  public init(opening path: String, vocabularyFile: String = "tokenizer.json") throws {
    (self.path, self.vocabularyFile) = (path, vocabularyFile)
    try finishReplacement(in: path)
    lock = try FolderLock(path)
  }

  /// Returns the path of a file in the folder.
  public func file(_ name: String) -> String { (place as NSString).appendingPathComponent(name) }

  /// Puts this run in the place of the earlier run in its folder, if there is one; the first checkpoint does this.
  ///
  /// - Throws: `Problem` of kind `inputOutput`.
  public func replaceEarlierRun() throws {
    guard let replacement else { return }
    try replacement.commit()
    self.replacement = nil
    // Opened again under their new paths, which appear in messages.
    journals = try journals.mapValues { try Journal(file(($0.path as NSString).lastPathComponent), keeping: $0.length) }
  }

  /// Whether the folder still holds the earlier run that this one replaces.
  var holdsEarlierRun: Bool { replacement != nil }

  /// Adds a line to `metrics.jsonl`.
  public func append(_ line: Metrics) throws { try append(line.line + "\n", to: Self.metrics) }

  /// Adds a sample to `samples.txt`.
  public func append(sample: String) throws { try append(sample, to: Self.samples) }

  private func append(_ text: String, to name: String) throws { try inRun { try journal(name).append(text) } }

  /// Adds a line of metrics to a file for other programs, which is begun if there is none.
  ///
  /// - Parameter wallTime: when the line was made, in seconds since 1970.
  public func append(_ line: Metrics, to metricsFile: MetricsFile, wallTime: Double) throws {
    try inRun {
      let journal = try journal(metricsFile.name)
      let header = journal.length == 0 ? metricsFile.header(wallTime: wallTime) : Data()
      try journal.append(header + metricsFile.entry(line, wallTime: wallTime))
    }
  }

  /// Whether the run has a file of its metrics for other programs.
  public func has(_ metricsFile: MetricsFile) -> Bool { journals[metricsFile.name] != nil }

  private func journal(_ name: String) throws -> Journal {
    let journal = try journals[name] ?? Journal(file(name))
    journals[name] = journal
    return journal
  }

  /// Flushes the files that grow to the disk, and returns their lengths.
  func flushJournals() throws -> [String: Int] {
    for journal in journals.values { try journal.flush() }
    return journals.mapValues(\.length)
  }

  /// Truncates the files that grow to earlier lengths, and removes those that did not exist yet.
  func cutBack(to lengths: [String: Int]) throws {
    // Uses our own names: names in an edited file could lead anywhere.
    let own = [Self.metrics, Self.samples]
    for name in own { journals[name] = try lengths[name].map { try Journal(file(name), keeping: $0) } }
    // Files for other programs can be made again, so it does no harm if the user has removed or changed one. Without a
    // length, the file is not the run's.
    for name in MetricsFile.allCases.map(\.name) {
      journals[name] = lengths[name].flatMap { try? Journal(file(name), keeping: $0) }
    }
    try removeFiles(own.filter { lengths[$0] == nil }, in: path)
  }

  /// Reads the lines of `metrics.jsonl`; there are none in a run that was stopped at its very start.
  public func readMetrics() throws -> [Metrics] {
    let path = file(Self.metrics)
    return FileManager.default.fileExists(atPath: path) ? try Metrics.read(path) : []
  }

  /// Reads the samples of `samples.txt`; see ``RunSample/read(ofRun:steps:)``.
  func readSamples(steps: Set<Int>) throws -> [RunSample] { try RunSample.read(ofRun: place, steps: steps) }

  /// Writes a text file, completely or not at all.
  public func write(_ text: String, to name: String) throws { try inRun { try writeFile(text, to: file(name)) } }

  /// Writes a value as indented JSON with sorted keys in snake case.
  public func write(json value: some Encodable, to name: String) throws {
    try inRun { try writeFile(json: value, to: file(name)) }
  }
}

// MARK: - Models

extension RunFolder {
  /// Writes the best model so far, with its step and its loss.
  public func write(best model: some Module, _ metrics: Metrics) throws {
    var metadata = ["step": "\(metrics.step)"]
    metadata["validation_loss"] = metrics.validationLoss.map { "\($0)" }
    try inRun { try model.save(to: file("model.safetensors"), metadata: metadata) }
  }

  /// Returns the step and the loss of the best model so far; nil if there is none yet.
  ///
  /// They are stored in the model's own file, so they are right no matter when a run is killed.
  public func best() throws -> (step: Int, validationLoss: Double?)? {
    guard FileManager.default.fileExists(atPath: file("model.safetensors")) else { return nil }
    let metadata = try Safetensors(file("model.safetensors")).metadata
    return metadata["step"].flatMap(Int.init).map { ($0, metadata["validation_loss"].flatMap(Double.init)) }
  }

  /// Writes the model of this step into `checkpoints/`, as a model folder.
  public func keepModel(_ model: some Module, step: Int) throws {
    let name = Self.keptPrefix + String(format: "%06d", step)
    try inRun {
      try createFolder(file(Self.kept))
      try writeFolder(to: file(Self.kept) + "/" + name) { try writeModel(model, to: $0) }
    }
  }

  /// Writes a model as a folder of its own inside this one, such as the model that a run began with.
  public func writeModel(_ model: some Module, toFolder name: String) throws {
    try inRun { try writeFolder(to: file(name)) { try writeModel(model, to: $0) } }
  }

  /// The names of the numbered models in the folder.
  private func keptModels() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: file(Self.kept))) ?? []
    return names.filter { $0.hasPrefix(Self.keptPrefix) }
  }

  /// Refuses folders that have the name of a checkpoint but hold something else.
  private func requireNothingForeign() throws {
    let manager = FileManager.default
    func isThere(_ name: String) -> Bool { manager.fileExists(atPath: file(name)) }
    let isForeign = isThere(Self.last) && !isThere(Self.last + "/" + Checkpoint.stateFile)
    let all = (try? manager.contentsOfDirectory(atPath: file(Self.kept))) ?? []
    guard !isForeign, all.count == keptModels().count else {
      throw Problem(
        .cannotCreate, "\(file(isForeign ? Self.last : Self.kept)) holds files that do not belong to a run",
        suggestion: "Name another folder with \(Problem.setting("out")).")
    }
  }

  /// Writes a model with everything that is needed to use it, so the folder can be moved elsewhere.
  func writeModel(_ model: some Module, to folder: String) throws {
    for name in ["config.json", vocabularyFile] { try writeFile(readFile(file(name)), to: folder + "/" + name) }
    try model.save(to: folder + "/model.safetensors")
  }

  /// Runs `body` and reports a file that cannot be created as a failed write: once a run has begun, the disk or the
  /// folder is at fault, not a wrong name.
  func inRun(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let problem as Problem where [.cannotCreate, .missing].contains(problem.kind) {
      throw Problem(.inputOutput, problem.message, suggestion: problem.suggestion)
    }
  }
}
