import Files
import Foundation

/// Returns the path of one of the project's own texts, which programs use by default. It is looked up in the working
/// folder, or else relative to this source file.
///
///     try projectText("data/tern-valley.txt")
///
/// - Throws: `Problem` of kind `missing` when it is in neither place.
public func projectText(_ name: String = "data/tern-valley.txt") throws -> String {
  let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let candidates = [name, package.appendingPathComponent(name).path]
  guard let path = candidates.first(where: FileManager.default.fileExists(atPath:)) else {
    throw Problem(
      .missing, "\(name) was not found", suggestion: "Run this in the project's folder, or name another text file.")
  }
  return path
}
