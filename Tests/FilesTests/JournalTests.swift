import Files
import Foundation
import TestSupport
import Testing

private func text(_ path: String) throws -> String { String(decoding: try readFile(path), as: UTF8.self) }

@Test func aJournalGrowsAndCanBeCutBackToAnEarlierLength() throws {
  try withTemporaryFolder { folder in
    let path = folder + "/log"
    let journal = try Journal(path)
    try journal.append("one\n")
    let length = journal.length
    try journal.append("zwölf\n")
    try journal.flush()
    #expect(length == 4 && journal.length == 11)
    #expect(try text(path) == "one\nzwölf\n")
    // An unfinished line, as a killed process leaves it.
    try Data("one\nzwölf\nhal".utf8).write(to: URL(fileURLWithPath: path))
    let later = try Journal(path, keeping: length)
    #expect(try text(path) == "one\n")
    try later.append("two\n")
    #expect(try text(path) == "one\ntwo\n")
    // A new journal starts empty.
    _ = try Journal(path)
    #expect(try text(path).isEmpty)
  }
}

@Test func aJournalThatLostItsEndIsRejected() throws {
  try withTemporaryFolder { folder in
    try writeFile("short", to: folder + "/log")
    let problem = #expect(throws: Problem.self) { try Journal(folder + "/log", keeping: 9) }
    #expect(problem?.kind == .badData && problem?.message.contains("9") == true)
    #expect(try text(folder + "/log") == "short")
  }
}

@Test func aMissingJournalIsNotCreatedAgain() throws {
  try withTemporaryFolder { folder in
    let problem = #expect(throws: Problem.self) { try Journal(folder + "/log", keeping: 1) }
    #expect(problem?.kind == .badData)
    #expect(!FileManager.default.fileExists(atPath: folder + "/log"))
  }
}
