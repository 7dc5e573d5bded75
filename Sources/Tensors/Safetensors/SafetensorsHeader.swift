import Files

/// The first part of a safetensors file: the names, types, shapes and positions of its tensors.
///
/// The initializer checks the header against the file's size: without overlaps or gaps, the tensors fill the file from
/// the end of the header to the end of the file.
struct SafetensorsHeader {
  /// The maximum length of a header, in bytes: more than any model needs, and the limit of Hugging Face's library.
  static let longest = 100_000_000

  /// The tensors, in the order of their data in the file.
  private(set) var entries: [SafetensorsEntry] = []
  /// Strings that describe the file, by name.
  private(set) var metadata: [String: String] = [:]
  /// The number of bytes in the file before the data of the first tensor.
  let size: Int

  /// Reads a header.
  ///
  /// - Parameters:
  ///   - path: the name of the file, for messages.
  ///   - fileSize: the size of the whole file.
  ///   - bytes: returns the bytes of the file in the given range, which is always within its size.
  /// - Throws: `Problem` of kind `badData` that names the file, and any error of `bytes`.
  init(path: String, fileSize: Int, bytes: (Range<Int>) throws -> [UInt8]) throws {
    func wrong(_ what: String) -> Problem {
      Problem(.badData, "\(path) is not a valid safetensors file: \(what)")
    }
    guard fileSize >= 8 else { throw wrong("it has only \(fileSize) bytes") }
    let length = try bytes(0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length > 0 else { throw wrong("its header has no bytes") }
    guard length <= UInt64(fileSize - 8) else {
      throw wrong("the length of its header is \(length) bytes, more than the file has")
    }
    guard length <= UInt64(Self.longest) else {
      throw wrong("its header has \(length) bytes, more than any model needs")
    }
    size = 8 + Int(length)
    do {
      try parse(try bytes(8..<size), room: fileSize - size)
      try checkThatTensorsFill(fileSize - size)
    } catch let mistake as JSONScanner.Mistake {
      throw wrong(mistake.message)
    }
  }

  private mutating func parse(_ text: [UInt8], room: Int) throws {
    var scanner = JSONScanner(text, origin: 8)
    // The specification wants the bracket first; Hugging Face's library accepts white space on both sides.
    scanner.skipSpace()
    guard scanner.current == UInt8(ascii: "{") else { throw scanner.mistake("its header is not a JSON object") }
    // Strings that look alike are equal in Swift; in the format, names are equal if their bytes are.
    var names: Set<[UInt8]> = []
    try scanner.object { scanner, name, place in
      guard names.insert(Array(name.utf8)).inserted else {
        throw scanner.mistake("tensor \(quoted(name, limit: 100)) appears twice", at: place)
      }
      if name == "__metadata__" {
        metadata = scanner.takeNull() ? [:] : try Self.texts(&scanner)
      } else {
        entries.append(try SafetensorsEntry(name, from: &scanner, room: room))
      }
    }
    scanner.skipSpace()
    guard scanner.current == nil else { throw scanner.mistake("unexpected data after the header's last bracket") }
  }

  private static func texts(_ scanner: inout JSONScanner) throws -> [String: String] {
    var names: Set<[UInt8]> = []
    var texts: [String: String] = [:]
    try scanner.object { scanner, name, place in
      guard names.insert(Array(name.utf8)).inserted else {
        throw scanner.mistake("\(quoted(name, limit: 100)) appears twice in \"__metadata__\"", at: place)
      }
      let text = try scanner.string()
      if texts[name] == nil { texts[name] = text }
    }
    return texts
  }

  /// Sorts the tensors by their position in the file and checks that each starts where the previous one ends.
  private mutating func checkThatTensorsFill(_ room: Int) throws {
    // An empty tensor comes before a nonempty one that starts at the same byte.
    entries.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    var end = 0
    for (i, entry) in entries.enumerated() {
      let shown = "tensor \(quoted(entry.name, limit: 100))"
      if entry.range.lowerBound < end {
        throw JSONScanner.Mistake(message: "\(shown) overlaps tensor \(quoted(entries[i - 1].name, limit: 100))")
      }
      if entry.range.lowerBound > end {
        throw JSONScanner.Mistake(message: "there is a gap of \(entry.range.lowerBound - end) bytes before \(shown)")
      }
      end = entry.range.upperBound
    }
    guard end == room else {
      throw JSONScanner.Mistake(message: "its tensors take \(end) bytes, but \(room) bytes follow the header")
    }
  }
}
