import TestSupport
import Testing

@testable import Corpora

struct TextChunksTests {
  private func chunks(_ bytes: [UInt8], size: Int, lossy: Bool = false) throws -> [String] {
    try withFile(bytes) { path in
      var chunks: [String] = []
      let record = try forEachChunk(ofTexts: [path], lossy: lossy, chunkSize: size) {
        chunks.append(String(decoding: $0, as: UTF8.self))
      }
      #expect(record.bytes == chunks.joined().utf8.count)
      #expect(record.fingerprint == TextRecord(chunks.joined(), path: path).fingerprint)
      return chunks
    }
  }

  @Test func chunksJoinToTheTextAndEndAfterWhiteSpace() throws {
    let text = "one  two\nthree\tfour naïve 日本語 incomprehensibilities\r\nend"
    for size in 1...60 {
      let chunks = try chunks(Array(text.utf8), size: size)
      #expect(chunks.joined() == text.replacing("\r\n", with: "\n"))
      #expect(chunks.dropLast().allSatisfy { $0.utf8.last.map(isWhitespace) ?? true })
    }
    // Words stay whole, so a chunk can exceed the requested size and is never shorter than a word.
    #expect(try chunks(Array("aa bb cc".utf8), size: 4) == ["aa ", "bb ", "cc"])
    #expect(try chunks(Array("aaaaaaaaa b".utf8), size: 4) == ["aaaaaaaaa ", "b"])
  }

  @Test func aByteOrderMarkIsDroppedAndEmptyFilesAreRejected() throws {
    #expect(try chunks([0xEF, 0xBB, 0xBF, 0x61], size: 2).joined() == "a")
    for bytes in [[], [0xEF, 0xBB, 0xBF]] as [[UInt8]] {
      #expect(try problem(.badData) { _ = try chunks(bytes, size: 8) }.message.hasSuffix("is empty"))
    }
  }

  @Test(arguments: [1, 2, 5, 64])
  func theFirstBadByteIsReportedWithItsOffsetInTheFile(size: Int) throws {
    let bytes = [0xEF, 0xBB, 0xBF] + Array("plain words\nand ".utf8) + [0xE9] + Array(" more".utf8)
    let found = try problem(.badData) { _ = try chunks(bytes, size: size) }
    #expect(found.message.contains("byte 0xE9 at offset 19 (line 2) "))
    #expect(try chunks(bytes, size: size, lossy: true).joined() == "plain words\nand \u{FFFD} more")
  }
}
