import Foundation
import TestSupport
import Testing

@testable import Files

private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

/// Creates a folder with one file that says who wrote it.
private func put(_ word: String, into path: String) throws {
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  try writeFile(word, to: path + "/word")
}

private func word(in path: String) throws -> String { String(decoding: try readFile(path + "/word"), as: UTF8.self) }

@Test(arguments: [true, false]) func aFolderIsReplacedAsAWholeWithoutLeftovers(canExchange: Bool) throws {
  try withTemporaryFolder { folder in
    for (word, other) in [("first", "a"), ("second", "b")] {
      try writeFolder(to: folder + "/last", exchange: exchange(canExchange)) { path in
        try put(word, into: path)
        try writeFile(other, to: path + "/" + other)
      }
    }
    #expect(try word(in: folder + "/last") == "second")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/last").sorted() == ["b", "word"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["last"])
  }
}

@Test func afterAFailureTheOldFolderIsIntact() throws {
  struct Halfway: Error {}
  try withTemporaryFolder { folder in
    try put("old", into: folder + "/last")
    #expect(throws: Halfway.self) {
      try writeFolder(to: folder + "/last") { path in
        try put("new", into: path)
        throw Halfway()
      }
    }
    #expect(try word(in: folder + "/last") == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["last"])
  }
}

/// The folders that a kill leaves at each point of a replacement, and which of the two must be found afterward.
@Test(
  arguments: [
    // While the first folder is written: there is none yet.
    (["next": "half"], nil),
    // While the second folder is written.
    (["last": "old", "next": "half"], "old"),
    // The two folders have been exchanged.
    (["last": "new", "next": "old"], "new"),
    // The old folder has been moved aside: the new one is complete.
    (["previous": "old", "next": "new"], "new"),
    // The new folder has its final name, and the old one still exists.
    (["last": "new", "previous": "old"], "new"),
    // The new folder was removed by hand.
    (["previous": "old"], "old"),
    (["last": "only"], "only"),
    ([:], nil),
  ] as [([String: String], String?)])
func aReplacementKilledAtAnyPointLeavesOneCompleteFolder(left: [String: String], found: String?) throws {
  try withTemporaryFolder { folder in
    for (name, contents) in left {
      try put(contents, into: folder + (name == "last" ? "/last" : "/last." + name))
    }
    try recoverFolder(folder + "/last")
    #expect(try found == (exists(folder + "/last") ? word(in: folder + "/last") : nil))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == (found == nil ? [] : ["last"]))
    // The next folder can be written.
    try writeFolder(to: folder + "/last") { try put("next", into: $0) }
    #expect(try word(in: folder + "/last") == "next")
  }
}

@Test func aMissingParentFolderIsAnInputOutputProblem() throws {
  let problem = #expect(throws: Problem.self) { try writeFolder(to: "/nowhere/at/all") { _ in } }
  #expect(problem?.kind == .inputOutput && problem?.message.contains("/nowhere/at/all") == true)
}
