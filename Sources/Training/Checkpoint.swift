import Files
import Foundation
import Layers

/// What `last/state.json` holds: where the training and the files that grow with it stood.
///
///     let checkpoint = try Checkpoint(ofRun: "runs/tales")
///     let folder = try RunFolder(path: "runs/tales", from: checkpoint)
///     try checkpoint.restore(model, trainer)
public struct Checkpoint: Codable, Equatable, Sendable {
  /// The state of the training.
  public let training: TrainingState
  /// The bytes of each file that grows with the run, by its name.
  let lengths: [String: Int]

  static let stateFile = "state.json", optimizerFile = "optimizer.safetensors"

  init(training: TrainingState, lengths: [String: Int]) { (self.training, self.lengths) = (training, lengths) }

  /// Reads the last checkpoint of a run; if the run was killed while it put one into its place, that is finished first.
  ///
  /// - Throws: `Problem` of kind `missing` when the folder holds none, `badData` when its state is not one.
  public init(ofRun path: String) throws {
    let folder = (path as NSString).appendingPathComponent(RunFolder.last)
    try recoverFolder(folder)
    guard FileManager.default.fileExists(atPath: folder) else {
      throw Problem(
        .missing, "\(path) holds no checkpoint to go on from",
        suggestion: "Leave out --resume to start a run; one that was stopped before its first checkpoint needs "
          + "--overwrite.")
    }
    let file = folder + "/" + Self.stateFile
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      self = try decoder.decode(Self.self, from: readFile(file))
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem(.badData, "\(file) does not say where a training stands")
    }
    guard lengths.values.allSatisfy({ $0 >= 0 }), training.step >= 0,
      (0...training.step).contains(training.skippedSteps)
    else {
      throw Problem(.badData, "\(file) contradicts itself")
    }
  }

  /// Sets parameters, moments and state to what they were.
  ///
  /// - Throws: `Problem` of kind `badData` that names the file at fault.
  public func restore(_ model: some Module, _ trainer: Trainer, ofRun path: String) throws {
    let folder = (path as NSString).appendingPathComponent(RunFolder.last)
    try model.load(from: folder + "/model.safetensors")
    try trainer.optimizer.load(from: folder + "/" + Self.optimizerFile)
    trainer.resume(from: training)
  }
}
