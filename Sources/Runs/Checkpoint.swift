import Files
import Foundation
import Layers
import Training

/// What `last/state.json` holds: where the training and the files that grow with it stood.
public struct Checkpoint: Codable, Equatable, Sendable {
  /// The state of the training.
  public let training: TrainingState
  /// The bytes of each file that grows with the run, by its name.
  let lengths: [String: Int]

  static let stateFile = "state.json", optimizerFile = "optimizer.safetensors"

  init(training: TrainingState, lengths: [String: Int]) { (self.training, self.lengths) = (training, lengths) }

  /// Reads and checks a state.
  ///
  /// - Throws: `Problem` of kind `badData` that names the file.
  init(contentsOf path: String) throws {
    self = try readFile(json: Self.self, describing: "where a training stands", at: path)
    guard training.isPossible, lengths.values.allSatisfy({ $0 >= 0 }) else {
      throw Problem(.badData, "\(path) contradicts itself")
    }
  }
}

extension RunFolder {
  /// The last checkpoint; if the run was killed while it put one into its place, that is finished first.
  ///
  /// - Throws: `Problem` of kind `missing` when there is none, `badData` when its state is not one, `inputOutput` when
  ///   what a kill left cannot be put right.
  public func lastCheckpoint() throws -> Checkpoint {
    try recoverFolder(file(Self.last))
    guard FileManager.default.fileExists(atPath: file(Self.last)) else {
      throw Problem(
        .missing, "\(path) holds no checkpoint to go on from",
        suggestion: "Leave out --resume to start a run; one that was stopped before its first checkpoint needs "
          + "--overwrite.")
    }
    return try Checkpoint(contentsOf: file(Self.last) + "/" + Checkpoint.stateFile)
  }

  /// Sets parameters, optimizer state and training state to what they were at the last checkpoint, then takes away what the run wrote
  /// after it.
  ///
  ///     let folder = try RunFolder(opening: "runs/tales")
  ///     try folder.resume(from: folder.lastCheckpoint(), model, trainer)
  ///
  /// - Throws: `Problem` of kind `badData` that names the file at fault; nothing in the folder has then changed.
  public func resume(from checkpoint: Checkpoint, _ model: some Module, _ trainer: Trainer) throws {
    try resume(from: checkpoint, model, optimizerState: trainer.optimizer)
    trainer.resume(from: checkpoint.training)
  }

  /// The same for a training without a ``Trainer``.
  ///
  /// - Parameters:
  ///   - optimizerState: what the updates remember beside the model, such as an optimizer's moments; nil when they remember nothing.
  ///   - read: reads from the checkpoint's folder what else was written there.
  public func resume(
    from checkpoint: Checkpoint, _ model: some Module, optimizerState: (any Module)?,
    read: (_ folder: String) throws -> Void = { _ in }
  ) throws {
    let last = file(Self.last)
    try model.load(from: last + "/model.safetensors")
    try optimizerState?.load(from: last + "/" + Checkpoint.optimizerFile)
    try read(last)
    try cutBack(to: checkpoint.lengths)
  }

  /// Puts a new checkpoint in the place of the last one, whole or not at all: a model folder, with the optimizer's
  /// and the training's state beside.
  ///
  /// - Throws: `Problem` of kind `inputOutput`, as when the disk is full; the checkpoint before is then still there.
  public func saveCheckpoint(_ model: some Module, _ trainer: Trainer) throws {
    try saveCheckpoint(trainer.stateToSave(), model, optimizerState: trainer.optimizer)
  }

  /// The same for a training without a ``Trainer``.
  ///
  /// - Parameter write: writes what else going on needs into the checkpoint's folder.
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
    }
  }
}
