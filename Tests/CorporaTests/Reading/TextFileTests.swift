import Files
import Foundation
import TestSupport
import Testing

@testable import Corpora

struct TextFileTests {
  private func read(_ bytes: [UInt8], lossy: Bool = false) throws -> String {
    try withFile(bytes) { try readText($0, lossy: lossy) }
  }

  private func remarks(_ bytes: [UInt8], lossy: Bool = false) throws -> [String] {
    try withFile(bytes) { path in
      var remarks: [String] = []
      _ = try readText(path, lossy: lossy) { remarks.append($0) }
      #expect(remarks.allSatisfy { $0.hasPrefix("\(path): ") })
      return remarks.map { String($0.dropFirst(path.count + 2)) }
    }
  }

  private let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  @Test func textIsReadBackScalarForScalar() throws {
    for text in [
      "a", "\n", "\0", "e\u{301}", "\u{212B}", "👩‍🚀 \u{10FFFF}\u{D7FF}\u{E000}", "naïve Füße\n日本語", "\u{85}\u{2028}\u{B}",
    ] {
      #expect(try Array(read(Array(text.utf8)).unicodeScalars) == Array(text.unicodeScalars))
      #expect(try remarks(Array(text.utf8)).isEmpty == (text != "\0"))
    }
  }

  @Test func aByteOrderMarkIsDroppedOnceAndOnlyAtTheStart() throws {
    #expect(try read(mark + Array("hi".utf8)) == "hi" && remarks(mark + Array("hi".utf8)).isEmpty)
    #expect(try Array(read(mark + mark + [0x61]).unicodeScalars) == ["\u{FEFF}", "a"])
    #expect(try Array(read([0x61] + mark).unicodeScalars) == ["a", "\u{FEFF}"])
  }

  @Test func lineEndsBecomeNewlinesAndAreCounted() throws {
    for (text, expected, windows, mac) in [
      ("anna\r\nbela\r\n", "anna\nbela\n", 2, 0), ("anna\rbela\r", "anna\nbela\n", 0, 2),
      ("a\nb\r\n\r\nc\rd", "a\nb\n\nc\nd", 2, 1), ("\r\r\n", "\n\n", 1, 1), ("\r", "\n", 0, 1),
      ("a\n\rb", "a\n\nb", 0, 1),
    ] {
      #expect(try read(Array(text.utf8)) == expected)
      let expectedRemarks = [
        windows == 0
          ? nil
          : windows == 1
            ? "1 Windows line end (\\r\\n) became a newline" : "2 Windows line ends (\\r\\n) became newlines",
        mac == 0
          ? nil : mac == 1 ? "1 carriage return (\\r) became a newline" : "2 carriage returns (\\r) became newlines",
      ].compactMap { $0 }
      #expect(try remarks(Array(text.utf8)) == expectedRemarks, "\(text.debugDescription)")
    }
  }

  @Test func anEmptyFileIsBadData() throws {
    for bytes in [[], mark, [0xFF, 0xFE], [0xFE, 0xFF], gzipped([])] {
      for lossy in [false, true] {
        let problem = try problem(.badData) { _ = try read(bytes, lossy: lossy) }
        #expect(problem.message.hasSuffix("is empty"))
      }
    }
  }

