import Corpora
import Files
import Foundation
import Tensors

extension WordVectors {
  /// Loads the vectors of a model folder that `word2vec train` wrote.
  ///
  ///     model.safetensors    `input.weight`, (V, D); for GloVe, which has biases, `output.weight` is added to it
  ///     vocabulary.txt       V words, one per line
  ///
  /// - Throws: `Problem` of kind `missing` if this is not such a folder; `badData` with the file's name if one of its
  ///   files is invalid.
  public init(folder: String) throws {
    let (words, file, shape) = try Self.open(folder)
    let vectors = Tensor(unfilled: shape)
    try file.read(Self.tableName, into: vectors)
    if file.shape(of: "input.bias") != nil {
      let others = Tensor(unfilled: shape)
      try file.check(Self.otherTableName, shape: shape)
      try file.read(Self.otherTableName, into: others)
      try self.init(checking: words, vectors + others, path: file.path)
    } else {
      try self.init(checking: words, vectors, path: file.path)
    }
  }

  /// Returns the names and shapes of a model folder's tables, starting with the words' own vectors, without reading the
  /// vectors.
  ///
  /// - Throws: the same errors as ``init(folder:)``.
  public static func tableShapes(folder: String) throws -> [(name: String, shape: Shape)] {
    let (_, file, shape) = try open(folder)
    let others = file.names.filter { $0 != tableName }.compactMap { name in file.shape(of: name).map { (name, $0) } }
    return [(tableName, shape)] + others
  }

  private static let tableName = "input.weight", otherTableName = "output.weight"

  /// Opens a folder: its words, its model file, and the checked shape of the table of vectors.
  private static func open(_ folder: String) throws -> (words: WordVocabulary, file: Safetensors, shape: Shape) {
    try requireFiles(["vocabulary.txt", "model.safetensors"], of: "word vectors", in: folder)
    func path(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
    let words = try WordVocabulary(contentsOf: path("vocabulary.txt"))
    let file = try Safetensors(path("model.safetensors"))
    guard let shape = file.shape(of: tableName) else {
      throw Problem(.badData, "\(file.path) has no tensor \(quoted(tableName)), which is needed")
    }
    guard shape.rank == 2, shape[1] > 0, shape[0] == words.count, words.count > 0 else {
      throw Problem(
        .badData,
        "\(folder): the vocabulary has \(words.count) words, but the tensor \(quoted(tableName)) has shape \(shape)")
    }
    return (words, file, shape)
  }

  /// Creates word vectors from data in a file: the numbers must be finite, and so must the length of every vector.
  ///
  /// - Throws: `Problem` of kind `badData` that names the file and the first word with an invalid vector.
  init(checking words: WordVocabulary, _ vectors: Tensor, path: String) throws {
    self.init(words: words, vectors: vectors)
    guard let number = lengths.firstIndex(where: { !$0.isFinite }) else { return }
    let word = quoted(words[Int32(number)], limit: 40)
    let isFinite = self[Int32(number)].allSatisfy(\.isFinite)
    throw Problem(
      .badData,
      isFinite
        ? "\(path): the numbers in the vector of \(word) are too large: the sum of their squares overflows a float"
        : "\(path): the vector of the word \(word) has a number that is not finite")
  }
}
