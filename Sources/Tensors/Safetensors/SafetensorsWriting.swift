import Files
import Foundation

extension Safetensors {
  /// Writes tensors to a file as F32, whole or not at all.
  ///
  /// - Parameters:
  ///   - tensors: names, no two the same, and tensors.
  ///   - metadata: texts about the file. Some Python programs refuse a file whose `format` is not `pt`.
  /// - Throws: `Problem` when the file cannot be written.
  public static func write(
    _ tensors: [(name: String, tensor: Tensor)], metadata: [String: String] = ["format": "pt"], to path: String
  ) throws {
    let header = header(tensors, metadata)
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
    try writeFile(to: path) { file in
      try file.write(contentsOf: length + header)
      // Each tensor goes out from where it lies: a copy of a whole model could double the memory in use.
      for (_, tensor) in tensors where tensor.count > 0 {
        let byteCount = tensor.count * MemoryLayout<Float>.size
        try file.write(contentsOf: Data(bytesNoCopy: tensor.data, count: byteCount, deallocator: .none))
      }
    }
  }

  private static func header(_ tensors: [(name: String, tensor: Tensor)], _ metadata: [String: String]) -> Data {
    var names: Set<[UInt8]> = [Array("__metadata__".utf8)]
    // In a fixed order: the same tensors always give the same file.
    let texts = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
    var members = metadata.isEmpty ? [] : ["\"__metadata__\":{\(texts.joined(separator: ","))}"]
    var end = 0
    for (name, tensor) in tensors {
      require(names.insert(Array(name.utf8)).inserted, "Safetensors.write: the name \(quoted(name)) is taken")
      let start = end
      end += tensor.count * MemoryLayout<Float>.size
      let sizes = tensor.shape.sizes.map(String.init).joined(separator: ",")
      members.append(
        "\(quoted(name)):{\"dtype\":\"F32\",\"shape\":[\(sizes)],\"data_offsets\":[\(start),\(end)]}")
    }
    let header = "{\(members.joined(separator: ","))}"
    // Spaces make the numbers start at a multiple of eight bytes.
    return Data(header.utf8) + Data(repeating: 0x20, count: (8 - header.utf8.count % 8) % 8)
  }
}
