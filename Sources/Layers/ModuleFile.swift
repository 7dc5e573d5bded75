import Files
import Tensors

extension Module {
  /// Writes all parameters to a safetensors file under their full names, whole or not at all.
  ///
  /// - Parameter metadata: texts to keep in the file's header, by name.
  public func save(to path: String, metadata: [String: String] = [:]) throws {
    try Safetensors.write(namedParameters.map { ($0.name, $0.parameter) }, to: path, metadata: metadata)
  }

  /// Sets all parameters from a safetensors file.
  ///
  /// - Throws: `Problem` that names the file and the first tensor that is missing, unexpected, or of another shape. All
  ///   names and shapes are checked before the first parameter changes.
  public func load(from path: String) throws {
    let file = try Safetensors(path)
    let named = namedParameters
    for entry in named {
      guard let shape = file.shape(of: entry.name) else {
        throw Problem(.badData, "\(path) has no tensor \"\(entry.name)\", which the model needs")
      }
      guard shape == entry.parameter.shape else {
        throw Problem(
          .badData, "\(path): tensor \"\(entry.name)\" has shape \(shape), but the model needs \(entry.parameter.shape)"
        )
      }
    }
    if let extra = Set(file.names).subtracting(named.map(\.name)).min() {
      throw Problem(.badData, "\(path) has a tensor \"\(extra)\", which the model does not know")
    }
    for entry in named {
      try file.read(entry.name, into: entry.parameter)
      guard UnsafeBufferPointer(start: entry.parameter.data, count: entry.parameter.count).allSatisfy(\.isFinite) else {
        throw Problem(.badData, "\(path): tensor \"\(entry.name)\" holds numbers that are not finite")
      }
    }
  }
}
