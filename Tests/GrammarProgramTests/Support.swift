import Foundation
import TestSupport

extension Program {
  /// The built `grammar`.
  init() throws { try self.init("grammar") }
}

/// A file in the package's data folder.
func data(_ name: String) -> URL {
  let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  return package.appendingPathComponent("data/\(name)")
}
