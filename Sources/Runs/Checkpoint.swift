import Files
import Foundation
import Layers
import Training

/// The contents of `last/state.json`: the state of the training, and the lengths of the files that grow with it.
public struct Checkpoint: Codable, Equatable, Sendable {
  /// The state of the training.
  public let training: TrainingState
  /// The length in bytes of each file that grows with the run, by name.
  let lengths: [String: Int]

  static let stateFile = "state.json", optimizerFile = "optimizer.safetensors"

  init(training: TrainingState, lengths: [String: Int]) { (self.training, self.lengths) = (training, lengths) }

  /// Reads and checks a state.
  ///
  /// - Throws: `Problem` of kind `badData` that names the file.
  init(contentsOf path: String) throws {
    self = try readFile(json: Self.self, describing: "the state of a training run", at: path)
    guard training.isPossible, lengths.values.allSatisfy({ $0 >= 0 }) else {
      throw Problem(.badData, "\(path) is inconsistent")
    }
  }
}

extension RunFolder {
  /// The path of the last checkpoint, a model folder.
  public var checkpoint: String { file(Self.last) }

  /// Returns the last checkpoint; if the run was killed while it was replacing a checkpoint, that is completed first.
  ///
  /// - Throws: `Problem` of kind `missing` if there is none, `badData` if its state is not valid, `inputOutput` if the
  ///   folder of a killed run cannot be repaired.
  public func lastCheckpoint() throws -> Checkpoint {
    try recoverFolder(file(Self.last))
    guard FileManager.default.fileExists(atPath: file(Self.last)) else {
      throw Problem(
        .missing, "\(path) holds no checkpoint to resume from",
        suggestion: "Leave out \(Problem.setting("resume")) to start a run; one that was stopped before its first "
          + "checkpoint needs \(Problem.setting("overwrite")).")
    }
    return try Checkpoint(contentsOf: file(Self.last) + "/" + Checkpoint.stateFile)
  }

  /// Restores the parameters, the optimizer state and the training state from the last checkpoint, then removes
  /// everything that the run logged after it.
  ///
  ///     let folder = try RunFolder(opening: "runs/tales")
  ///     try folder.resume(from: folder.lastCheckpoint(), model, trainer)
  ///
  /// - Throws: `Problem` of kind `badData` that names the file at fault; the folder is then unchanged.
  public func resume(from checkpoint: Checkpoint, _ model: some Module, _ trainer: Trainer) throws {
    try resume(from: checkpoint, model, optimizerState: trainer.optimizer)
    trainer.resume(from: checkpoint.training)
  }

  /// Does the same for training without a ``Trainer``.
  ///
  /// - Parameters:
  ///   - optimizerState: the state of the optimizer, such as its moments; nil if it has none.
  ///   - read: reads whatever else was written into the checkpoint's folder.
  public func resume(
    from checkpoint: Checkpoint, _ model: some Module, optimizerState: (any Module)?,
    read: (_ folder: String) throws -> Void = { _ in }
  ) throws {
    let last = self.checkpoint
    try model.load(from: last + "/model.safetensors")
    try optimizerState?.load(from: last + "/" + Checkpoint.optimizerFile)
    try read(last)
    try cutBack(to: checkpoint.lengths)
  }

  /// Replaces the last checkpoint with a new one, completely or not at all: a model folder that also holds the
  /// optimizer state and the training state.
  ///
  /// The first checkpoint of a new run also puts the run in the place of an earlier one; see ``replaceEarlierRun()``.
  ///
  /// - Throws: `Problem` of kind `inputOutput`, such as when the disk is full; the previous checkpoint is then still
  ///   there.
  public func saveCheckpoint(_ model: some Module, _ trainer: Trainer) throws {
    try saveCheckpoint(trainer.stateToSave(), model, optimizerState: trainer.optimizer)
  }

  /// Does the same for training without a ``Trainer``.
  ///
  /// - Parameter write: writes whatever else resuming needs into the checkpoint's folder.
  public func saveCheckpoint(
    _ state: TrainingState, _ model: some Module, optimizerState: (any Module)?,
    write: (_ folder: String) throws -> Void = { _ in }
  ) throws {
    try inRun {
      let checkpoint = Checkpoint(training: state, lengths: try flushJournals())
      try writeFolder(to: file(Self.last)) { folder in
        try writeModel(model, to: folder)
        try optimizerState?.save(to: folder + "/" + Checkpoint.optimizerFile)
        try write(folder)
        try writeFile(json: checkpoint, to: folder + "/" + Checkpoint.stateFile)
      }
      try replaceEarlierRun()
    }
  }
}
