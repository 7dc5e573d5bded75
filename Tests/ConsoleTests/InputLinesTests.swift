import Foundation
import Testing

@testable import Console

private func lines(of bytes: [UInt8]) throws -> [String] {
  let pipe = Pipe()
  try pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
  try pipe.fileHandleForWriting.close()
  let input = InputLines(descriptor: pipe.fileHandleForReading.fileDescriptor)
  var lines: [String] = []
  while let line = try input.next(prompt: "> ") { lines.append(line) }
  #expect(try input.next(prompt: "> ") == nil)
  return lines
}

@Test func linesAreReadOneByOneWithoutLineBreaks() throws {
  #expect(try lines(of: Array("one\n\ntwo words\r\nthree\n".utf8)) == ["one", "", "two words", "three"])
  #expect(try lines(of: []) == [])
  #expect(try lines(of: [UInt8(ascii: "\n")]) == [""])
}

@Test func theLastLineNeedsNoLineBreak() throws {
  #expect(try lines(of: Array("one\ntwo".utf8)) == ["one", "two"])
  #expect(try lines(of: Array("one\r".utf8)) == ["one"])
}

@Test func longLinesAndInvalidUTF8AreRead() throws {
  let long = String(repeating: "é", count: 10_000)
  #expect(try lines(of: Array("\(long)\nend\n".utf8)) == [long, "end"])
  #expect(try lines(of: [0x61, 0xFF, 0x62, 0x0A, 0x00, 0x0A]) == ["a\u{FFFD}b", "\0"])
}

@Test func linesThatArriveInPiecesAreJoined() throws {
  let pipe = Pipe(), input = InputLines(descriptor: pipe.fileHandleForReading.fileDescriptor)
  try pipe.fileHandleForWriting.write(contentsOf: Data("be".utf8))
  Thread.detachNewThread {
    Thread.sleep(forTimeInterval: 0.05)
    try? pipe.fileHandleForWriting.write(contentsOf: Data("gin\nnext\n".utf8))
  }
  #expect(try input.next(prompt: "") == "begin")
  #expect(try input.next(prompt: "") == "next")
  try pipe.fileHandleForWriting.close()
  #expect(try input.next(prompt: "") == nil)
}

@Test func anUnreadableInputThrows() {
  #expect(throws: (any Error).self) { _ = try InputLines(descriptor: 999_999).next(prompt: "") }
}
