import Corpora
import Files
import Foundation
import TestSupport
import Testing

struct TextDocumentsTests {
  private func documents(
    of text: String, by unit: DocumentUnit, pieceSize: Int = 1 << 20
  ) throws -> [TextDocument] {
    var found: [TextDocument] = []
    try withFile(text.utf8) { path in
      try forEachDocument(ofTexts: [path], by: unit, pieceSize: pieceSize) { found.append($0) }
    }
    return found
  }

  private static let text = "\n\nOne.\nTwo.\n \t\n\nThree é.\n\u{200B}\nFour."

  @Test func paragraphsAreSeparatedByBlankLines() throws {
    let found = try documents(of: Self.text, by: .paragraph)
    #expect(found.map(\.text) == ["One.\nTwo.", "Three é.", "Four."])
    #expect(found.map(\.line) == [3, 7, 9])
  }

  @Test func linesLeaveOutBlankOnes() throws {
    let found = try documents(of: Self.text, by: .line)
    #expect(found.map(\.text) == ["One.", "Two.", "Three é.", "Four."])
    #expect(found.map(\.line) == [3, 4, 7, 9])
  }

  @Test func aFileKeepsBlankLinesInside() throws {
    let found = try documents(of: Self.text + "\n\n \n", by: .file)
    #expect(found.map(\.text) == ["One.\nTwo.\n \t\n\nThree é.\n\u{200B}\nFour."])
    #expect(found.map(\.line) == [3])
  }

  @Test(arguments: DocumentUnit.allCases, [1, 2, 3, 7])
  func theSizeOfThePiecesDoesNotMatter(unit: DocumentUnit, pieceSize: Int) throws {
    let small = try documents(of: Self.text, by: unit, pieceSize: pieceSize)
    let whole = try documents(of: Self.text, by: unit)
    #expect(small.map(\.text) == whole.map(\.text) && small.map(\.line) == whole.map(\.line))
  }

  @Test func blankTextsHaveNoDocuments() throws {
    for unit in DocumentUnit.allCases { #expect(try documents(of: "\n \n\t", by: unit).isEmpty) }
  }

  @Test func placesNameFileAndLine() throws {
    #expect(TextDocument("a", path: "tales.txt", line: 12).place == "tales.txt:12")
    #expect(TextDocument("a", path: "-").place == "standard input:1")
  }

  @Test func emptyAndBrokenFilesAreRefused() throws {
    for bytes in [[], [0x41, 0xFF, 0x42]] as [[UInt8]] {
      try withFile(bytes) { path in
        _ = try problem(.badData) { try forEachDocument(ofTexts: [path], by: .line) { _ in } }
      }
    }
    _ = try problem(.missing) { try forEachDocument(ofTexts: ["no-such-file.txt"], by: .line) { _ in } }
  }
}
