import Foundation

/// A file, a pipe or standard input, read once from start to end. Files that gzip packed are unpacked on the way.
///
///     let file = try InputFile("tales.txt.gz")
///     while case let bytes = try file.next(1 << 16), !bytes.isEmpty { ... }
///
/// Files of other formats in which texts are packed are refused with advice on how to unpack them.
public final class InputFile {
  /// The path, or `-` for standard input.
  public let path: String
  /// Whether gzip packed the file.
  public let isGzip: Bool
  /// The size of a regular file that is not packed; nil if the size is not known before the end.
  public let size: Int?

  private let descriptor: Int32
  private let inflater: Inflater?
  /// Bytes that were read to recognize the format and not handed out yet: as they are in the file, and unpacked.
  private var rawStart: [UInt8], start: [UInt8] = []
  /// Whether the end of the file was reached: asking a terminal again would wait for more.
  private var hasEnded: Bool

  /// How many bytes are looked at to recognize the format, and what is in the file.
  private static let startCount = 4096

  /// Opens a file, or standard input if the path is `-`.
  ///
  /// - Throws: `Problem` of kind `missing` if there is no such file, if it is a folder, or if reading it is not
  ///   permitted; `badData` if it is a picture, an archive or compressed, other than with gzip; the suggestion then
  ///   says how to unpack it.
  public init(_ path: String) throws {
    // A local constant first: if an initializer throws after all properties are set, deinit closes the descriptor too.
    let descriptor = try openInput(path)
    do {
      var status = stat()
      let isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      rawStart = try readFully(descriptor, Self.startCount, path)
      hasEnded = rawStart.count < Self.startCount
      isGzip = rawStart.starts(with: PackedFormat.gzipStart)
      inflater = isGzip ? Inflater(inputName(path)) : nil
      if inflater == nil, let format = PackedFormat.of(rawStart) { throw format.problem(path) }
      size = isRegular && !isGzip && path != standardInput ? Int(status.st_size) : nil
    } catch {
      close(descriptor)
      throw error
    }
    (self.path, self.descriptor) = (path, descriptor)
    guard isGzip else { return }
    start = try unpacked(Self.startCount)
    // Such as a tar archive inside gzip.
    guard let format = PackedFormat.of(start) else { return }
    throw Problem(
      .badData, "\(inputName(path)) is compressed with gzip, and what is in it is \(format.description)",
      suggestion: "Unpack it first, into a file of plain text.")
  }

  deinit { close(descriptor) }

  /// Returns the next bytes: fewer than `count` only at the end, where there are none.
  ///
  /// - Throws: `Problem` of kind `inputOutput` if reading fails partway; `badData` if a packed file is cut short or
  ///   damaged.
  public func next(_ count: Int) throws -> [UInt8] {
    guard isGzip else { return try raw(count) }
    guard !start.isEmpty else { return try unpacked(count) }
    let first = Array(start.prefix(count))
    start.removeFirst(first.count)
    return first.count < count ? first + (try unpacked(count - first.count)) : first
  }

  /// Returns the first bytes, up to 4,096, if none of them has been read yet; reading then returns them again.
  public func peek() -> [UInt8] { isGzip ? start : rawStart }

  private func unpacked(_ count: Int) throws -> [UInt8] {
    try inflater?.next(count) { try raw(1 << 16) } ?? []
  }

  /// Returns the next bytes as they are in the file.
  private func raw(_ count: Int) throws -> [UInt8] {
    let first = Array(rawStart.prefix(count))
    rawStart.removeFirst(first.count)
    guard first.count < count, !hasEnded else { return first }
    let more = try readFully(descriptor, count - first.count, path)
    hasEnded = first.count + more.count < count
    return first.isEmpty ? more : first + more
  }
}

/// Reads as many bytes as asked for, or up to the end: a pipe hands out fewer at a time.
private func readFully(_ descriptor: Int32, _ count: Int, _ path: String) throws -> [UInt8] {
  try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
    while filled < count {
      // macOS refuses to read 2 GB or more in one call.
      let got = read(descriptor, buffer.baseAddress! + filled, min(count - filled, 1 << 30))
      if got == 0 { break }
      if got < 0, errno != EINTR { throw Problem(.inputOutput, "cannot read \(inputName(path)): \(systemMessage())") }
      filled += max(0, got)
    }
  }
}
