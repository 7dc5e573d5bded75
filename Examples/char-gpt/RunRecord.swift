import Console
import Corpora
import Files
import Foundation
import Kernels
import Training
import Transformers

/// What `config.json` holds: all that a run was told, so that it can be understood, repeated and continued.
struct RunRecord: Codable, Equatable {
  var program = "char-gpt \(programVersion)"
  let model: GPTConfiguration
  var training: TrainingOptions
  let batchSize: Int
  let validation: Double
  var evaluateBatches: Int?
  var evaluateStride: Int?
  /// Bits a character below which no model can come, where that is known.
  var floor: Double?
  /// How many numbered models the run leaves along the way.
  var keep: Int
  let lossy: Bool
  let seed: Int
  var threads = Threads.count
  var text: TextRecord

  /// Reads the record of a run.
  ///
  /// - Throws: `Problem` of kind `missing` when there is no such run, `badData` when its record is not one.
  init(ofRun folder: String) throws {
    let path = (folder as NSString).appendingPathComponent("config.json")
    guard FileManager.default.fileExists(atPath: folder) else {
      throw Problem(
        .missing, "there is no run \(folder) to go on with", suggestion: "Leave out --resume to start one.")
    }
    self = try readFile(json: Self.self, describing: "a run of this program that can be continued", at: path)
    do {
      try validate()
    } catch let problem as Problem {
      throw Problem(.badData, "\(path): \(problem.message)", suggestion: problem.suggestion)
    }
  }

  /// Checks that a run can go on with what a file says.
  private func validate() throws {
    try model.validate(.badData)
    try training.validate(.badData)
    let isPossible =
      (1...65_536).contains(batchSize) && (0..<1).contains(validation) && (evaluateBatches ?? 1) >= 1
      && (1...model.contextLength).contains(evaluateStride ?? 1) && (floor ?? 1) > 0 && (floor ?? 1).isFinite
      && (0...1_000_000).contains(keep) && seed >= 0
    guard isPossible else {
      throw Problem(
        .badData, "batch_size, validation, evaluate_batches, evaluate_stride, floor, keep or seed is impossible")
    }
  }

  init(
    model: GPTConfiguration, training: TrainingOptions, batchSize: Int, validation: Double, evaluateBatches: Int?,
    evaluateStride: Int?, floor: Double?, keep: Int, lossy: Bool, seed: Int, text: TextRecord
  ) {
    (self.model, self.training, self.batchSize, self.validation) = (model, training, batchSize, validation)
    (self.evaluateStride, self.floor) = (evaluateStride, floor)
    (self.evaluateBatches, self.keep, self.lossy, self.seed, self.text) = (evaluateBatches, keep, lossy, seed, text)
  }
}
