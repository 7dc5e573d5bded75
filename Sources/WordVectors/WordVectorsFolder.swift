import Corpora
import Files
import Foundation
import Tensors

extension WordVectors {
  /// Loads the vectors of a model folder, as `word2vec train` leaves it.
  ///
  ///     model.safetensors    `input.weight`, (V, D); of GloVe, which has biases, `output.weight` is added to it
  ///     vocabulary.txt       V words, one a line
  ///
  /// - Throws: `Problem` of kind `missing` when this is not such a folder, `badData` when one of its files is not what it
  ///   should be, with the file's name.
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

  /// The names and shapes of a model folder's tables, that of the words' own vectors first; no vector is read for this.
  ///
  /// - Throws: as ``init(folder:)`` does.
  public static func tableShapes(folder: String) throws -> [(name: String, shape: Shape)] {
    let (_, file, shape) = try open(folder)
    let others = file.names.filter { $0 != tableName }.compactMap { name in file.shape(of: name).map { (name, $0) } }
    return [(tableName, shape)] + others
  }

  private static let tableName = "input.weight", otherTableName = "output.weight"

  /// The words of a folder, and its model's file with the shape of their table, which is checked.
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

  /// Words with vectors that came from a file: their numbers must be finite, and no vector so long that its length is not.
  ///
  /// - Throws: `Problem` of kind `badData` that names the file and the first word with such a vector.
  init(checking words: WordVocabulary, _ vectors: Tensor, path: String) throws {
    self.init(words: words, vectors: vectors)
    guard let number = lengths.firstIndex(where: { !$0.isFinite }) else { return }
    let word = quoted(words[Int32(number)], limit: 40)
    let isFinite = self[Int32(number)].allSatisfy(\.isFinite)
    throw Problem(
      .badData,
      isFinite
        ? "\(path): the numbers of the word \(word) are too large: their squares add up to more than a float holds"
        : "\(path): the vector of the word \(word) has a number that is not finite")
  }
}
