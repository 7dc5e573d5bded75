import Files
import Foundation
import TestSupport
import Testing

@testable import WordVectors

/// Buffers smaller than a line, as long as a line, and larger than the file.
@Suite struct BufferedFileTests {
  @Test(arguments: [1, 2, 3, 7, 1000]) func linesMatchTheFile(pieceSize: Int) throws {
    for text in ["", "a", "\n", "one\n\nthree is longer\nfour", "one\ntwo\n"] {
      try withVectorFile(text.utf8) { path in
        let file = BufferedFile(try OpenFile(path), pieceSize: pieceSize)
        var parts: [String] = []
        while file.remaining > 0 {
          let (bytes, isEnded) = try #require(try file.next(until: UInt8(ascii: "\n")))
          parts.append(String(decoding: bytes, as: UTF8.self) + (isEnded ? "\n" : ""))
        }
        #expect(parts.joined() == text && parts.dropLast().allSatisfy { $0.hasSuffix("\n") })
      }
    }
  }

  @Test(arguments: [1, 5, 1000]) func peekingSkippingAndReadingCanAlternate(pieceSize: Int) throws {
    let bytes = (0..<100).map { UInt8($0) }
    try withVectorFile(bytes) { path in
      let file = BufferedFile(try OpenFile(path), pieceSize: pieceSize)
      #expect(try Array(file.peek(12)) == Array(bytes[..<12]) && file.remaining == 100)
      try file.skip(0)
      try file.skip(0)
      #expect(try Array(#require(try file.next(until: 9)).bytes) == Array(bytes[1..<9]) && file.remaining == 90)
      var target = [UInt8](repeating: 0, count: 80)
      try target.withUnsafeMutableBytes { try file.read(into: $0) }
      #expect(target == Array(bytes[10..<90]))
      #expect(try Array(file.peek(99)) == Array(bytes[90...]))
      #expect(file.place == 100 - file.remaining)
      file.rewind(to: 90)
      try file.skip([90, 91, 93])
      #expect(file.place == 90)
      try file.skip([90, 91])
      #expect(try file.place == 92 && file.peek(1).first == 92)
      file.rewind()
      #expect(try file.peek(1).first == 0 && file.remaining == 100)
      #expect(try file.next(until: 50, limit: 49) == nil && file.next(until: 50, limit: 50) != nil)
      #expect(throws: Problem.self) { try target.withUnsafeMutableBytes { try file.read(into: $0) } }
    }
  }
}
