import Files
import Foundation

/// Returns the path of the project's own text, `data/tern-valley.txt`, which programs use by default. It is looked up
/// in the working folder, or else relative to this source file.
///
/// - Throws: `Problem` of kind `missing` when it is in neither place.
public func projectText() throws -> String {
  let name = "data/tern-valley.txt"
  let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let candidates = [name, package.appendingPathComponent(name).path]
  guard let path = candidates.first(where: FileManager.default.fileExists(atPath:)) else {
    throw Problem(
      .missing, "\(name) was not found", suggestion: "Run this in the project's folder, or name another text file.")
  }
  return path
}
