import Foundation

/// A file that only grows, such as a log, and can be cut back to an earlier length.
///
///     let journal = try Journal("metrics.jsonl")
///     try journal.append("{\"step\":10}\n")
///     let length = journal.length                                    // stored elsewhere
///     let later = try Journal("metrics.jsonl", keeping: length)      // everything after it is gone
public final class Journal {
  /// The file's path.
  public let path: String
  /// The length of the file in bytes; an append that failed does not count.
  public private(set) var length: Int
  private let file: FileHandle

  /// Opens a file for appending. If `length` is 0, a missing file is created.
  ///
  /// - Parameter length: the number of bytes at the start to keep; the others are removed immediately.
  /// - Throws: `Problem` of kind `cannotCreate`; `badData` if the file is missing or too short; `inputOutput` if it
  ///   cannot be truncated.
  public init(_ path: String, keeping length: Int = 0) throws {
    guard length == 0 || fileType(path) == S_IFREG else {
      throw Problem(.badData, "there is no file \(path); it should have at least \(length) bytes")
    }
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Problem(.cannotCreate, "cannot write \(path): \(systemMessage())") }
    file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    (self.path, self.length) = (path, length)
    let present = Int(lseek(descriptor, 0, SEEK_END))
    guard present >= length else {
      throw Problem(.badData, "\(path) has \(present) bytes; it should have at least \(length)")
    }
    try cut()
  }

  /// Appends text, all of it or nothing.
  ///
  /// - Throws: `Problem` of kind `inputOutput`, for example if the disk is full.
  public func append(_ text: String) throws { try append(Data(text.utf8)) }

  /// Appends bytes, all of them or nothing.
  ///
  /// - Throws: `Problem` of kind `inputOutput`, for example if the disk is full.
  public func append(_ data: Data) throws {
    do {
      try file.write(contentsOf: data)
      length += data.count
    } catch {
      let reason = reason(error)
      try? cut()
      throw Problem(.inputOutput, "cannot write \(path): \(reason)")
    }
  }

  /// Makes the system write everything appended so far to the disk.
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
      throw Problem(.inputOutput, "cannot truncate \(path) to \(length) bytes: \(reason(error))")
    }
  }
}
