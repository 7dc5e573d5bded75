import Corpora
import Files
import Runs
import TestSupport
import Testing

private struct Record: RunRecord {
  var text: TextRecord
  func validate() throws {}
}

struct RunRecordTests {
  private func read(_ paths: [String]) throws -> (String, TextRecord) {
    let (text, record) = try readTexts(paths)
    return (text, record)
  }

  @Test func theTextOfARunIsReadWhereItWasOrIsNow() throws {
    try withTemporaryFolder { folder in
      let paths = [folder + "/a.txt", folder + "/b.txt"]
      try writeFile("one\r\n", to: paths[0])
      try writeFile("two\n", to: paths[1])
      let record = Record(text: try readTexts(paths).record)
      #expect(try record.readTexts(ofRun: "runs/x", at: [], read: read) == "one\ntwo\n")
      // Another file with the same text, whatever its line ends.
      try writeFile("one\ntwo\r\n", to: folder + "/c.txt")
      #expect(try record.readTexts(ofRun: "runs/x", at: [folder + "/c.txt"], read: read) == "one\ntwo\n")
      #expect(try record.readText(ofRun: "runs/x", at: folder + "/c.txt") { try read([$0]) } == "one\ntwo\n")
      let changed = try problem(.badData) { _ = try record.readTexts(ofRun: "runs/x", at: [paths[1]], read: read) }
      #expect(changed.message.hasPrefix("\(paths[1]) is not the training text of runs/x"))
      try removeFiles(["b.txt"], in: folder)
      let gone = try problem(.missing) { _ = try record.readTexts(ofRun: "runs/x", at: [], read: read) }
      #expect(gone.message.contains("the text of runs/x is gone: no such file: \(paths[1])"))
    }
  }

  @Test func standardInputIsNotReadAgainUnasked() throws {
    let record = Record(text: TextRecord("one\n", path: "-"))
    let found = try problem(.missing) {
      _ = try record.readText(ofRun: "runs/x", at: nil) { (path: String) -> (String, TextRecord) in
        Issue.record("\(path) was read")
        return ("", record.text)
      }
    }
    #expect(found.message == "the text of runs/x came from standard input")
    #expect(try record.readTexts(ofRun: "runs/x", at: ["-"]) { _ in ("one\n", record.text) } == "one\n")
  }

  @Test func aRunCanBeRepeated() throws {
    let file = Record(text: TextRecord("one", path: "my text.txt")).repetition(
      of: "my runs/x", by: "char-gpt", option: "config")
    #expect(file.command == "swift run char-gpt train --config \"my runs/x/config.json\"")
    #expect(file.meaning.contains("same model"))
    let input = Record(text: TextRecord("one", path: standardInput)).repetition(
      of: "runs/x", by: "word2vec", option: "config")
    #expect(input.command == "swift run word2vec train - --config runs/x/config.json")
    #expect(input.meaning.contains("sent to it again"))
  }
}
