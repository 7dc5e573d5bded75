import Foundation
import TestSupport

/// Runs commands as a student's terminal does: standard output and standard error in one stream, in order.
struct Commands {
  /// The folder in which they run.
  let folder: URL
  /// Environment variables for them, in addition to ours.
  var environment: [String: String] = [:]

  /// The output of commands and the exit code (the signal's number if a signal ended them).
  struct Result {
    let status: Int32
    let output: String

    /// The lines of the output; the newline at its end does not start another one.
    var lines: [String] {
      var lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      if lines.last?.isEmpty == true { lines.removeLast() }
      return lines
    }
  }

  /// Runs lines of `sh` up to the first that fails.
  func run(script: String) throws -> Result { try run("/bin/sh", ["-e", "-c", script]) }

  /// Runs a program.
  func run(_ program: String, _ arguments: [String]) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    // A file, not a pipe: a pipe that is not read would block the program.
    let capture = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString).out")
    try Data().write(to: capture)
    defer { try? FileManager.default.removeItem(at: capture) }
    let handle = try FileHandle(forWritingTo: capture)
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: try Data(contentsOf: capture), as: UTF8.self))
  }
}
