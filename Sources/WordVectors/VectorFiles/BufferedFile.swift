import Files
import Foundation

/// A file that is read sequentially through a buffer: line by line, or any number of bytes at a time.
///
/// It never holds more than one buffer of `pieceSize` bytes, or one line if the line is longer.
final class BufferedFile {
  /// The file's path, for messages.
  var path: String { file.path }
  /// The number of bytes in the file.
  var size: Int { file.size }
  /// The number of bytes not yet read.
  var remaining: Int { file.size - position + (end - start) }

  private let file: OpenFile
  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// The range of bytes in the buffer that were fetched but not yet handed out.
  private var start = 0, end = 0
  /// The position in the file where the buffer ends.
  private var position = 0

  /// Starts reading a file, fetching `pieceSize` bytes at a time.
  init(_ file: OpenFile, pieceSize: Int = 1 << 20) {
    self.file = file
    capacity = pieceSize
    buffer = .allocate(capacity: capacity)
  }

  deinit { buffer.deallocate() }

  /// The offset in the file of the next byte.
  var place: Int { position - (end - start) }

  /// Goes back to an offset.
  func rewind(to place: Int = 0) { (start, end, position) = (0, 0, place) }

  /// Returns the next bytes without consuming them; fewer than requested only at the end of the file. They are valid
  /// until the next read.
  func peek(_ count: Int) throws -> UnsafeBufferPointer<UInt8> {
    while end - start < count, try fetch() {}
    return UnsafeBufferPointer(start: buffer + start, count: min(count, end - start))
  }

  /// Returns the bytes up to the next `delimiter`, which is skipped, or up to the end of the file.
  ///
  /// - Parameter limit: the maximum number of bytes to return.
  /// - Returns: the bytes, valid until the next read, and whether the delimiter was found; nil if `limit` is exceeded.
  func next(
    until delimiter: UInt8, limit: Int = 1 << 24
  ) throws -> (bytes: UnsafeBufferPointer<UInt8>, isEnded: Bool)? {
    var searched = 0
    while true {
      if let found = memchr(buffer + start + searched, Int32(delimiter), end - start - searched) {
        let count = found - UnsafeMutableRawPointer(buffer + start)
        guard count <= limit else { return nil }
        defer { start += count + 1 }
        return (UnsafeBufferPointer(start: buffer + start, count: count), true)
      }
      searched = end - start
      guard searched <= limit else { return nil }
      guard try fetch() else {
        defer { start = end }
        return (UnsafeBufferPointer(start: buffer + start, count: searched), false)
      }
    }
  }

  /// Skips the next byte if it is the given one.
  func skip(_ byte: UInt8) throws {
    if try peek(1).first == byte { start += 1 }
  }

  /// Skips the next bytes if they are the given ones.
  func skip(_ bytes: [UInt8]) throws {
    if try peek(bytes.count).elementsEqual(bytes) { start += bytes.count }
  }

  /// Fills memory with the next bytes; the file must have that many left.
  func read(into target: UnsafeMutableRawBufferPointer) throws {
    var done = 0
    while done < target.count {
      let count = try min(peek(1).isEmpty ? 0 : end - start, target.count - done)
      guard count > 0 else { throw Problem(.inputOutput, "\(path) became shorter while it was read") }
      target.baseAddress!.advanced(by: done).copyMemory(from: buffer + start, byteCount: count)
      start += count
      done += count
    }
  }

  /// Fetches more of the file and appends it to the buffer; returns false at the end of the file.
  private func fetch() throws -> Bool {
    let wanted = min(file.size - position, capacity)
    guard wanted > 0 else { return false }
    if start > 0 {
      buffer.update(from: buffer + start, count: end - start)
      (start, end) = (0, end - start)
    }
    if end == capacity {
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * capacity)
      larger.update(from: buffer, count: end)
      buffer.deallocate()
      (buffer, capacity) = (larger, 2 * capacity)
    }
    let count = min(wanted, capacity - end)
    try file.read(into: UnsafeMutableRawBufferPointer(start: buffer + end, count: count), at: position)
    position += count
    end += count
    return true
  }
}
