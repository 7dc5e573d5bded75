import Foundation
import Testing

@testable import Console

@Test func writingWaitsForAFullPipe() throws {
  let pipe = Pipe()
  let descriptor = pipe.fileHandleForWriting.fileDescriptor
  #expect(fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0)
  let text = String(repeating: "0123456789\n", count: 30_011)  // several times the capacity of a pipe
  let reader = pipe.fileHandleForReading
  let written = DispatchQueue(label: "writer")
  written.async {
    _ = writeAll(text, to: descriptor)
    try? pipe.fileHandleForWriting.close()
  }
  #expect(try reader.readToEnd() == Data(text.utf8))
}

@Test func writingToAClosedDescriptorFails() {
  #expect(!writeAll("text", to: -1))
  #expect(errno == EBADF)
  #expect(writeAll("", to: -1))
}

@Test func widthIsKnownEvenWithoutATerminal() {
  #expect(Terminal.width > 0)
}
