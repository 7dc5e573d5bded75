import Console
import Files
import Foundation

/// The options of commands that write a folder: where, and whether something may be replaced there.
enum OutputFolder {
  static let overwrite = Flag("overwrite", help: "replace the model that --out holds already")

  /// The folder to write into: one that holds nothing, or whose model may be replaced; never one that has to do with
  /// the folder that is read, and never one of a training run.
  static func chosen(_ parsed: Parsed, for command: String, reading source: String) throws -> String {
    let folder = try requiredOutput(parsed, for: command)
    let target = ResolvedPath(folder)
    try refuse(folder, target, touching: source)
    if let run = run(around: target) {
      let isRun = target.isSame(as: ResolvedPath(run))
      throw Problem(
        .cannotCreate, "\(folder) \(isRun ? "is a training run" : "lies in the training run \(run)")",
        suggestion: "Name a folder outside of it with --out.")
    }
    if let present = names(in: folder).min(), !parsed[overwrite] {
      throw Problem(
        .cannotCreate, "\(folder) already holds \(present)",
        suggestion: "Name another folder with --out, or give --overwrite to replace a model that it holds.")
    }
    return folder
  }

  private static func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  /// Refuses a folder that is the one that is read, holds it or lies in it.
  private static func refuse(_ folder: String, _ target: ResolvedPath, touching path: String) throws {
    let source = ResolvedPath(path)
    let relation: String
    if target.isSame(as: source) {
      relation = "is the folder that is read"
    } else if target.isInside(source) {
      relation = "lies in \(path), which is read"
    } else if source.isInside(target) {
      relation = "holds \(path), which is read"
    } else if let link = names(in: path).first(where: { ResolvedPath("\(path)/\($0)").isInside(target) }) {
      relation = "holds what \(path)/\(link) links to, which is read"
    } else {
      return
    }
    throw Problem(.usage, "--out \(folder) \(relation)", suggestion: "Name another folder with --out.")
  }

  /// The training run that a place is or lies in, known by its last checkpoint; none where there is none.
  private static func run(around place: ResolvedPath) -> String? {
    func has(_ folder: String, _ name: String, isFolder: Bool = false) -> Bool {
      var found: ObjCBool = false
      let path = (folder as NSString).appendingPathComponent(name)
      return FileManager.default.fileExists(atPath: path, isDirectory: &found) && found.boolValue == isFolder
    }
    // The others may stand for the first in a run that was killed while it saved.
    let checkpoints = ["last", "last.next", "last.previous"]
    let folder = place.upwards[0]
    if checkpoints.contains(where: { has(folder, $0, isFolder: true) }) { return folder }
    // Further up a name is not enough: a run may be called "last", and the folders beside it are none of its own.
    return place.upwards.first { above in
      has(above, "state.json") || checkpoints.contains { has(above, "\($0)/state.json") }
    }
  }
}

/// What `--out` says; commands that write to no place of their own need it.
func requiredOutput(_ parsed: Parsed, _ option: Console.Option<String?> = CommonOptions.out, for command: String) throws
  -> String
{
  guard let out = parsed[option] else {
    throw Problem(.usage, "--out is missing: where to write", suggestion: "See char-gpt \(command) --help")
  }
  return out
}
