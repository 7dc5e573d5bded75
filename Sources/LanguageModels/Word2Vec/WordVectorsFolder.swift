import Corpora
import Files
import Foundation
import Tensors

extension WordVectors {
  /// Loads the vectors of a model folder, as `word2vec train` leaves it.
  ///
  ///     model.safetensors    `input.weight`, (V, D); other tensors are left alone
  ///     vocabulary.txt       V words, one a line
  ///
  /// - Throws: `Problem` of kind `missing` when this is not such a folder, `badData` when one of its files is not what it
  ///   should be, with the file's name.
  public init(folder: String) throws {
    try requireModelFolder(folder, of: "word vectors", ["vocabulary.txt", "model.safetensors"])
    func path(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
    let words = try WordVocabulary(contentsOf: path("vocabulary.txt"))
    let file = try Safetensors(path("model.safetensors")), name = "input.weight"
    guard let shape = file.shape(of: name) else {
      throw Problem(.badData, "\(file.path) has no tensor \(quoted(name)), which is needed")
    }
    guard shape.rank == 2, shape[1] > 0, shape[0] == words.count, words.count > 0 else {
      throw Problem(
        .badData,
        "\(folder): the vocabulary has \(words.count) words, but the tensor \(quoted(name)) has shape \(shape)")
    }
    let vectors = Tensor(unfilled: shape)
    try file.read(name, into: vectors)
    try self.init(checking: words, vectors, path: file.path)
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
        ? "\(path): the numbers of the word \(word) are too large: the vector's length is more than 3e38"
        : "\(path): the vector of the word \(word) has a number that is not finite")
  }
}
