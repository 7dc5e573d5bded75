import Files
import Foundation

/// The choice of a file to write: nothing that exists is replaced unless the user asks for it.
public enum OutputFile {
  /// Returns the path, if a file may be written there.
  ///
  ///     let out = try OutputFile.checked(parsed[outOption], parsed, reading: [parsed[file]])
  ///
  /// Call it before the work begins, so nobody waits for a result that cannot be written.
  ///
  /// - Parameters:
  ///   - path: the file to write, from `--out` or a default.
  ///   - parsed: the options, among them `--overwrite` if the command has it.
  ///   - inputs: the files and folders that the command reads; none of them is ever replaced.
  ///   - option: the name of the option that gives the path.
  /// - Throws: `Problem` of kind `cannotCreate` if the path is an input or a folder, or if a file exists there and the
  ///   user did not pass `--overwrite`; `usage` if the path is a hyphen.
  public static func checked(_ path: String, _ parsed: Parsed, reading inputs: [String], option: String = "out") throws
    -> String
  {
    if path == "-" {
      throw Problem(
        .usage, "- is not standard output here, but would be a file of that name",
        suggestion: "Name a file with --\(option).")
    }
    let target = ResolvedPath(path)
    for input in inputs where input != "-" {
      let source = ResolvedPath(input)
      guard target.isSame(as: source) || target.isInside(source) else { continue }
      let relation = target.isSame(as: source) ? "is an input" : "is inside \(shellQuoted(input)), which is an input"
      throw Problem(
        .cannotCreate, "\(shellQuoted(path)) \(relation) of this command, which would destroy it",
        suggestion: "Name another file with --\(option).")
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return path }
    if isFolder.boolValue {
      throw Problem(
        .cannotCreate, "\(shellQuoted(path)) is a folder; the output is a file",
        suggestion: "Name a file with --\(option).")
    }
    // A device such as /dev/stdout or /dev/null keeps nothing that could be lost.
    guard !parsed[CommonOptions.overwrite], fileType(path) == S_IFREG else { return path }
    throw Problem(
      .cannotCreate, "\(shellQuoted(path)) already exists",
      suggestion: "Name another file with --\(option), or use --overwrite to replace it.")
  }
}
