import Files
import Tensors

extension Module {
  /// Checks that a file holds exactly the parameters of this module, without reading them. So a file that is not what
  /// it should be is found out before the module takes any memory.
  ///
  /// - Throws: `Problem` of kind `badData` that names the file and the first tensor that is missing, unexpected, or has
  ///   another shape or an unreadable type.
  public func check(_ file: Safetensors) throws {
    let named = namedParameters
    for entry in named { try file.check(entry.name, shape: entry.parameter.shape) }
    if let extra = Set(file.names).subtracting(named.map(\.name)).min() {
      throw Problem(.badData, "\(file.path) has a tensor \(quoted(extra, limit: 100)), which the model does not have")
    }
  }

  /// Writes all parameters to a safetensors file as F32 under their full names, completely or not at all.
  ///
  /// - Parameter metadata: strings that describe the file, for its header.
  public func save(to path: String, metadata: [String: String] = [:]) throws {
    try Safetensors.write(
      namedParameters.map { ($0.name, $0.parameter) }, metadata: metadata.merging(["format": "pt"]) { $1 }, to: path)
  }

  /// Sets all parameters from a safetensors file, which may store numbers as F32, F16, BF16 or F64.
  ///
  /// - Throws: `Problem` that names the file and the first tensor that is missing, unexpected, or has another shape or
  ///   an unreadable type. All names, shapes and types are checked before the first parameter changes; a number that is
  ///   not finite is found only after its tensor has been read.
  public func load(from path: String) throws {
    let file = try Safetensors(path)
    try check(file)
    for entry in namedParameters {
      try file.read(entry.name, into: entry.parameter)
      guard entry.parameter.isFinite else {
        throw Problem(.badData, "\(path): tensor \"\(entry.name)\" holds numbers that are not finite")
      }
    }
  }
}
