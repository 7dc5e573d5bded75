import Foundation
import Kindling

// Which folder a command means.

/// The files of a run, the model first.
private let fileNames = TextClassifier.fileNames.reversed() + RunFolder.fileNames

extension TrainingRun {
  /// The folder to write into, made and emptied of what an earlier run left: the one asked for, if nothing in it would be
  /// lost, or the next free one under `runs/`.
  func newFolder() throws -> RunFolder {
    let manager = FileManager.default
    let path = folder ?? nextFolder()
    func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }
    if let present = fileNames.first(where: { manager.fileExists(atPath: file($0)) }), !isOverwriting {
      throw Problem(
        .cannotCreate, "\(path) already holds a file \(present)",
        suggestion: "Name another folder with --out, or give --overwrite to replace it.")
    }
    let made = try RunFolder(creating: path)
    try made.removeFiles()
    if manager.fileExists(atPath: file("vocabulary.json")) {
      do { try manager.removeItem(atPath: file("vocabulary.json")) } catch {
        throw Problem(.cannotCreate, "cannot remove \(file("vocabulary.json"))")
      }
    }
    return made
  }

  private func nextFolder() -> String {
    let name = URL(fileURLWithPath: texts.path).deletingPathExtension().lastPathComponent
    var (candidate, number) = ("runs/\(name)", 1)
    while FileManager.default.fileExists(atPath: candidate) {
      number += 1
      candidate = "runs/\(name)-\(number)"
    }
    return candidate
  }
}

/// The classifier to use: that of the folder asked for, or of the run of this program under `runs/` that was written last.
func loadClassifier(_ asked: String?) throws -> TextClassifier {
  if let asked { return try TextClassifier(folder: asked) }
  let manager = FileManager.default
  func written(_ folder: String) -> Date? {
    guard manager.fileExists(atPath: "\(folder)/vocabulary.json") else { return nil }
    let attributes = try? manager.attributesOfItem(atPath: "\(folder)/model.safetensors")
    return attributes?[.modificationDate] as? Date
  }
  let runs = (try? manager.contentsOfDirectory(atPath: "runs"))?.map { "runs/\($0)" } ?? []
  let dated = runs.compactMap { folder in written(folder).map { (folder, $0) } }
  guard let latest = dated.max(by: { $0.1 < $1.1 }) else {
    throw Problem(
      .missing, "there is no trained classifier under runs/",
      suggestion: "Train one with bag-of-words train FILE, or name a run folder with --model DIR.")
  }
  return try TextClassifier(folder: latest.0)
}
