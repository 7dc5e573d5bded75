import Files
import Foundation

/// A file of tokens: a whole text, encoded once, which training then reads in place, however long it is.
///
///     try TokenFile.write(to: "tales.tokens", for: tokenizer) { append in
///       try append(tokenizer.encode("Once upon a time"))
///     }
///     let tokens = try TokenFile(contentsOf: "tales.tokens")
///     try tokens.requireTokens(of: tokenizer, named: "runs/tales")
///     let window = Array(tokens[100..<164])
///
/// The file begins with 64 bytes: `KNDLTKNS`, the version 1 and the bytes per token (2 or 4) as 32-bit integers, the
/// vocabulary size, the number of tokens and the tokenizer's checksum as 64-bit integers, and zeros. The tokens follow.
/// All numbers are little-endian. Tokens take 2 bytes if the vocabulary has at most 65,536.
///
/// The file is mapped into memory, so the system reads the parts that are used, and forgets them when it needs the memory.
/// It must not become shorter while it is in use.
public struct TokenFile: RandomAccessCollection, Sendable {
  /// The number of tokens.
  public let count: Int
  /// All tokens are below this.
  public let vocabularySize: Int
  /// The checksum of the tokenizer that made the tokens; see ``Tokenizer/checksum()``.
  public let checksum: UInt64
  /// The file's path, for messages.
  public let path: String

  private let width: Int
  private let mapping: Mapping

  private static let magic = Array("KNDLTKNS".utf8)
  private static let headerSize = 64

  /// Opens a file of tokens.
  ///
  /// - Throws: `Problem` of kind `missing` if the file cannot be read; `badData` if it is another kind of file, is cut
  ///   short, or has tokens beyond its vocabulary.
  public init(contentsOf path: String) throws {
    mapping = try Mapping(path)
    self.path = path
    let bytes = mapping.bytes
    guard bytes.count >= Self.headerSize, bytes.prefix(8).elementsEqual(Self.magic) else {
      throw Problem(
        .badData, "\(path) is not a file of tokens", suggestion: "The program tokenizer writes one with encode.")
    }
    func number<N: FixedWidthInteger>(_ offset: Int, _: N.Type) -> N {
      N(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: N.self))
    }
    let version = number(8, UInt32.self)
    guard version == 1 else { throw Problem(.badData, "\(path) has version \(version) of the format; 1 is known here") }
    guard let width = Int(exactly: number(12, UInt32.self)), width == 2 || width == 4,
      let size = Int(exactly: number(16, UInt64.self)), size >= 1, size <= Int(Int32.max),
      width == 4 || size <= 1 << 16, let count = Int(exactly: number(24, UInt64.self))
    else { throw Problem(.badData, "\(path) has a header that no file of tokens has") }
    let present = (bytes.count - Self.headerSize) / width
    guard count == present, bytes.count == Self.headerSize + count * width else {
      throw Problem(
        .badData, "\(path) should have \(grouped(count)) tokens but has \(grouped(present)); was it cut short?")
    }
    (self.width, self.count, vocabularySize, checksum) = (width, count, size, number(32, UInt64.self))
    if let wrong = largestTokenBeyondVocabulary() {
      throw Problem(.badData, "\(path): token \(wrong) is not in the vocabulary of \(size)")
    }
  }

  /// Whether a path names a file of tokens, complete or not.
  public static func isTokenFile(_ path: String) -> Bool {
    // A pipe could not be read again.
    guard fileType(path) == S_IFREG, let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    return (try? file.read(upToCount: magic.count)).flatMap { $0 }.map(Array.init) == magic
  }

  /// Returns a hash of the whole file, which tells texts apart.
  public func fingerprint() -> UInt64 { Files.fingerprint(of: mapping.bytes) }

  private func largestTokenBeyondVocabulary() -> Int? {
    if width == 2, vocabularySize == 1 << 16 { return nil }
    let start = mapping.bytes.baseAddress! + Self.headerSize
    // The largest value decides; looking for its place would slow the loop.
    var largest: UInt32 = 0
    if width == 2 {
      for i in 0..<count {
        largest = Swift.max(largest, UInt32(UInt16(littleEndian: start.load(fromByteOffset: 2 * i, as: UInt16.self))))
      }
    } else {
      for i in 0..<count {
        largest = Swift.max(largest, UInt32(littleEndian: start.load(fromByteOffset: 4 * i, as: UInt32.self)))
      }
    }
    return largest < vocabularySize ? nil : Int(largest)
  }

  /// 0.
  public var startIndex: Int { 0 }
  /// ``count``.
  public var endIndex: Int { count }

  /// The token at a place of the text.
  @inline(__always)
  public subscript(place: Int) -> Int32 {
    precondition(place >= 0 && place < count, "TokenFile: place \(place) is not in 0 ..< \(count)")
    let start = mapping.bytes.baseAddress! + Self.headerSize
    return width == 2
      ? Int32(UInt16(littleEndian: start.load(fromByteOffset: 2 * place, as: UInt16.self)))
      : Int32(littleEndian: start.load(fromByteOffset: 4 * place, as: Int32.self))
  }

  /// Checks that a tokenizer made these tokens.
  ///
  /// - Parameter name: what messages call the tokenizer.
  /// - Throws: `Problem` of kind `badData` if another one did; the errors of ``Tokenizer/json()``.
  public func requireTokens(of tokenizer: some Tokenizer, named name: String) throws {
    guard try tokenizer.checksum() != checksum else { return }
    throw Problem(
      .badData, "\(path) was encoded by another tokenizer than that of \(name)",
      suggestion: "Name the tokenizer that encoded it, or encode the text again.")
  }
}

