import Files
import Foundation

/// Where the program's words go: results to standard output, everything else to standard error.
public enum Terminal {
  /// Whether somebody watches standard error on a terminal where a line can be rewritten in place.
  public static var isInteractive: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// The columns of the terminal behind standard error; 100 when there is none.
  public static var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
    return Int(size.ws_col)
  }

  /// Writes a text to standard output, at once and whole; a line's end is part of the text.
  ///
  /// What was printed through the C library before comes before it.
  ///
  /// - Throws: `Problem` of kind `inputOutput` when it cannot be written, as on a full disk.
  public static func write(_ text: String) throws {
    guard fflush(nil) == 0, writeAll(text, to: STDOUT_FILENO) else {
      let reason = String(cString: strerror(errno))
      throw Problem(.inputOutput, "cannot write to standard output: \(reason)")
    }
  }

  /// Writes a text to standard error, at once; if that fails, there is nobody left to tell.
  public static func writeError(_ text: String) {
    fflush(nil)
    _ = writeAll(text, to: STDERR_FILENO)
  }
}

/// Writes all the bytes, past signals and pipes that are full for now; false, with `errno` set, when it fails.
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
