import Files
import Foundation

/// Reads a text file as UTF-8.
///
/// A byte order mark at the start is dropped. Everything else stays as it is in the file, including `\r\n`.
///
///     let text = try readText("tales.txt")
///
/// - Parameters:
///   - path: The file.
///   - lossy: Whether to replace bytes that are not UTF-8 with U+FFFD, "�", instead of throwing.
/// - Throws: `Problem` of kind `missing` when the file cannot be read; of kind `badData` when it is empty or not UTF-8;
///   the message then names the byte and its offset.
/// - Complexity: Two passes over the bytes; 100 MB take a fraction of a second in an optimized build.
public func readText(_ path: String, lossy: Bool = false) throws -> String {
  try withText(path, lossy: lossy) { String(decoding: $0, as: UTF8.self) }
}

/// Reads a text file like ``readText(_:lossy:)``, but returns the bytes of its UTF-8.
///
/// Code that goes through millions of words byte by byte needs no `String`.
public func readTextBytes(_ path: String, lossy: Bool = false) throws -> [UInt8] {
  try withText(path, lossy: lossy) { bytes in
    let isClean = !lossy || firstInvalidByte(in: bytes) == nil
    return isClean ? Array(bytes) : Array(String(decoding: bytes, as: UTF8.self).utf8)
  }
}

/// Calls `body` with the checked bytes of a text file.
private func withText<Result>(
  _ path: String, lossy: Bool, _ body: (UnsafeRawBufferPointer) throws -> Result
) throws -> Result {
  let data = try readFile(path)
  return try data.withUnsafeBytes { file in
    let start = file.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    let bytes = UnsafeRawBufferPointer(rebasing: file[start...])
    if bytes.isEmpty { throw emptyText(path) }
    if !lossy, let offset = firstInvalidByte(in: bytes) { throw notUTF8(path, bytes[offset], at: start + offset) }
    return try body(bytes)
  }
}

/// Returns the problem of a file without text.
func emptyText(_ path: String) -> Problem { Problem(.badData, "\(path) is empty") }

/// Returns the problem of a file with a byte that is not UTF-8.
func notUTF8(_ path: String, _ byte: UInt8, at offset: Int) -> Problem {
  Problem(
    .badData,
    "\(path) is not UTF-8: byte 0x\(String(byte, radix: 16, uppercase: true)) at offset \(offset) is invalid",
    suggestion:
      "Convert it to UTF-8 (iconv can), or use \(Problem.setting("lossy")) to replace such bytes with U+FFFD.")
}

/// U+FEFF in UTF-8: some editors begin a file with it.
let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

/// Returns the offset of the first sequence that is not UTF-8, or nil.
///
/// `String` repairs or refuses bad bytes but never says where they are, which is why this scan exists. It follows table
/// 3-7 of the Unicode standard: the first byte determines how many bytes follow, and only the second byte has a range
/// that depends on it.
func firstInvalidByte(in bytes: UnsafeRawBufferPointer) -> Int? {
  let count = bytes.count
  var i = 0
  while i < count {
    let lead = bytes[i]
    if lead < 0x80 {
      i += 1
      // ASCII comes in long runs: eight bytes at a time while none has its top bit set.
      while i + 8 <= count,
        bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        i += 8
      }
      continue
    }
    let following: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: following = 1  // 0xC0 and 0xC1 could only begin an overlong form of ASCII
    case 0xE0: (following, second) = (2, 0xA0...0xBF)  // below: overlong
    case 0xED: (following, second) = (2, 0x80...0x9F)  // above: surrogates
    case 0xE1...0xEF: following = 2
    case 0xF0: (following, second) = (3, 0x90...0xBF)  // below: overlong
    case 0xF4: (following, second) = (3, 0x80...0x8F)  // above: beyond U+10FFFF
    case 0xF1...0xF3: following = 3
    default: return i
    }
    guard i + following < count, second.contains(bytes[i + 1]) else { return i }
    if following >= 2, bytes[i + 2] & 0xC0 != 0x80 { return i }
    if following == 3, bytes[i + 3] & 0xC0 != 0x80 { return i }
    i += following + 1
  }
  return nil
}
