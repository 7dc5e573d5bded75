import Files
import Foundation

/// The lines that the user types, one after another, until the input ends or a signal comes.
///
///     Interruption.startListening()
///     let input = InputLines()
///     while let line = try input.next(prompt: "> ") { answer(line) }
///     if let interruption = Interruption.received { ... }
///
/// What is not UTF-8 is repaired. The prompt is shown only where somebody sits at a terminal.
public final class InputLines {
  private let descriptor: Int32
  private let isInteractive: Bool
  private var pending: [UInt8] = []
  private var hasEnded = false

  /// The lines of standard input.
  public convenience init() { self.init(descriptor: STDIN_FILENO) }

  init(descriptor: Int32) {
    self.descriptor = descriptor
    isInteractive = isatty(descriptor) == 1
  }

  /// The next line, without what ends it; nil at the end of the input, and when a signal came that
  /// ``Interruption/received`` tells of.
  ///
  /// - Throws: `Problem` of kind `inputOutput` when the input cannot be read.
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

  /// Waits for input, but not in `read`, which signals do not end: they end `poll`, or it looks up twice a second.
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
