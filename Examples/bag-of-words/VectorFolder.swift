import Console
import Files
import Foundation

/// The folder into which `vectors --out` writes.
struct VectorFolder {
  private let path: String
  private var vectors: String { (path as NSString).appendingPathComponent("vectors.svmlight") }
  private var vocabulary: String { (path as NSString).appendingPathComponent("vocabulary.json") }

  /// Checks that nothing would be lost, before the work begins.
  ///
  /// - Throws: `Problem` of kind `cannotCreate`; see `OutputFile`.
  init(_ path: String, _ parsed: Parsed, reading inputs: [String]) throws {
    self.path = path
    for file in [vectors, vocabulary] { _ = try OutputFile.checked(file, parsed, reading: inputs) }
  }

  func write(_ counted: CountedDocuments) throws {
    try createFolder(path)
    try writeFile(counted.vectors.svmlight, to: vectors)
    try writeFile(counted.bag.vocabulary.json(), to: vocabulary)
  }
}
