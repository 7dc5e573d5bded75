import Files
import Foundation
import TestSupport
import Testing

@testable import Console

private let command = Command("write", summary: "", options: [CommonOptions.overwrite]) { _ in }

private func parsed(_ words: String...) throws -> Parsed { try command.parse(words, program: "p") }

/// Runs the body with a folder that holds a file `old.txt`.
private func withOldFile(_ body: (_ folder: String, _ path: String) throws -> Void) throws {
  try withTemporaryFolder { folder in
    try "old".write(toFile: folder + "/old.txt", atomically: true, encoding: .utf8)
    try body(folder, folder + "/old.txt")
  }
}

@Test func anExistingFileIsReplacedOnlyOnRequest() throws {
  try withOldFile { folder, path in
    let problem = try problem(.cannotCreate) { _ = try OutputFile.checked(path, parsed(), reading: []) }
    #expect(problem.suggestion?.contains("--overwrite") == true)
    #expect(try OutputFile.checked(path, parsed("--overwrite"), reading: []) == path)
    #expect(try OutputFile.checked(folder + "/new.txt", parsed(), reading: [path]) == folder + "/new.txt")
  }
}

@Test func anInputIsNeverReplaced() throws {
  try withOldFile { folder, path in
    let link = folder + "/link.txt"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    for (output, inputs) in [
      (path, [path]), (folder + "/./old.txt", [path]), (link, ["-", path]), (path, [folder]),
    ] {
      let problem = try problem(.cannotCreate) {
        _ = try OutputFile.checked(output, parsed("--overwrite"), reading: inputs)
      }
      #expect(problem.message.contains("an input"))
    }
  }
}

@Test func aFolderIsNoFile() throws {
  try withTemporaryFolder { folder in
    _ = try problem(.cannotCreate) { _ = try OutputFile.checked(folder, parsed("--overwrite"), reading: []) }
  }
}

@Test func aDeviceHoldsNothingThatCouldBeLost() throws {
  #expect(try OutputFile.checked("/dev/null", parsed(), reading: []) == "/dev/null")
}
