import Foundation
import TestSupport
import Testing

@testable import Corpora

struct DocumentsTests {
  private func texts(_ documents: Documents) -> [String] { (0..<documents.count).map { documents[$0] } }

  @Test func everyLineIsADocument() {
    #expect(texts(Documents(linesOf: Array("one\ntwo\r\n\nfour".utf8))) == ["one", "two", "", "four"])
    #expect(texts(Documents(linesOf: Array("one\n\n".utf8))) == ["one", ""])
    #expect(texts(Documents(linesOf: Array("a\rb\r".utf8))) == ["a\rb\r"])
    #expect(Documents(linesOf: []).count == 0)
  }

  @Test func oneFileYieldsALinePerDocumentAndSeveralFilesADocumentEach() throws {
    try withFile(Array("first line\nsecond line\n".utf8)) { first in
      let lines = try Documents(files: [first])
      #expect(texts(lines) == ["first line", "second line"])
      try withFile(Array("other".utf8)) { second in
        let files = try Documents(files: [first, second])
        #expect(texts(files) == ["first line\nsecond line\n", "other"])
        #expect(files.fileNames == [first, second] && files.selecting([1]).fileNames == [second])
        #expect(lines.fileNames.isEmpty)
      }
    }
  }

  @Test func aFolderYieldsADocumentPerFile() throws {
    try withTemporaryFolder { folder in
      for (name, text) in [("b.txt", "bee\n"), ("a.txt", "ant\r\n"), ("c.md", "cow")] {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      }
      var remarks: [String] = []
      let documents = try Documents(files: [folder]) { remarks.append($0) }
      #expect(texts(documents) == ["ant\n", "bee\n"])
      #expect(documents.fileNames == ["\(folder)/a.txt", "\(folder)/b.txt"])
      #expect(remarks.count == 2 && remarks[0].contains("2 .txt files") && remarks[1].contains("a.txt: 1 Windows"))
    }
  }

  @Test func aSelectionKeepsItsOrder() {
    let documents = Documents(["a", "bb", "ccc"]).selecting([2, 0])
    #expect(texts(documents) == ["ccc", "a"])
    #expect(documents.byteCount == 4)
  }

  @Test func partsCoverAllDocumentsAndHaveSimilarLengths() {
    let documents = Documents((0..<100).map { String(repeating: "x", count: $0) })
    for count in [1, 2, 7, 1000] {
      let parts = documents.parts(count)
      #expect(parts.first == 0 && parts.last == 100 && parts == parts.sorted())
      #expect(parts.count <= count + 1 && parts.count >= min(count, 50))
    }
    #expect(Documents(["one"]).parts(4) == [0, 1])
    #expect(Documents().parts(4) == [0])
    let halves = documents.parts(2)
    #expect(abs(documents.selecting(0..<halves[1]).byteCount - documents.byteCount / 2) < 100)
  }
}
