import Foundation

/// A file that is open for reading at any offset, by several threads at the same time. It is closed when the last
/// reference to it is released.
///
/// Unlike a memory-mapped file, it takes no memory of its own. If the file is truncated while it is open, reading
/// throws; a mapping would end the process with SIGBUS.
///
///     let file = try OpenFile("model.safetensors")
///     let length = try file.bytes(0..<8)
public final class OpenFile: Sendable {
  /// The file's path, for messages.
  public let path: String
  /// The number of bytes that the file had when it was opened.
  public let size: Int
  private let descriptor: Int32

  /// Opens a file.
  ///
  /// - Throws: `Problem` of kind `missing` if there is no such file, if it is a folder, a pipe or a device, or if
  ///   reading it is not permitted.
  public init(_ path: String) throws {
    // Without O_NONBLOCK, opening a pipe would wait for a writer.
    let descriptor = try openForReading(path, O_NONBLOCK)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      let kind = status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "a device or a pipe"
      throw Problem(.missing, "\(path) is \(kind); a file is needed here")
    }
    self.path = path
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  /// Creates a file that has no name on the disk and holds what `body` writes; it is gone when it is closed.
  ///
  /// A pipe, or a packed file, can be read at any offset only after it was copied.
  ///
  /// - Parameter name: what messages call it.
  /// - Throws: `Problem` of kind `cannotCreate` if it cannot be created, `inputOutput` if writing fails, such as on a full
  ///   disk, and any error of `body`.
  public init(temporary name: String, _ body: (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws
  {
    let folder = FileManager.default.temporaryDirectory.path
    var template = Array("\(folder)/kindling-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw Problem(.cannotCreate, "cannot create a temporary file in \(folder): \(systemMessage())")
    }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var size = 0
    do {
      try body { bytes in
        var done = 0
        while done < bytes.count {
          let count = write(descriptor, bytes.baseAddress! + done, min(bytes.count - done, 1 << 30))
          if count < 0, errno != EINTR {
            throw Problem(.inputOutput, "cannot copy \(name) to \(folder): \(systemMessage())")
          }
          done += max(0, count)
        }
        size += bytes.count
      }
    } catch {
      close(descriptor)
      throw error
    }
    (path, self.descriptor, self.size) = (name, descriptor, size)
  }

  deinit { close(descriptor) }

  /// Fills a buffer with the bytes from `offset` on.
  ///
  /// - Throws: `Problem` of kind `inputOutput` if the file ends before the buffer is full or cannot be read.
  public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws {
    var done = 0
    while done < buffer.count {
      // macOS refuses to read 2 GB or more in one call.
      let wanted = min(buffer.count - done, 1 << 30)
      let count = pread(descriptor, buffer.baseAddress! + done, wanted, off_t(offset + done))
      if count == 0 { throw Problem(.inputOutput, "\(path) became shorter while it was read") }
      if count < 0, errno != EINTR { throw Problem(.inputOutput, "cannot read \(path): \(systemMessage())") }
      done += max(0, count)
    }
  }

  /// Returns the bytes in the given range; see ``read(into:at:)``.
  public func bytes(_ range: Range<Int>) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      try read(
        into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<range.count]),
        at: range.lowerBound)
      count = range.count
    }
  }
}
