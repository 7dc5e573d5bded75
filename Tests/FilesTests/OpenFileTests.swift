import Files
import Foundation
import TestSupport
import Testing

@Test func anyBytesOfAnOpenFileCanBeRead() throws {
  try withTemporaryFolder { folder in
    let path = folder + "/file"
    try Data([1, 2, 3, 4, 5]).write(to: URL(fileURLWithPath: path))
    let file = try OpenFile(path)
    #expect(file.path == path && file.size == 5)
    #expect(try file.bytes(0..<5) == [1, 2, 3, 4, 5])
    #expect(try file.bytes(2..<4) == [3, 4])
    #expect(try file.bytes(5..<5) == [])
    let problem = #expect(throws: Problem.self) { try file.bytes(3..<6) }
    #expect(problem == Problem(.inputOutput, "\(path) became shorter while it was read"))
  }
}

@Test func aTemporaryFileHoldsWhatWasWritten() throws {
  let file = try OpenFile(temporary: "standard input") { write in
    for bytes in [[1, 2, 3], [], [4, 5]] as [[UInt8]] { try bytes.withUnsafeBytes(write) }
  }
  #expect(file.path == "standard input" && file.size == 5)
  #expect(try file.bytes(1..<5) == [2, 3, 4, 5])
  let failed = Problem(.badData, "not so")
  #expect(throws: failed) { try OpenFile(temporary: "x") { _ in throw failed } }
}

@Test func anythingButARegularFileIsReportedAsMissing() throws {
  try withTemporaryFolder { folder in
    let pipe = folder + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    for (path, words) in [(folder, "is a folder"), (pipe, "a pipe"), (folder + "/no", "no such file")] {
      let problem = #expect(throws: Problem.self) { try OpenFile(path) }
      #expect(problem?.kind == .missing)
      #expect(problem?.message.contains(path) == true && problem?.message.contains(words) == true)
    }
  }
}

/// Runs in a separate process, which can have only a few files open at the same time.
@Test func filesAreClosedWithTheLastReference() async {
  await #expect(processExitsWith: .success) {
    try withTemporaryFolder { folder in
      let path = folder + "/file"
      try Data([1]).write(to: URL(fileURLWithPath: path))
      var limit = rlimit(rlim_cur: 64, rlim_max: 64)
      #if os(Linux)
        #expect(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
      #else
        #expect(setrlimit(RLIMIT_NOFILE, &limit) == 0)
      #endif
      for _ in 0..<200 { #expect(try OpenFile(path).size == 1) }
    }
  }
}
