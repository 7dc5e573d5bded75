import Console
import Foundation
import Kindling

/// The options of commands that write a folder: where, and whether something may be replaced there.
enum OutputFolder {
  static let overwrite = Flag("overwrite", help: "replace the model that --out holds already")

  /// The folder to write into: one that holds nothing, or whose model may be replaced; never the one that is read.
  static func chosen(_ parsed: Parsed, for command: String, reading source: String) throws -> String {
    let folder = try requiredOutput(parsed, for: command)
    func place(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().standardized.path }
    guard place(folder) != place(source) else {
      throw Problem(
        .usage, "--out \(folder) is the folder that is read", suggestion: "Name another folder with --out.")
    }
    let contents = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    if let present = contents.min(), !parsed[overwrite] {
      throw Problem(
        .cannotCreate, "\(folder) already holds \(present)",
        suggestion: "Name another folder with --out, or give --overwrite to replace a model that it holds.")
    }
    return folder
  }

  /// Removes files of an earlier model, those of the names given, so that none is taken for a part of the new one.
  static func clear(_ folder: String, of names: [String]) throws {
    for name in names { try removeFile((folder as NSString).appendingPathComponent(name)) }
  }
}

/// What `--out` says; commands that write to no place of their own need it.
func requiredOutput(_ parsed: Parsed, _ option: Console.Option<String?> = CommonOptions.out, for command: String) throws
  -> String
{
  guard let out = parsed[option], !out.isEmpty else {
    throw Problem(.usage, "--out is missing: where to write", suggestion: "See char-gpt \(command) --help")
  }
  return out
}
