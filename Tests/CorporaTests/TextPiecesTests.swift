import TestSupport
import Testing

@testable import Corpora

struct TextPiecesTests {
  private func pieces(_ bytes: [UInt8], size: Int, lossy: Bool = false) throws -> [String] {
    try withFile(bytes) { path in
      var pieces: [String] = []
      try forEachPiece(ofText: path, lossy: lossy, pieceSize: size) {
        pieces.append(String(decoding: $0, as: UTF8.self))
      }
      return pieces
    }
  }

  @Test func piecesAreTheTextAndEndBehindWhiteSpace() throws {
    let text = "one  two\nthree\tfour naïve 日本語 incomprehensibilities\r\nend"
    for size in 1...60 {
      let pieces = try pieces(Array(text.utf8), size: size)
      #expect(pieces.joined() == text)
      #expect(pieces.dropLast().allSatisfy { $0.utf8.last.map(isWhitespace) ?? true })
    }
    // Words stay whole, so pieces are longer than they should be, never shorter than a word.
    #expect(try pieces(Array("aa bb cc".utf8), size: 4) == ["aa ", "bb cc"])
  }

  @Test func aMarkIsDroppedAndEmptyFilesAreRefused() throws {
    #expect(try pieces([0xEF, 0xBB, 0xBF, 0x61], size: 2).joined() == "a")
    for bytes in [[], [0xEF, 0xBB, 0xBF]] as [[UInt8]] {
      #expect(try problem(.badData) { _ = try pieces(bytes, size: 8) }.message.hasSuffix("is empty"))
    }
  }

  @Test(arguments: [1, 2, 5, 64])
  func theFirstBadByteIsNamedByItsPlaceInTheFile(size: Int) throws {
    let bytes = [0xEF, 0xBB, 0xBF] + Array("plain words and ".utf8) + [0xE9] + Array(" more".utf8)
    let found = try problem(.badData) { _ = try pieces(bytes, size: size) }
    #expect(found.message.contains("byte 0xE9 at offset 19 "))
    #expect(try pieces(bytes, size: size, lossy: true).joined() == "plain words and \u{FFFD} more")
  }
}
