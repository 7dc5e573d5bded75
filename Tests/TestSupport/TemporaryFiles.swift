import Files
import Foundation
import Testing

/// Runs the body with the path of a temporary file that holds the bytes and is removed afterward.
public func withFile<Result>(_ bytes: some Sequence<UInt8>, do body: (String) throws -> Result) throws -> Result {
  let path = NSTemporaryDirectory() + "kindling-tests-" + UUID().uuidString
  try Data(bytes).write(to: URL(fileURLWithPath: path))
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}

/// Returns the problem that a call throws; the test fails if it throws none, or one of another kind.
public func problem(_ kind: Problem.Kind, from body: () throws -> Void) throws -> Problem {
  let problem = try #require(throws: Problem.self, performing: body)
  #expect(problem.kind == kind)
  return problem
}

/// Runs the body with a new folder that is removed afterward.
public func withTemporaryFolder(_ body: (String) throws -> Void) throws {
  let folder = NSTemporaryDirectory() + "kindling-tests-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try body(folder)
}
