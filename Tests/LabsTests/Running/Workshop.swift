import Foundation
import TestSupport

/// A folder that looks like a fresh clone of the project to commands; `swift run` starts the executables already built.
///
/// The texts in `data` are copies, so a lab can write beside them; sources and labs are links.
struct Workshop {
  let folder: URL
  let commands: Commands
  /// The relative paths of everything in the folder at the start.
  private let start: Set<String>

  /// Creates the folder; the caller removes it.
  init() throws {
    let files = FileManager.default
    let parent = files.temporaryDirectory.appendingPathComponent("kindling-lab-\(UUID().uuidString)")
    folder = parent.appendingPathComponent("clone")
    let tools = parent.appendingPathComponent("tools")
    for url in [folder, tools] { try files.createDirectory(at: url, withIntermediateDirectories: true) }
    try files.copyItem(at: Clone.root.appendingPathComponent("data"), to: folder.appendingPathComponent("data"))
    for name in ["Sources", "Examples", "Tests", "notebooks-md", "README.md", "Package.swift"] {
      try files.createSymbolicLink(
        at: folder.appendingPathComponent(name), withDestinationURL: Clone.root.appendingPathComponent(name))
    }
    let swift = tools.appendingPathComponent("swift")
    try Data(Self.swift.utf8).write(to: swift)
    try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: swift.path)
    start = Set(try files.subpathsOfDirectory(atPath: folder.path))
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    commands = Commands(
      folder: folder, environment: ["PATH": "\(tools.path):\(path)", "KINDLING_PRODUCTS": Program.products.path])
  }

  /// The relative paths of what the commands have written, sorted.
  var written: [String] {
    get throws {
      try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { !start.contains($0) }.sorted()
    }
  }

  /// Removes the folder.
  func remove() { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }

  /// Stands in for `swift run NAME ...`, which would wait for the lock of the build that runs these tests: it starts
  /// the same executable, built a moment ago by `swift test` with the same flags. It does nothing else.
  private static let swift = """
    #!/bin/sh
    if [ "$1" != run ] || [ -z "$2" ]; then
      echo "labs can only use swift run NAME ...; mark other commands as not run" >&2
      exit 64
    fi
    product=$KINDLING_PRODUCTS/$2
    if [ ! -x "$product" ]; then
      echo "error: no executable product named '$2'" >&2
      exit 1
    fi
    shift 2
    exec "$product" "$@"

    """
}

/// The project's folder.
enum Clone {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()  // Running
    .deletingLastPathComponent()  // LabsTests
    .deletingLastPathComponent()  // Tests
    .deletingLastPathComponent()

  /// The labs, and their first page.
  static let labs = root.appendingPathComponent("notebooks-md")
}
