import Foundation
import Kindling

// Which folder a command means when the user does not say.

extension NewRun {
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
    let present = RunFolder.names.first {
      FileManager.default.fileExists(atPath: (folder as NSString).appendingPathComponent($0))
    }
    if let present, !isOverwriting {
      throw Problem(
        .cannotCreate, "\(folder) already holds a file \(present)",
        suggestion: "Name another folder with --out, --resume to go on with a run, or --overwrite to replace it.")
    }
    return folder
  }
}

/// The model to use: the folder asked for, or the run under `runs/` that was written last.
func modelFolder(_ asked: String?) throws -> String {
  if let asked { return asked }
  guard let latest = latestRun(with: "model.safetensors") else {
    throw Problem(
      .missing, "there is no trained model under runs/",
      suggestion: "Train one with char-gpt train FILE, or name a run folder with --model DIR.")
  }
  return latest
}

/// The run to go on with: the folder asked for, or the run under `runs/` whose checkpoint is the latest.
func resumableFolder(_ asked: String?) throws -> String {
  if let asked { return asked }
  guard let latest = latestRun(with: "last") else {
    throw Problem(
      .missing, "there is no run under runs/ to go on with", suggestion: "Name its folder with --out DIR.")
  }
  return latest
}

/// The folder under `runs/` in which a file or folder of this name was written last.
private func latestRun(with name: String) -> String? {
  let manager = FileManager.default
  let runs = (try? manager.contentsOfDirectory(atPath: "runs"))?.map { "runs/\($0)" } ?? []
  let dated = runs.compactMap { folder -> (folder: String, date: Date)? in
    let attributes = try? manager.attributesOfItem(atPath: "\(folder)/\(name)")
    return (attributes?[.modificationDate] as? Date).map { (folder, $0) }
  }
  return dated.max { $0.date < $1.date }?.folder
}

/// What a text starts from when there is no prompt: a new line, where the model knows it.
func startingTokens(_ tokenizer: CharacterTokenizer) -> [Int32] {
  (try? tokenizer.encode("\n")) ?? [0]
}
