import Files

/// A file of named tensors in the safetensors format: eight bytes with the length of a JSON header; the header, which
/// lists each tensor's type, shape and position; then the numbers themselves, little-endian.
///
/// The format is that of Hugging Face's library: Python can open files written here, and files written by Python can be
/// opened here. Tensors are written as F32; F32, F16, BF16 and F64 can be read. A file may also hold other types.
///
/// The file is not trusted: opening it checks everything that the header says before any memory is allocated. Reading
/// takes no memory beyond the tensors' own and a small buffer per thread.
///
///     try Safetensors.write([("weight", Tensor.ones([2, 3]))], to: "model.safetensors")
///     let file = try Safetensors("model.safetensors")
///     file.type(of: "weight")    // F32
///     file.metadata              // ["format": "pt"]
///     let tensor = Tensor(unfilled: file.shape(of: "weight")!)
///     try file.read("weight", into: tensor)
public struct Safetensors: Sendable {
  /// Strings that describe the file, by name, such as the program that wrote it; nothing here depends on them.
  ///
  /// In Swift, names that look alike are equal even if their bytes differ. Of such names, only the first one's string
  /// is here.
  public let metadata: [String: String]
  /// The names of the tensors, sorted by their bytes.
  public let names: [String]

  let file: OpenFile
  /// The offset in the file where the numbers start.
  let start: Int
  /// Keyed by the bytes of the names: strings that look alike are equal in Swift, but are distinct names in the format.
  private let entries: [[UInt8]: SafetensorsEntry]

  /// The file's path, for messages.
  public var path: String { file.path }

  /// Opens a file and checks that its header matches it.
  ///
  /// - Throws: `Problem` that names the file: `missing` if it cannot be read, `badData` if it is not a safetensors
  ///   file, is truncated, or is inconsistent.
  public init(_ path: String) throws {
    let file = try OpenFile(path)
    let header = try SafetensorsHeader(path: path, fileSize: file.size, bytes: file.bytes)
    self.file = file
    start = header.size
    metadata = header.metadata
    names = header.entries.map(\.name).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    entries = Dictionary(uniqueKeysWithValues: header.entries.map { (Array($0.name.utf8), $0) })
  }

  /// The shape of a tensor; nil if the file has no such tensor.
  public func shape(of name: String) -> Shape? { entries[Array(name.utf8)]?.shape }

  /// The type of a tensor's numbers; nil if the file has no such tensor.
  public func type(of name: String) -> ElementType? { entries[Array(name.utf8)]?.type }

  /// Checks that there is a tensor of this name and shape, and that its type can be read.
  ///
  /// - Throws: `Problem` of kind `badData` that names the file, the tensor and the mismatch.
  public func check(_ name: String, shape: Shape) throws { _ = try entry(name, shape) }

  func entry(_ name: String, _ shape: Shape) throws -> SafetensorsEntry {
    let shown = "tensor \(quoted(name, limit: 100))"
    guard let entry = entries[Array(name.utf8)] else {
      throw Problem(.badData, "\(path) has no \(shown), which is needed")
    }
    guard entry.shape == shape else {
      throw Problem(.badData, "\(path): \(shown) has shape \(entry.shape), but \(shape) is needed")
    }
    guard entry.type.isReadable else {
      throw Problem(
        .badData, "\(path): \(shown) has type \(entry.type.rawValue); only F32, F16, BF16 and F64 can be read")
    }
    return entry
  }
}
