import Files
import Foundation
import TestSupport
import Testing

@testable import Corpora

struct TextsTests {
  /// Runs the body with a folder that has these files.
  private func withFiles(_ files: [String: String], _ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      for (name, text) in files {
        let path = folder + "/" + name
        try createFolder((path as NSString).deletingLastPathComponent)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      }
      try body(folder)
    }
  }

  @Test func filesAreJoinedInTheirOrderWithANewlineBetweenThem() throws {
    try withFiles(["a.txt": "one", "b.txt": "two\r\n", "c.txt": "\u{FEFF}three"]) { folder in
      let paths = ["b.txt", "a.txt", "c.txt", "a.txt"].map { "\(folder)/\($0)" }
      let (text, record) = try readTexts(paths)
      #expect(text == "two\none\nthree\none")
      #expect(record.paths == paths && record.bytes == text.utf8.count)
      #expect(record.remarks == ["\(folder)/b.txt: 1 Windows line end (\\r\\n) became a newline"])
      #expect(record.name == "\(folder)/b.txt and 3 more")
      #expect(record.fingerprint == TextRecord(text, path: "x").fingerprint)
    }
  }

  @Test func aFolderIsItsTextFilesSortedByPath() throws {
    let files = [
      "b.txt": "b", "a.txt": "a", "B/10.TXT": "c", "é.txt": "e", "deep/er/x.txt": "d", "notes.md": "#", "empty.txt": "",
      ".hidden.txt": "h", ".git/x.txt": "g", "deep/picture.png": "p",
    ]
    try withFiles(files) { folder in
      let (text, record) = try readTexts([folder])
      #expect(text == "c\na\nb\nd\ne")
      #expect(
        record.remarks == [
          "\(folder): 5 .txt files; left out: 1 empty one and 2 other files, such as deep/picture.png"
        ])
      #expect(record.paths == [folder] && record.name == folder)
      #expect(try textFiles(["-", folder + "/deep"]).files == ["-", folder + "/deep/er/x.txt"])
      #expect(
        try textFiles([folder + "/deep"]).remarks == [
          "\(folder)/deep: 1 .txt file; left out: 1 other file, such as picture.png"
        ])
    }
  }

  @Test func whatCannotBeReadIsRefused() throws {
    try withFiles(["notes.md": "#", "empty.txt": ""]) { folder in
      let none = try problem(.missing) { _ = try readTexts([folder + "/no"]) }
      #expect(none.message == "no such file: \(folder)/no")
      let hollow = try problem(.missing) { _ = try readTexts([folder]) }
      #expect(hollow.message == "the folder \(folder) has only empty .txt files")
      // A file that the user named must not be empty.
      let empty = try problem(.badData) { _ = try readTexts([folder + "/empty.txt"]) }
      #expect(empty.message == "\(folder)/empty.txt is empty")
      try FileManager.default.removeItem(atPath: folder + "/empty.txt")
      let textless = try problem(.missing) { _ = try readTexts([folder]) }
      #expect(textless.message == "the folder \(folder) has no .txt file")
      let twice = try problem(.usage) { _ = try readTexts(["-", "-"]) }
      #expect(twice.message.contains("standard input is named twice"))
    }
  }

  @Test func theRecordOfOneTextIsWrittenAsBefore() throws {
    let record = TextRecord("a text\n", path: "a.txt")
    let json = String(decoding: try JSONEncoder().encode(record), as: UTF8.self)
    #expect(try object(json).keys.sorted() == ["bytes", "fingerprint", "path"])
    let old = Data(#"{"path":"a.txt","bytes":7,"fingerprint":"\#(record.fingerprint)"}"#.utf8)
    #expect(try JSONDecoder().decode(TextRecord.self, from: old) == record)
  }

  @Test func theRecordOfSeveralTextsIsReadBack() throws {
    let record = TextRecord(bytes: 5, hash: 77, paths: ["a.txt", "-"], remarks: ["a.txt: read as UTF-16"])
    #expect(try JSONDecoder().decode(TextRecord.self, from: JSONEncoder().encode(record)) == record)
    var moved = record
    moved.path = "b.txt"
    #expect(moved.paths == ["b.txt"] && TextRecord("", path: "-").name == "standard input")
  }

  @Test func aChangedTextIsNoticedWhateverItsPath() throws {
    let before = TextRecord("one\n", path: "a.txt")
    try TextRecord("one\n", path: "b.txt", remarks: ["b.txt: unpacked"]).requireSame(as: before, ofRun: "runs/x")
    let found = try problem(.badData) { try TextRecord("two\n", path: "-").requireSame(as: before, ofRun: "runs/x") }
    #expect(found.message.hasPrefix("standard input is not the training text of runs/x"))
  }
}
