import Console
import Files
import Foundation

/// The choice of a folder to write to, for the commands `export` and `import`.
enum OutputFolder {

  /// Returns the folder to write to: an empty one, or with `--overwrite` one whose model is replaced. It is never a
  /// training run or inside one, and it never overlaps the input folder.
  static func chosen(_ parsed: Parsed, for command: String, reading source: String) throws -> String {
    let folder = try requiredOutput(parsed, for: command)
    let target = ResolvedPath(folder)
    try refuse(folder, target, touching: source)
    if let run = run(around: target) {
      let isRun = target.isSame(as: ResolvedPath(run))
      throw Problem(
        .cannotCreate, "\(folder) \(isRun ? "is a training run" : "is inside the training run \(run)")",
        suggestion: "Name a folder outside the run with --out.")
    }
    if let present = names(in: folder).min(), !parsed[CommonOptions.overwrite] {
      throw Problem(
        .cannotCreate, "\(folder) already contains \(present)",
        suggestion: "Name another folder with --out, or pass --overwrite to replace the model in it.")
    }
    return folder
  }

  private static func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  /// Refuses an output folder that is the input folder, contains it or is inside it.
  private static func refuse(_ folder: String, _ target: ResolvedPath, touching path: String) throws {
    let source = ResolvedPath(path)
    let relation: String
    if target.isSame(as: source) {
      relation = "is the input folder"
    } else if target.isInside(source) {
      relation = "is inside \(path), which is an input"
    } else if source.isInside(target) {
      relation = "contains \(path), which is an input"
    } else if let link = names(in: path).first(where: { ResolvedPath("\(path)/\($0)").isInside(target) }) {
      relation = "contains the target of the link \(path)/\(link), which is an input"
    } else {
      return
    }
    throw Problem(
      .cannotCreate, "--out \(shellQuoted(folder)) \(relation)", suggestion: "Name another folder with --out.")
  }

  /// Returns the training run that a path is or is inside of, recognized by its last checkpoint; nil if there is none.
  private static func run(around place: ResolvedPath) -> String? {
    func has(_ folder: String, _ name: String, isFolder: Bool = false) -> Bool {
      var found: ObjCBool = false
      let path = (folder as NSString).appendingPathComponent(name)
      return FileManager.default.fileExists(atPath: path, isDirectory: &found) && found.boolValue == isFolder
    }
    // In a run that was killed while saving, one of the last two can exist instead of the first.
    let checkpoints = ["last", "last.next", "last.previous"]
    let folder = place.upwards[0]
    if checkpoints.contains(where: { has(folder, $0, isFolder: true) }) { return folder }
    // Farther up, a name is not enough: a run may itself be called "last", and its sibling folders do not belong to it.
    return place.upwards.first { above in
      has(above, "state.json") || checkpoints.contains { has(above, "\($0)/state.json") }
    }
  }
}

/// Returns the value of `--out`, which commands without a default output require.
func requiredOutput(_ parsed: Parsed, _ option: Console.Option<String?> = CommonOptions.out, for command: String) throws
  -> String
{
  guard let out = parsed[option] else {
    throw Problem(.usage, "--out is missing: the path to write to", suggestion: "See char-gpt \(command) --help")
  }
  return out
}
