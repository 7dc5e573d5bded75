import Files
import Foundation

/// Reads the lines that the user types, one by one, until the input ends or a signal arrives.
///
///     Interruption.startListening()
///     let input = InputLines()
///     while let line = try input.next(prompt: "> ") { answer(line) }
///     if let interruption = Interruption.received { ... }
///
/// Invalid UTF-8 is repaired. The prompt is shown only if the input is a terminal.
public final class InputLines {
  private let descriptor: Int32
  private let isInteractive: Bool
  private var pending: [UInt8] = []
  private var hasEnded = false

  /// Creates a reader of the lines of standard input.
  public convenience init() { self.init(descriptor: STDIN_FILENO) }

  init(descriptor: Int32) {
    self.descriptor = descriptor
    isInteractive = isatty(descriptor) == 1
  }

  /// Returns the next line without its line ending; nil at the end of the input, or if a signal has arrived, which
  /// ``Interruption/received`` reports.
  ///
  /// - Throws: `Problem` of kind `inputOutput` if the input cannot be read.
  public func next(prompt: String) throws -> String? {
    if isInteractive { try Terminal.write(prompt) }
    while true {
      if Interruption.received != nil { return nil }
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        defer { pending.removeSubrange(...end) }
        return text(pending[..<end])
      }
      if hasEnded {
        defer { pending = [] }
        return pending.isEmpty ? nil : text(pending[...])
      }
      try readMore()
    }
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes, as: UTF8.self)
  }

  /// Waits for input with `poll`, because a signal interrupts `poll` but not `read`. It also wakes up twice per second.
  private func readMore() throws {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, 500) > 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    if count > 0 {
      pending += buffer[..<count]
    } else if count == 0 {
      hasEnded = true
    } else if errno != EINTR, errno != EAGAIN {
      throw Problem(.inputOutput, "cannot read standard input: \(String(cString: strerror(errno)))")
    }
  }
}
