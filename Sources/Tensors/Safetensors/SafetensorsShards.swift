import Files
import Foundation

/// The tensors of a model in one safetensors file, or in several, its shards, with an index that says which tensor is in
/// which file.
///
///     let shards = try SafetensorsShards(index: "llama/model.safetensors.index.json")
///     shards.names                       // of the tensors of all shards
///     try shards.read("wte.weight", into: tensor)
///
/// The index is that of Hugging Face's library: a JSON object whose `weight_map` gives the file of each tensor.
public struct SafetensorsShards: Sendable {
  /// The path of the only file, or of the index, for messages.
  public let path: String
  /// The names of all tensors, sorted by their bytes.
  public let names: [String]
  private let files: [Safetensors]
  /// The file of each tensor, keyed by the bytes of its name.
  private let numbers: [[UInt8]: Int]

  /// The tensors of a single file.
  public init(_ file: Safetensors) {
    (path, names, files) = (file.path, file.names, [file])
    numbers = Dictionary(uniqueKeysWithValues: file.names.map { (Array($0.utf8), 0) })
  }

  /// Opens all shards that an index names, and checks that they hold the tensors that it lists.
  ///
  /// - Throws: `Problem` of kind `missing` if the index or a shard cannot be read; `badData` that names the file if the
  ///   index is malformed or a shard is not a valid file, if a tensor is not in the shard that the index names, or if it
  ///   is in two.
  public init(index path: String) throws {
    let map = try Self.weightMap(path)
    let folder = (path as NSString).deletingLastPathComponent
    var files: [Safetensors] = []
    var numbers: [[UInt8]: Int] = [:]
    for shard in Set(map.map(\.shard)).sorted() {
      let place = (folder as NSString).appendingPathComponent(shard)
      guard FileManager.default.fileExists(atPath: place) else {
        throw Problem(
          .missing, "\(path) names the shard \(quoted(shard, limit: 100)), but there is no such file beside it",
          suggestion: "Fetch all files of the model.")
      }
      let file = try Safetensors(place)
      for name in file.names {
        if let other = numbers.updateValue(files.count, forKey: Array(name.utf8)) {
          throw Problem(
            .badData, "tensor \(quoted(name, limit: 100)) is in two shards: \(files[other].path) and \(file.path)")
        }
      }
      files.append(file)
    }
    for (name, shard) in map {
      let file = numbers[Array(name.utf8)].map { files[$0] }
      guard let file, (file.path as NSString).lastPathComponent == shard else {
        throw Problem(
          .badData,
          "\(path): tensor \(quoted(name, limit: 100)) is not in the shard \(quoted(shard, limit: 100))"
            + (file.map { " but in \($0.path)" } ?? ", nor in another"))
      }
    }
    (self.path, self.files, self.numbers) = (path, files, numbers)
    names = files.flatMap(\.names).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The file that has a tensor; nil if none has.
  public func file(of name: String) -> Safetensors? { numbers[Array(name.utf8)].map { files[$0] } }

  /// The shape of a tensor; nil if no file has such a tensor.
  public func shape(of name: String) -> Shape? { file(of: name)?.shape(of: name) }

  /// Copies a tensor's numbers; see ``Safetensors/read(_:into:)``.
  public func read(_ name: String, into tensor: Tensor) throws {
    guard let file = file(of: name) else {
      throw Problem(.badData, "\(path) has no tensor \(quoted(name, limit: 100)), which is needed")
    }
    try file.read(name, into: tensor)
  }
}

// MARK: - The index

extension SafetensorsShards {
  /// Returns the tensors that an index lists, each with the name of its file.
  private static func weightMap(_ path: String) throws -> [(name: String, shard: String)] {
    func wrong(_ what: String) -> Problem { Problem(.badData, "\(path) is not an index of safetensors files: \(what)") }
    let file = try OpenFile(path)
    guard file.size <= SafetensorsHeader.longest else { throw wrong("it has \(file.size) bytes") }
    var map: [(name: String, shard: String)]?
    var scanner = JSONScanner(try file.bytes(0..<file.size))
    do {
      try scanner.object { scanner, name, place in
        guard name == "weight_map" else { return try scanner.skipValue() }
        guard map == nil else { throw scanner.mistake("\"weight_map\" appears twice", at: place) }
        map = try entries(&scanner)
      }
      scanner.skipSpace()
      guard scanner.current == nil else { throw scanner.mistake("unexpected data after the last bracket") }
    } catch let mistake as JSONScanner.Mistake {
      throw wrong(mistake.message)
    }
    guard let map, !map.isEmpty else { throw wrong("it has no \"weight_map\" with tensors") }
    return map
  }

  private static func entries(_ scanner: inout JSONScanner) throws -> [(name: String, shard: String)] {
    var seen: Set<[UInt8]> = []
    var entries: [(name: String, shard: String)] = []
    try scanner.object { scanner, name, place in
      guard seen.insert(Array(name.utf8)).inserted else {
        throw scanner.mistake("tensor \(quoted(name, limit: 100)) appears twice", at: place)
      }
      let start = scanner.position, shard = try scanner.string()
      // The name of a file beside the index, and not a path that leads anywhere else.
      guard shard.hasSuffix(".safetensors"), !shard.contains("/"), !shard.contains("\0") else {
        throw scanner.mistake("\(quoted(shard, limit: 100)) is not the name of a safetensors file", at: start)
      }
      entries.append((name, shard))
    }
    return entries
  }
}
