import Foundation

/// What is wrong with a program that a test has called.
public struct CallFailure: Error, CustomStringConvertible {
  /// The program, what it did, and the end of its standard error.
  public let description: String
}

/// Runs a program to its end, and returns its output.
///
///     let (output, _) = try call("/bin/echo", ["goat"], within: 10)    // "goat\n"
///
/// - Parameter seconds: the time after which the program is killed.
/// - Throws: `CallFailure` if it takes longer or ends with another status than 0.
public func call(
  _ executable: String, _ arguments: [String], within seconds: Double
) throws -> (output: String, errors: String) {
  let files = FileManager.default
  let folder = files.temporaryDirectory.appendingPathComponent("kindling-call-\(UUID().uuidString)")
  try files.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? files.removeItem(at: folder) }
  // Files, not pipes: a pipe that nothing drains would block the program.
  let (output, errors) = (folder.appendingPathComponent("out"), folder.appendingPathComponent("err"))
  for url in [output, errors] { try Data().write(to: url) }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: executable)
  process.arguments = arguments
  process.standardOutput = try FileHandle(forWritingTo: output)
  process.standardError = try FileHandle(forWritingTo: errors)
  process.standardInput = FileHandle.nullDevice
  try process.run()
  let deadline = Date.now + seconds
  while process.isRunning, Date.now < deadline { usleep(5000) }
  let isLate = process.isRunning
  if isLate { kill(process.processIdentifier, SIGKILL) }
  process.waitUntilExit()
  let words = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
  guard !isLate, process.terminationReason == .exit, process.terminationStatus == 0 else {
    let what = isLate ? "took longer than \(seconds) s" : "ended with status \(process.terminationStatus)"
    throw CallFailure(description: "\(executable) \(what): \(words.suffix(1000))")
  }
  return (String(decoding: try Data(contentsOf: output), as: UTF8.self), words)
}
