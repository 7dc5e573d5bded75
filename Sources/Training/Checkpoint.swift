import Files
import Foundation
import Layers

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

  /// Sets parameters, moments and state to what they were at the last checkpoint, then takes away what the run wrote
  /// after it.
  ///
  ///     let folder = try RunFolder(opening: "runs/tales")
  ///     try folder.goOn(from: folder.lastCheckpoint(), model, trainer)
  ///
  /// - Throws: `Problem` of kind `badData` that names the file at fault; nothing in the folder has then changed.
  public func goOn(from checkpoint: Checkpoint, _ model: some Module, _ trainer: Trainer) throws {
    try model.load(from: file(Self.last) + "/model.safetensors")
    try trainer.optimizer.load(from: file(Self.last) + "/" + Checkpoint.optimizerFile)
    trainer.resume(from: checkpoint.training)
    try cutBack(to: checkpoint.lengths)
  }

  /// Puts a new checkpoint in the place of the last one, whole or not at all: a model folder, with the moments and the
  /// state beside.
  ///
  /// - Throws: `Problem` of kind `inputOutput`, as when the disk is full; the checkpoint before is then still there.
  public func saveCheckpoint(_ model: some Module, _ trainer: Trainer) throws {
    try inRun {
      let checkpoint = Checkpoint(training: trainer.state, lengths: try flushJournals())
      try writeFolder(to: file(Self.last)) { folder in
        try writeModel(model, to: folder)
        try trainer.optimizer.save(to: folder + "/" + Checkpoint.optimizerFile)
        try writeFile(json: checkpoint, to: folder + "/" + Checkpoint.stateFile)
      }
    }
  }
}
