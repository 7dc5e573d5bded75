import Console
import Files
import Foundation

/// The folders of this program's runs: each holds the stages of one.
enum AssistantFolder {
  /// Returns the folder of a new run.
  ///
  /// - Throws: `Problem` of kind `cannotCreate` if it holds something already.
  static func new(_ asked: String?, overwrite: Bool) throws -> String {
    guard let asked else {
      var (candidate, number) = ("runs/assistant", 1)
      while FileManager.default.fileExists(atPath: candidate) {
        number += 1
        candidate = "runs/assistant-\(number)"
      }
      return candidate
    }
    let present = (try? FileManager.default.contentsOfDirectory(atPath: asked))?.min()
    guard let present else { return asked }
    guard isRun(asked) else {
      throw Problem(
        .cannotCreate, "\(shellQuoted(asked)) already holds \(present), and is no run of this program",
        suggestion: "Name another folder with --out.")
    }
    guard overwrite else {
      throw Problem(
        .cannotCreate, "\(shellQuoted(asked)) already holds a run",
        suggestion: "Name another folder with --out, use --resume to go on with it, or --overwrite to replace it.")
    }
    return asked
  }

  /// Returns the run to go on with, and its settings.
  ///
  /// - Throws: `Problem` of kind `missing` if there is none, `badData` if its settings make no sense.
  static func resumable(_ asked: String?) throws -> (path: String, plan: AssistantPlan) {
    let path = try asked ?? latest()
    guard isRun(path) else {
      throw Problem(
        .missing, "\(shellQuoted(path)) is no run of this program", suggestion: "Make one with assistant run.")
    }
    let file = (path as NSString).appendingPathComponent("config.json")
    let plan = try readFile(json: AssistantPlan.self, describing: "a run of assistant", at: file)
    try plan.validate()
    return (path, plan)
  }

  /// Returns the run under `runs/` that was written last.
  ///
  /// - Throws: `Problem` of kind `missing` if there is none.
  static func latest() throws -> String {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "runs")) ?? []
    let dated = names.map { "runs/\($0)" }.filter(isRun).compactMap { path in
      ((try? FileManager.default.attributesOfItem(atPath: path + "/config.json"))?[.modificationDate] as? Date).map {
        (path, $0)
      }
    }
    guard let latest = dated.max(by: { $0.1 < $1.1 }) else {
      throw Problem(
        .missing, "there is no run of assistant under runs/", suggestion: "Make one with assistant run.")
    }
    return latest.0
  }

  /// Whether a folder holds a run of this program, with its stages.
  static func isRun(_ path: String) -> Bool {
    struct Record: Decodable { let program: String, countries: Int }
    let file = (path as NSString).appendingPathComponent("config.json")
    let record = try? readFile(json: Record.self, describing: "a run", at: file)
    return record?.program.hasPrefix("assistant ") ?? false
  }
}

/// Returns the folder of the model to talk with: the one asked for, or the last stage of a run of this program.
func chatFolder(_ parsed: Parsed) throws -> String {
  let folder = try parsed[CommonOptions.model] ?? AssistantFolder.latest()
  guard AssistantFolder.isRun(folder) else { return folder }
  let stages = StageName.talking.reversed().map { (folder as NSString).appendingPathComponent($0.rawValue) }
  guard let stage = stages.first(where: { FileManager.default.fileExists(atPath: $0 + "/model.safetensors") }) else {
    throw Problem(
      .missing, "\(shellQuoted(folder)) has no model yet", suggestion: "Finish it with assistant run --resume.")
  }
  return stage
}
