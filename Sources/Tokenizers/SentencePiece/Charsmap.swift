import Files

/// SentencePiece's compiled table of replacements: its form of NFKC, with or without lowercase.
///
/// The table is a tree of the UTF-8 bytes to replace, as a "double array" of 32-bit units, followed by the
/// replacements, each with a zero byte after it. At each place of a text the longest entry is replaced; characters
/// without an entry stay.
///
/// A unit holds the byte that leads to its node (bits 0 to 7), a flag for a unit that holds a value instead (bit 31),
/// whether an entry ends here (bit 8), and the distance to its children (bits 10 to 30, in steps of 256 if bit 9 is
/// set). The child for a byte is where the node's place, the distance, and the byte meet by exclusive or.
///
/// Source: the format of the library Darts-clone, as SentencePiece writes it.
public struct Charsmap: Sendable, Equatable {
  /// The table as it is in the file.
  public let bytes: [UInt8]
  private let units: [UInt32]
  private let replacements: ArraySlice<UInt8>

  /// Creates a table from its bytes.
  ///
  /// - Throws: `Problem` of kind `badData` if the tree does not fit into the bytes, or replacements are not UTF-8.
  public init(_ bytes: [UInt8]) throws {
    func unit(_ place: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) } }
    let size = bytes.count < 4 ? Int.max : Int(unit(0))
    guard size % 4 == 0, size <= bytes.count - 4, size > 0 else {
      throw Problem(.badData, "the table of replacements (precompiled_charsmap) is cut short")
    }
    self.bytes = bytes
    units = stride(from: 4, to: 4 + size, by: 4).map(unit)
    replacements = bytes[(4 + size)...]
    guard String(validating: replacements, as: UTF8.self) != nil, replacements.last ?? 0 == 0 else {
      throw Problem(.badData, "the replacements of the table (precompiled_charsmap) are not UTF-8")
    }
  }

  /// Returns the text with all replacements made.
  public func normalized(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = [], place = 0
    result.reserveCapacity(bytes.count)
    while place < bytes.count {
      if let (length, replacement) = longestEntry(in: bytes[place...]) {
        result += replacement
        place += length
      } else {
        let end = min(place + scalarWidth(bytes[place]), bytes.count)
        result += bytes[place..<end]
        place = end
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Returns the length of the longest entry that the text starts with, and its replacement.
  private func longestEntry(in text: ArraySlice<UInt8>) -> (length: Int, replacement: ArraySlice<UInt8>)? {
    var found: (Int, ArraySlice<UInt8>)?
    var place = offset(units[0])
    for (index, byte) in text.enumerated() {
      place ^= Int(byte)
      guard place < units.count, units[place] & 0x8000_00FF == UInt32(byte) else { break }
      let unit = units[place]
      place ^= offset(unit)
      guard unit & 0x100 != 0, place < units.count else { continue }
      let start = replacements.startIndex + Int(units[place] & 0x7FFF_FFFF)
      // Tables end entries only between scalars; others could cut the text inside of one.
      let end = text.startIndex + index + 1
      guard start < replacements.endIndex, end == text.endIndex || !isContinuation(text[end]) else { continue }
      found = (index + 1, replacements[start...].prefix { $0 != 0 })
    }
    return found
  }

  private func offset(_ unit: UInt32) -> Int { Int(unit >> 10) << Int((unit & 0x200) >> 6) }
}
