import Foundation
import TestSupport
import Testing

@testable import Corpora

struct TextFileTests {
  private func read(_ bytes: [UInt8], lossy: Bool = false) throws -> String {
    try withFile(bytes) { try readText($0, lossy: lossy) }
  }

  private let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  @Test func textIsReadBackScalarForScalar() throws {
    for text in [
      "a", "\r\n", "\0", "e\u{301}", "\u{212B}", "👩‍🚀 \u{10FFFF}\u{D7FF}\u{E000}", "naïve Füße\n日本語",
    ] {
      #expect(try Array(read(Array(text.utf8)).unicodeScalars) == Array(text.unicodeScalars))
    }
  }

  @Test func aByteOrderMarkIsDroppedOnceAndOnlyAtTheStart() throws {
    #expect(try read(mark + Array("hi".utf8)) == "hi")
    #expect(try Array(read(mark + mark + [0x61]).unicodeScalars) == ["\u{FEFF}", "a"])
    #expect(try Array(read([0x61] + mark).unicodeScalars) == ["a", "\u{FEFF}"])
  }

  @Test func anEmptyFileIsBadData() throws {
    for bytes in [[], mark] {
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
    #expect(latin.message.contains("byte 0xE9 at offset \(offset) "))
    #expect(latin.text { "--\($0)" }.contains("--lossy"))
    // Offsets are counted from the start of the file and include its byte order mark.
    let marked = try problem(.badData) { _ = try read(mark + text + [0x80]) }
    #expect(marked.message.contains("byte 0x80 at offset \(offset + 3) "))
    // A sequence cut off by the end of the file is reported by its first byte.
    let cut = try problem(.badData) { _ = try read(text + [0xF0, 0x9F, 0x98]) }
    #expect(cut.message.contains("byte 0xF0 at offset \(offset) "))
  }

  @Test func lossyReplacesBadBytesAndKeepsTheRest() throws {
    #expect(try read(Array("caf".utf8) + [0xE9] + Array(" ☕️".utf8), lossy: true) == "caf\u{FFFD} ☕️")
    #expect(try read([0xFF], lossy: true) == "\u{FFFD}")
    #expect(try read(mark + [0xC3], lossy: true) == "\u{FFFD}")
    #expect(try read(Array("plain".utf8), lossy: true) == "plain")
  }

  /// Compares all four-byte sequences of boundary values from table 3-7 of the Unicode Standard with the standard
  /// library.
  @Test func firstInvalidByteAgreesWithTheStandardLibrary() {
    let edges: [UInt8] = [
      0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF3, 0xF4, 0xF5,
    ]
    var different = 0
    var valid = 0
    for a in edges {
      for b in edges {
        for c in edges {
          for d in edges {
            let bytes = [a, b, c, d]
            let expected = firstErrorAccordingToTheStandardLibrary(bytes)
            if bytes.withUnsafeBytes(firstInvalidByte) != expected { different += 1 }
            if expected == nil { valid += 1 }
          }
        }
      }
    }
    #expect(different == 0)
    #expect(valid > 50)
  }

  @Test func firstInvalidByteAgreesAtEveryOffsetOfALongerText() {
    let text = Array("plain ASCII, then ä, then €, then 😀, and ASCII again to the end".utf8)
    for index in text.indices {
      for bad: UInt8 in [0x20, 0x80, 0xC0, 0xE2, 0xFF] {
        var bytes = text
        bytes[index] = bad
        #expect(bytes.withUnsafeBytes(firstInvalidByte) == firstErrorAccordingToTheStandardLibrary(bytes))
        let cut = Array(bytes[...index])
        #expect(cut.withUnsafeBytes(firstInvalidByte) == firstErrorAccordingToTheStandardLibrary(cut))
      }
    }
  }

  private func firstErrorAccordingToTheStandardLibrary(_ bytes: [UInt8]) -> Int? {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &rest) {
      case .valid(let scalar): offset += scalar.count
      case .error: return offset
      case .emptyInput: return nil
      }
    }
  }
}
