import Files
import Foundation

/// A file of named tensors in the safetensors format: eight bytes with the length of a JSON header, the header, which
/// gives each tensor's type, shape and place, then the numbers themselves, little-endian.
///
/// The format is that of Hugging Face's library, so what is written here opens in Python. Tensors are F32. The file is
/// mapped, not read, so that loading takes no memory beyond the tensors' own.
///
///     try Safetensors.write([("weight", Tensor.ones([2, 3]))], to: "model.safetensors")
///     let file = try Safetensors("model.safetensors")
///     try file.read("weight", into: tensor)
public struct Safetensors {
  /// Where a tensor stands in the file.
  struct Entry: Equatable {
    let shape: [Int]
    let range: Range<Int>
  }

  /// The file's path, for messages.
  public let path: String
  private let bytes: Data
  private let start: Int
  private let entries: [String: Entry]
  /// Texts that the writer kept in the header.
  public let metadata: [String: String]

  /// The names of the tensors, sorted.
  public var names: [String] { entries.keys.sorted() }

  /// The shape of a tensor, or none when the file has no such tensor.
  public func shape(of name: String) -> Shape? { entries[name].map { Shape($0.shape) } }

  /// Opens a file and checks that its header fits it.
  ///
  /// - Throws: `Problem` that names the file: `missing` when it cannot be read, `badData` when it is not such a file,
  ///   is cut short, or contradicts itself.
  public init(_ path: String) throws {
    self.path = path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
      throw Problem(.missing, "no such file: \(path)")
    }
    do {
      bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
      throw Problem(.missing, "cannot read \(path)")
    }
    func wrong(_ what: String) -> Problem {
      Problem(.badData, "\(path) is not a whole safetensors file: \(what)")
    }
    guard bytes.count >= 8 else { throw wrong("it has only \(bytes.count) bytes") }
    let length = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(bytes.count - 8) else {
      throw wrong("its header should have \(length) bytes, more than the file")
    }
    guard length <= 100_000_000 else { throw wrong("its header has \(length) bytes, more than any model needs") }
    start = 8 + Int(length)
    let header = bytes.subdata(in: 8..<start)
    // A header nested deeper than the format needs could exhaust the parser's stack.
    guard header.first == UInt8(ascii: "{"), Self.depth(of: header) <= 3,
      let object = try? JSONSerialization.jsonObject(with: header) as? [String: Any]
    else { throw wrong("its header is not a JSON object") }
    let room = bytes.count - start
    metadata = object["__metadata__"] as? [String: String] ?? [:]
    var entries: [String: Entry] = [:]
    for (name, value) in object where name != "__metadata__" {
      entries[name] = try Self.entry(value, room: room) { wrong("tensor \"\(name)\" \($0)") }
    }
    var end = 0
    for (name, entry) in entries.sorted(by: {
      ($0.value.range.lowerBound, $0.key) < ($1.value.range.lowerBound, $1.key)
    }) {
      guard entry.range.lowerBound == end else { throw wrong("tensor \"\(name)\" overlaps another or leaves a gap") }
      end = entry.range.upperBound
    }
    guard end == room else { throw wrong("its tensors take \(end) bytes, but it holds \(room)") }
    self.entries = entries
  }

  /// Copies a tensor's numbers.
  ///
  /// - Throws: `Problem` of kind `badData` when the file has no such tensor or its shape is another.
  public func read(_ name: String, into tensor: Tensor) throws {
    guard let entry = entries[name] else { throw Problem(.badData, "\(path) has no tensor \"\(name)\"") }
    guard Shape(entry.shape) == tensor.shape else {
      throw Problem(
        .badData, "\(path): tensor \"\(name)\" has shape \(Shape(entry.shape)), but the model needs \(tensor.shape)")
    }
    bytes.withUnsafeBytes { raw in
      let source = raw.baseAddress! + start + entry.range.lowerBound
      UnsafeMutableRawPointer(tensor.data).copyMemory(from: source, byteCount: entry.range.count)
    }
  }

  /// Writes tensors to a file, whole or not at all.
  ///
  /// - Throws: `Problem` when the file cannot be written.
  public static func write(
    _ tensors: [(name: String, tensor: Tensor)], to path: String, metadata: [String: String] = [:]
  ) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let m = metadata.merging(["format": "pt"]) { a, _ in a }
    var header = "{\"__metadata__\":\(String(decoding: try encoder.encode(m), as: UTF8.self))"
    var end = 0
    for (name, tensor) in tensors {
      let start = end
      end += tensor.count * MemoryLayout<Float>.size
      let sizes = tensor.shape.sizes.map(String.init).joined(separator: ",")
      let quoted = String(decoding: try JSONEncoder().encode(name), as: UTF8.self)
      header += ",\(quoted):{\"dtype\":\"F32\",\"shape\":[\(sizes)],\"data_offsets\":[\(start),\(end)]}"
    }
    header += "}"
    // Spaces make the numbers start at a multiple of eight bytes.
    header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    try writeFile(to: path) { file in
      try file.write(contentsOf: length + Data(header.utf8))
      // Each tensor goes out from where it lies: a copy of a whole model could double the memory in use.
      for (_, tensor) in tensors where tensor.count > 0 {
        let byteCount = tensor.count * MemoryLayout<Float>.size
        try file.write(contentsOf: Data(bytesNoCopy: tensor.data, count: byteCount, deallocator: .none))
      }
    }
  }

  private static func entry(_ value: Any, room: Int, _ wrong: (String) -> Problem) throws -> Entry {
    guard let fields = value as? [String: Any], let type = fields["dtype"] as? String,
      let shape = fields["shape"] as? [Int], let offsets = fields["data_offsets"] as? [Int], offsets.count == 2
    else { throw wrong("lacks dtype, shape or data_offsets") }
    guard type == "F32" else { throw wrong("has type \(type); only F32 is read") }
    guard offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= room else {
      throw wrong("should stand at bytes \(offsets[0]) to \(offsets[1]), of which there are \(room)")
    }
    var count = MemoryLayout<Float>.size
    for size in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflows else { throw wrong("has the impossible shape \(shape)") }
      count = product
    }
    guard count == offsets[1] - offsets[0] else {
      throw wrong("of shape \(shape) needs \(count) bytes, not \(offsets[1] - offsets[0])")
    }
    return Entry(shape: shape, range: offsets[0]..<offsets[1])
  }

  /// How deeply brackets nest, those inside strings left out.
  private static func depth(of json: Data) -> Int {
    var (depth, deepest, isInString, isEscaped) = (0, 0, false, false)
    for byte in json {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        deepest = max(deepest, depth)
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: continue
      }
    }
    return deepest
  }
}