  @Test func aMissingFileIsReportedAsMissing() throws {
    _ = try problem(.missing) { _ = try readText("/no/such/file.txt") }
    _ = try problem(.missing) { _ = try readText("/") }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 15, 16, 17, 63, 1000])
  func theMessageNamesTheByteAndItsOffset(offset: Int) throws {
    let text = [UInt8](repeating: 0x61, count: offset)
    let latin = try problem(.badData) { _ = try read(text + [0xE9] + Array(" l'heure".utf8)) }
    #expect(latin.message.contains("byte 0xE9 at offset \(offset) (line 1) "))
    #expect(latin.text { "--\($0)" }.contains("--lossy"))
    // Offsets are counted from the start of the file and include its byte order mark.
    let marked = try problem(.badData) { _ = try read(mark + text + [0x80]) }
    #expect(marked.message.contains("byte 0x80 at offset \(offset + 3) "))
    // A sequence cut off by the end of the file is reported by its first byte.
    let cut = try problem(.badData) { _ = try read(text + [0xF0, 0x9F, 0x98]) }
    #expect(cut.message.contains("byte 0xF0 at offset \(offset) "))
  }

  @Test(arguments: ["a\nb\n", "a\r\nb\r\n", "a\rb\r", "\n\r"]) func theMessageNamesTheLine(start: String) throws {
    let found = try problem(.badData) { _ = try read(Array(start.utf8) + [0x63, 0xE9]) }
    #expect(found.message.contains("at offset \(start.utf8.count + 1) (line 3) "), "\(found.message)")
  }

  @Test func lossyReplacesBadBytesKeepsTheRestAndCounts() throws {
    #expect(try read(Array("caf".utf8) + [0xE9] + Array(" ☕️".utf8), lossy: true) == "caf\u{FFFD} ☕️")
    #expect(try read([0xFF], lossy: true) == "\u{FFFD}")
    #expect(try read(mark + [0xC3], lossy: true) == "\u{FFFD}")
    #expect(try read(Array("plain".utf8), lossy: true) == "plain")
    #expect(try remarks(Array("a\u{FFFD}".utf8), lossy: true).isEmpty)
    #expect(
      try remarks(Array("a\u{FFFD}".utf8) + [0xFF], lossy: true) == [
        "1 sequence of bytes that is not UTF-8 became U+FFFD"
      ])
    #expect(try remarks([0xFF, 0x20, 0xC3], lossy: true) == ["2 sequences of bytes that are not UTF-8 became U+FFFD"])
  }

  @Test func packedTextIsUnpackedAndThatIsSaid() throws {
    let text = "two\r\nlines\n"
    #expect(try read(gzipped(text.utf8)) == "two\nlines\n")
    #expect(
      try remarks(gzipped(text.utf8)) == ["unpacked with gzip", "1 Windows line end (\\r\\n) became a newline"])
  }

  @Test func filesThatAreNotTextsAreRefusedEvenIfLossy() throws {
    let numbers = (0..<2000).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let late = [UInt8](repeating: 0x61, count: 5000) + [UInt8](repeating: 0, count: 5000)
    for (bytes, count) in [
      ([UInt8](repeating: 0, count: 5000), "first 4096"), (numbers, "first 4000"), (late, "10000"),
    ] {
      for lossy in [false, true] {
        let found = try problem(.badData) { _ = try read(bytes, lossy: lossy) }
        #expect(found.message.contains("is not a text: ") && found.message.contains("of its \(count) bytes"))
      }
    }
    // A few are accepted, and said.
    #expect(
      try read(Array("a\0b".utf8)) == "a\0b" && remarks(Array("a\0b".utf8)) == ["1 control character, such as NUL"])
    // White space, backspaces, escapes and separators of fields are no signs of a binary file.
    let odd = String(repeating: "\t\u{8}\u{C}\u{1B}\u{1C}\u{1F}", count: 100)
    #expect(try read(Array(odd.utf8)) == odd)
  }

  @Test func everyByteIsCountedInItsKind() {
    for byte in UInt8.min...UInt8.max {
      for count in [1, 5, 31, 32, 100, 9_000] {
        let census = ByteCensus([UInt8](repeating: byte, count: count))
        let isControl = byte < 8 || (0x0E..<0x1B).contains(byte) || byte == 0x7F
        #expect(census.controls == (isControl ? count : 0), "\(byte)")
        #expect(census.newlines == (byte == 10 ? count : 0) && census.carriageReturns == (byte == 13 ? count : 0))
      }
    }
    let mixed = Array("a\r\nb\0\u{7F}é\n, to the end".utf8), census = ByteCensus(mixed)
    #expect(census.newlines == 2 && census.carriageReturns == 1 && census.controls == 2)
  }
}
