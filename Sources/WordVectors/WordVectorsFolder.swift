import Corpora
import Files
import Foundation
import Tensors

extension WordVectors {
  /// Loads the vectors of a model folder that `word2vec train` wrote.
  ///
  ///     model.safetensors    `input.weight`, (V, D); for GloVe, which has biases, `output.weight` is added to it
  ///     vocabulary.json      V words and their counts; see ``CountedWords``
  ///
  /// - Parameter limit: how many of the most frequent words to load; by default all.
  /// - Throws: `Problem` of kind `missing` if this is not such a folder; `badData` with the file's name if one of its
  ///   files is invalid.
  public init(folder: String, limit: Int? = nil) throws {
    require(limit.map { $0 > 0 } ?? true, "WordVectors: a limit of \(limit ?? 0) words")
    let (words, file, shape) = try Self.open(folder)
    let vectors = Tensor(unfilled: shape)
    try file.read(Self.tableName, into: vectors)
    if file.shape(of: "input.bias") != nil {
      let others = Tensor(unfilled: shape)
      try file.check(Self.otherTableName, shape: shape)
      try file.read(Self.otherTableName, into: others)
      try self.init(checking: words.words, vectors + others, counts: words.counts, path: file.path)
    } else {
      try self.init(checking: words.words, vectors, counts: words.counts, path: file.path)
    }
    if let limit, limit < count { self = first(limit) }
  }

  /// Returns the vectors of the first words.
  private func first(_ count: Int) -> WordVectors {
    var words = WordVocabulary()
    for number in 0..<Int32(count) { self.words.withBytes(of: number) { _ = words.add($0) } }
    let vectors = Tensor(unfilled: [count, dimensions])
    vectors.data.update(from: self.vectors.data, count: count * dimensions)
    return WordVectors(words: words, vectors: vectors, counts: counts.map { Array($0.prefix(count)) })
  }

  /// Returns the names and shapes of a model folder's tables, starting with the words' own vectors, without reading the
  /// vectors.
  ///
  /// - Throws: the same errors as ``init(folder:limit:)``.
  public static func tableShapes(folder: String) throws -> [(name: String, shape: Shape)] {
    let (_, file, shape) = try open(folder)
    let others = file.names.filter { $0 != tableName }.compactMap { name in file.shape(of: name).map { (name, $0) } }
    return [(tableName, shape)] + others
  }

  private static let tableName = "input.weight", otherTableName = "output.weight"

  /// Opens a folder: its words, its model file, and the checked shape of the table of vectors.
  private static func open(_ folder: String) throws -> (words: CountedWords, file: Safetensors, shape: Shape) {
    let wordsFile = (CountedWords.path(inFolder: folder) as NSString).lastPathComponent
    try requireFiles([wordsFile, "model.safetensors"], of: "word vectors", in: folder)
    let counted = try CountedWords(folder: folder), words = counted.words
    let file = try Safetensors((folder as NSString).appendingPathComponent("model.safetensors"))
    guard let shape = file.shape(of: tableName) else {
      throw Problem(.badData, "\(file.path) has no tensor \(quoted(tableName)), which is needed")
    }
    guard shape.rank == 2, shape[1] > 0, shape[0] == words.count, words.count > 0 else {
      throw Problem(
        .badData,
        "\(folder): the vocabulary has \(grouped(words.count)) words, but the tensor \(quoted(tableName)) has shape "
          + "\(shape)"
      )
    }
    return (counted, file, shape)
  }

  /// Creates word vectors from data in a file: the numbers must be finite, and so must the length of every vector.
  ///
  /// - Throws: `Problem` of kind `badData` that names the file and the first word with an invalid vector.
  init(checking words: WordVocabulary, _ vectors: Tensor, counts: [Int]? = nil, path: String) throws {
    self.init(unchecked: words, vectors, counts: counts)
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
