import Foundation

/// A file that only grows, such as a log, and can be cut back to a length that it had before.
///
///     let journal = try Journal("metrics.jsonl")
///     try journal.append("{\"step\":10}\n")
///     let length = journal.length                                    // kept elsewhere
///     let later = try Journal("metrics.jsonl", keeping: length)      // whatever came after is gone
public final class Journal {
  /// The file's path.
  public let path: String
  /// The bytes that have been written whole.
  public private(set) var length: Int
  private let file: FileHandle

  /// Opens a file to write at its end; where nothing is to be kept, it is made where it is missing.
  ///
  /// - Parameter length: the bytes at its start to keep; all others go at once.
  /// - Throws: `Problem` of kind `cannotCreate`; `badData` when there is no such file, or a shorter one.
  public init(_ path: String, keeping length: Int = 0) throws {
    guard length == 0 || fileType(path) == S_IFREG else {
      throw Problem(.badData, "there is no file \(path), which should have \(length) bytes or more")
    }
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Problem(.cannotCreate, "cannot write \(path): \(systemMessage())") }
    file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    (self.path, self.length) = (path, length)
    let present = Int(lseek(descriptor, 0, SEEK_END))
    guard present >= length else {
      throw Problem(.badData, "\(path) has \(present) bytes; it should have \(length) or more")
    }
    try cut()
  }

  /// Adds a text at the end, all of it or nothing.
  ///
  /// - Throws: `Problem` of kind `inputOutput`, as when the disk is full.
  public func append(_ text: String) throws {
    do {
      try file.write(contentsOf: Data(text.utf8))
      length += text.utf8.count
    } catch {
      let reason = reason(error)
      try? cut()
      throw Problem(.inputOutput, "cannot write \(path): \(reason)")
    }
  }

  /// Has the system put on the disk what was added so far.
  ///
  /// - Throws: `Problem` of kind `inputOutput`.
  public func flush() throws {
    do {
      try file.synchronize()
    } catch {
      throw Problem(.inputOutput, "cannot flush \(path): \(reason(error))")
    }
  }

  private func cut() throws {
    do {
      try file.truncate(atOffset: UInt64(length))
    } catch {
      throw Problem(.inputOutput, "cannot cut \(path) to \(length) bytes: \(reason(error))")
    }
  }
}
