import Foundation
import TestSupport

extension Program {
  /// The built `corpus`.
  init() throws { try self.init("corpus") }
}

/// A file in the package's data folder.
func data(_ name: String) -> String {
  let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  return package.appendingPathComponent("data/\(name)").path
}
