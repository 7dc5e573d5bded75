import Files
import Foundation

/// The path of the project's own text, `data/tern-valley.txt`, which programs take when they are given none: seen from
/// the working folder, or else from where this source file stands.
///
/// - Throws: `Problem` of kind `missing` when it is at neither place.
public func projectText() throws -> String {
  let name = "data/tern-valley.txt"
  let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let candidates = [name, package.appendingPathComponent(name).path]
  guard let path = candidates.first(where: FileManager.default.fileExists(atPath:)) else {
    throw Problem(
      .missing, "\(name) is not here", suggestion: "Run this in the project's folder, or name a text of your own.")
  }
  return path
}
