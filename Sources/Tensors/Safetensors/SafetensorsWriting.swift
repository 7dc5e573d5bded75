import Files
import Foundation

extension Safetensors {
  /// Writes tensors to a file as F32, completely or not at all.
  ///
  /// - Parameters:
  ///   - tensors: distinct names, and their tensors.
  ///   - metadata: strings that describe the file. Some Python programs reject a file whose `format` is not `pt`.
  /// - Throws: `Problem` if the file cannot be written.
  public static func write(
    _ tensors: [(name: String, tensor: Tensor)], metadata: [String: String] = ["format": "pt"], to path: String
  ) throws {
    try write(tensors.map { ($0.name, $0.tensor.shape) }, metadata: metadata, to: path) { tensors[$0].tensor }
  }

  /// Writes tensors that are created one after another. Each is released once it is in the file, so they need not all
  /// fit into memory together.
  ///
  ///     try Safetensors.write([("1", [3, 65]), ("2", [7, 65])], to: "logits.safetensors") { i in logits(of: lines[i]) }
  ///
  /// - Parameters:
  ///   - entries: distinct names, and the shapes that the tensors will have.
  ///   - metadata: strings that describe the file. Some Python programs reject a file whose `format` is not `pt`.
  ///   - tensor: returns the tensor of the entry at an index; called once per entry, in order.
  /// - Throws: `Problem` if the file cannot be written, and any error of `tensor`; no file is written in these cases.
  public static func write(
    _ entries: [(name: String, shape: Shape)], metadata: [String: String] = ["format": "pt"], to path: String,
    tensor: (_ index: Int) throws -> Tensor
  ) throws {
    let header = header(entries, metadata)
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
    try writeFile(to: path) { file in
      try file.write(contentsOf: length + header)
      for (i, (name, shape)) in entries.enumerated() {
        let tensor = try tensor(i)
        require(tensor.shape == shape, "Safetensors.write: \(quoted(name)) has shape \(tensor.shape), not \(shape)")
        guard tensor.count > 0 else { continue }
        // It is written directly from its memory, without a copy, and must live until then.
        try withExtendedLifetime(tensor) {
          let byteCount = tensor.count * MemoryLayout<Float>.size
          try file.write(contentsOf: Data(bytesNoCopy: tensor.data, count: byteCount, deallocator: .none))
        }
      }
    }
  }

  private static func header(_ entries: [(name: String, shape: Shape)], _ metadata: [String: String]) -> Data {
    var names: Set<[UInt8]> = [Array("__metadata__".utf8)]
    // In a fixed order, so the same tensors always produce the same file.
    let texts = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
    var members = metadata.isEmpty ? [] : ["\"__metadata__\":{\(texts.joined(separator: ","))}"]
    var end = 0
    for (name, shape) in entries {
      require(names.insert(Array(name.utf8)).inserted, "Safetensors.write: the name \(quoted(name)) is not unique")
      let start = end
      end += shape.count * MemoryLayout<Float>.size
      let sizes = shape.sizes.map(String.init).joined(separator: ",")
      members.append(
        "\(quoted(name)):{\"dtype\":\"F32\",\"shape\":[\(sizes)],\"data_offsets\":[\(start),\(end)]}")
    }
    let header = "{\(members.joined(separator: ","))}"
    // Pad with spaces, so the numbers start at a multiple of eight bytes.
    return Data(header.utf8) + Data(repeating: 0x20, count: (8 - header.utf8.count % 8) % 8)
  }
}