// MARK: - Writing

extension TokenFile {
  /// Writes a file of tokens, completely or not at all.
  ///
  /// - Parameter body: calls the function that it is given with the tokens, part by part.
  /// - Throws: `Problem` of kind `cannotCreate` or `inputOutput`, and any error of `body`.
  public static func write(
    to path: String, for tokenizer: some Tokenizer, _ body: (_ append: ([Int32]) throws -> Void) throws -> Void
  ) throws {
    let size = tokenizer.vocabularySize, width = size <= 1 << 16 ? 2 : 4, checksum = try tokenizer.checksum()
    try writeFile(to: path) { file in
      var count = 0
      // The number of tokens is known only at the end.
      try file.write(contentsOf: header(width, size, count, checksum))
      try body { tokens in
        count += tokens.count
        let bytes =
          width == 2
          ? data(tokens.map { UInt16(truncatingIfNeeded: $0).littleEndian }) : data(tokens.map(\.littleEndian))
        try file.write(contentsOf: bytes)
      }
      try file.seek(toOffset: 0)
      try file.write(contentsOf: header(width, size, count, checksum))
    }
  }

  private static func data<Number>(_ numbers: [Number]) -> Data { numbers.withUnsafeBytes { Data($0) } }

  private static func header(_ width: Int, _ vocabularySize: Int, _ count: Int, _ checksum: UInt64) -> Data {
    var header = Data(magic)
    header += data([UInt32(1).littleEndian, UInt32(width).littleEndian])
    header += data([UInt64(vocabularySize).littleEndian, UInt64(count).littleEndian, checksum.littleEndian])
    return header + Data(count: headerSize - header.count)
  }
}

extension Tokenizer {
  /// A number that tells tokenizers apart: the fingerprint of ``json()``.
  public func checksum() throws -> UInt64 { fingerprint(of: try json().utf8) }
}

/// A file in memory, read only, until the last reference to it is released.
private final class Mapping: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer

  init(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT { throw Problem(.missing, "no such file: \(path)") }
      throw Problem(.missing, "cannot read \(path): \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Problem(.missing, "\(path) is a folder or a device; a file of tokens is needed here")
    }
    let size = Int(status.st_size)
    guard size > 0 else { throw Problem(.badData, "\(path) is empty") }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
      throw Problem(.inputOutput, "cannot map \(path) into memory: \(String(cString: strerror(errno)))")
    }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count) }
}
