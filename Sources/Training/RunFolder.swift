import Files
import Foundation
import Layers

/// The folder of a run, to which a training writes what it does as it goes.
///
///     config.json          what the run was told
///     tokenizer.json       how text becomes tokens
///     metrics.jsonl        a line for each logged step
///     model.safetensors    the best model so far
///     samples.txt          what the model writes, at each evaluation
///     loss.svg             the loss curves
public final class RunFolder {
  /// The folder's path.
  public let path: String
  private var metricsFile: FileHandle?

  /// Makes the folder where it is missing.
  ///
  /// - Throws: `Problem` of kind `cannotCreate` when that fails or nothing can be written into it.
  public init(creating path: String) throws {
    self.path = path
    try createFolder(path)
  }

  /// The path of a file in the folder.
  public func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

  /// Writes a whole file, or nothing.
  public func write(_ text: String, to name: String) throws { try writeFile(text, to: file(name)) }

  /// The names of all files that a run writes, the model first.
  public static let fileNames = [
    "model.safetensors", "config.json", "tokenizer.json", "metrics.jsonl", "samples.txt", "loss.svg",
  ]

  /// Removes what an earlier run left, the model first.
  public func removeFiles() throws {
    for name in Self.fileNames where FileManager.default.fileExists(atPath: file(name)) {
      do {
        try FileManager.default.removeItem(atPath: file(name))
      } catch {
        throw Problem(.cannotCreate, "cannot remove \(file(name))")
      }
    }
  }

  /// Writes a value as indented JSON with sorted keys in lower case with underscores.
  public func write(json value: some Encodable, to name: String) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try writeFile(try encoder.encode(value) + Data("\n".utf8), to: file(name))
  }

  /// Writes a model's parameters.
  public func write(_ model: some Module, to name: String) throws { try model.save(to: file(name)) }

  /// Adds a line to `metrics.jsonl`; the first one starts the file anew.
  public func append(_ metrics: Metrics) throws {
    let path = file("metrics.jsonl")
    do {
      if metricsFile == nil {
        try writeFile("", to: path)
        metricsFile = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      }
      try metricsFile?.write(contentsOf: Data((metrics.line + "\n").utf8))
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem(.inputOutput, "cannot write \(path)")
    }
  }
}
