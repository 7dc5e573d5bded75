import Files
import Foundation

/// The program's output: results go to standard output, everything else to standard error.
public enum Terminal {
  /// Whether standard error is a terminal on which a line can be rewritten in place.
  public static var isInteractive: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Whether standard output is a terminal, so a person reads the results, and no script.
  public static var isOutputInteractive: Bool { isatty(STDOUT_FILENO) == 1 }

  /// The number of columns of the terminal behind standard error; 100 if there is none.
  public static var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
    return Int(size.ws_col)
  }

  /// Writes text to standard output, immediately and completely; a newline is not added.
  ///
  /// Output that was printed earlier through the C library comes first.
  ///
  /// - Throws: `Problem` of kind `inputOutput` if it cannot be written, for example because the disk is full.
  public static func write(_ text: String) throws {
    guard fflush(nil) == 0, writeAll(text, to: STDOUT_FILENO) else {
      let reason = String(cString: strerror(errno))
      throw Problem(.inputOutput, "cannot write to standard output: \(reason)")
    }
  }

  /// Writes text to standard error immediately; if that fails, there is nowhere left to report it.
  public static func writeError(_ text: String) {
    fflush(nil)
    _ = writeAll(text, to: STDERR_FILENO)
  }
}

/// Writes all the bytes, despite signals and pipes that are full for now; returns false, with `errno` set, on failure.
func writeAll(_ text: String, to descriptor: Int32) -> Bool {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count >= 0 {
      rest = rest.dropFirst(count)
    } else if errno == EAGAIN {
      var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      poll(&request, 1, -1)
    } else if errno != EINTR {
      return false
    }
  }
  return true
}
