import Foundation
import Kindling

// Which folder a command means when the user does not say.

extension TrainingRun {
  /// The folder to write into: the one asked for, if nothing in it would be lost, or the next free one under `runs/`.
  func chosenFolder() throws -> String {
    guard let folder else {
      let name = URL(fileURLWithPath: textPath).deletingPathExtension().lastPathComponent
      var (candidate, number) = ("runs/\(name)", 1)
      while FileManager.default.fileExists(atPath: candidate) {
        number += 1
        candidate = "runs/\(name)-\(number)"
      }
      return candidate
    }
    // Whatever bears the name of a run's file may be somebody's work, whoever wrote it.
    let present = RunFolder.fileNames.first {
      FileManager.default.fileExists(atPath: (folder as NSString).appendingPathComponent($0))
    }
    if let present, !isOverwriting {
      throw Problem(
        .cannotCreate, "\(folder) already holds a file \(present)",
        suggestion: "Name another folder with --out, or give --overwrite to replace it.")
    }
    return folder
  }
}

/// The model to use: the folder asked for, or the run under `runs/` that was written last.
func modelFolder(_ asked: String?) throws -> String {
  if let asked { return asked }
  let manager = FileManager.default
  func written(_ folder: String) -> Date? {
    let attributes = try? manager.attributesOfItem(atPath: "\(folder)/model.safetensors")
    return attributes?[.modificationDate] as? Date
  }
  let runs = (try? manager.contentsOfDirectory(atPath: "runs"))?.map { "runs/\($0)" } ?? []
  let dated = runs.compactMap { folder in written(folder).map { (folder, $0) } }
  guard let latest = dated.max(by: { $0.1 < $1.1 }) else {
    throw Problem(
      .missing, "there is no trained model under runs/",
      suggestion: "Train one with char-gpt train FILE, or name a run folder with --model DIR.")
  }
  return latest.0
}

/// What a text starts from when there is no prompt: a new line, where the model knows it.
func startingTokens(_ tokenizer: CharacterTokenizer) -> [Int32] {
  (try? tokenizer.encode("\n")) ?? [0]
}
