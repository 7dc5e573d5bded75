import Foundation
import TestSupport
import Testing

@testable import Corpora

/// The bytes of a text in an encoding, written here in another way than they are read.
private func encoded(_ text: String, _ encoding: TextEncoding, marked: Bool) -> [UInt8] {
  let text = marked ? "\u{FEFF}" + text : text
  func bytes(_ value: UInt32, _ count: Int, isLittle: Bool) -> [UInt8] {
    let bytes = (0..<count).map { UInt8(value >> (8 * UInt32($0)) & 0xFF) }
    return isLittle ? bytes : bytes.reversed()
  }
  switch encoding {
  case .utf8: return Array(text.utf8)
  case .utf16LittleEndian: return text.utf16.flatMap { bytes(UInt32($0), 2, isLittle: true) }
  case .utf16BigEndian: return text.utf16.flatMap { bytes(UInt32($0), 2, isLittle: false) }
  case .utf32LittleEndian: return text.unicodeScalars.flatMap { bytes($0.value, 4, isLittle: true) }
  case .utf32BigEndian: return text.unicodeScalars.flatMap { bytes($0.value, 4, isLittle: false) }
  }
}

private let wide: [TextEncoding] = [.utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian, .utf32BigEndian]

struct TextEncodingTests {
  private let english = "The mill stood by the river.\r\nNobody laughed; the crows were hungry that year.\n"
  private let russian = "Мельница стояла у реки, и дочь мельника считала мешки.\nНикто не смеялся.\n"
  private let chinese = "磨坊在河边。\n磨坊主的女儿数着麻袋。\n没有人笑。那年乌鸦很饿。\n" + "一丁七万丈三上下\n"
  private let far = "👩‍🚀 flies, \u{10000} and \u{2F800} too\n"

  @Test(arguments: wide) func textWithAMarkIsReadAndSaid(encoding: TextEncoding) throws {
    for text in [english, russian, chinese, far, "a"] {
      try withFile(encoded(text, encoding, marked: true)) { path in
        var remarks: [String] = []
        let read = try readText(path) { remarks.append($0) }
        #expect(read == text.replacingOccurrences(of: "\r\n", with: "\n"))
        #expect(remarks.first == "\(path): read as \(encoding.rawValue)")
        #expect(remarks.count == (text == english ? 2 : 1))
      }
    }
  }

  @Test(arguments: wide) func textWithoutAMarkIsRecognizedByItsNULBytes(encoding: TextEncoding) throws {
    for text in [english, russian, chinese, far] {
      try withFile(encoded(text, encoding, marked: false)) { path in
        var remarks: [String] = []
        let read = try readText(path) { remarks.append($0) }
        #expect(read == text.replacingOccurrences(of: "\r\n", with: "\n"), "\(read)")
        #expect(remarks.first == "\(path): read as \(encoding.rawValue), recognized without a byte order mark")
      }
    }
  }

  @Test func textInUTF8IsNeverTakenForAnother() {
    let pieces = [
      english, russian, chinese, far, "a\0", "\0a", "ab\0", "abc\0abc\0abc\0abc\0", "one\0two\0three\0four\0",
      String(repeating: "x\n", count: 3000), "\0\0\0\0\0\0\0\0",
    ]
    for text in pieces {
      for start in [text, "é" + text] {
        #expect(TextEncoding.of(Array(start.utf8)).encoding == .utf8 || text == "a\0" && start == text, "\(start)")
      }
    }
  }

  /// Token ids below 256 in 16 bits have a NUL in every second byte too.
  @Test func numbersAreNotText() {
    let ids: [UInt8] = (0..<3000).flatMap { [UInt8($0 * 7 % 65), 0] }
    #expect(TextEncoding.of(ids).encoding == .utf8)
    let floats: [UInt8] = (0..<500).flatMap { i in withUnsafeBytes(of: Float(i) / 7) { Array($0) } }
    #expect(TextEncoding.of(floats).encoding == .utf8)
  }

  /// A text of many pieces, cut at every place inside characters and line ends.
  @Test(arguments: [TextEncoding.utf8] + wide) func piecesOfAnySizeJoinToTheSameText(encoding: TextEncoding) throws {
    let text = "a\r\n\r\r\né€😀\r\n\n\r日本" + far
    let bytes = encoded(text, encoding, marked: true)
    for size in 1...25 {
      try withFile(bytes) { path in
        var reader = try TextReader(path, pieceSize: size)
        var joined: [UInt8] = []
        while let piece = try reader.next() {
          #expect(String(validating: piece, as: UTF8.self) != nil)
          joined += piece
        }
        #expect(String(decoding: joined, as: UTF8.self) == "a\n\n\né€😀\n\n\n日本" + far, "\(size)")
        #expect(reader.facts.windowsLineEnds == 3 && reader.facts.macLineEnds == 2, "\(size)")
        #expect(reader.facts.byteCount == joined.count)
      }
    }
  }

  @Test(arguments: wide) func brokenTextIsRefusedWithItsPlaceOrRepaired(encoding: TextEncoding) throws {
    let start = encoded("one\ntwo", encoding, marked: true), end = encoded(" and more", encoding, marked: false)
    let isLittle = encoding == .utf16LittleEndian || encoding == .utf32LittleEndian
    let surrogate: [UInt8] = encoding.unitSize == 2 ? [0xDC, 0x41] : [0, 0, 0xDC, 0x41]
    let bytes = start + (isLittle ? surrogate.reversed() : surrogate) + end
    for size in [3, 1 << 20] {
      try withFile(bytes) { path in
        let found = try problem(.badData) {
          var reader = try TextReader(path, pieceSize: size)
          while try reader.next() != nil {}
        }
        #expect(found.message.contains("is not valid \(encoding.rawValue)"))
        #expect(found.message.contains("at offset \(start.count) (line 2)"), "\(found.message)")
        #expect(found.text { "--\($0)" }.contains("--lossy"))
      }
    }
    try withFile(bytes) { path in
      let repaired = try readText(path, lossy: true)
      #expect(repaired == "one\ntwo\u{FFFD} and more")
    }
    // Half a character at the end.
    try withFile(start.dropLast()) { path in
      _ = try problem(.badData) { _ = try readText(path) }
      #expect(try readText(path, lossy: true).hasPrefix("one\ntw\u{FFFD}"))
    }
  }
}
