import Corpora
import Files
import Kernels
import Tensors

/// Words as points in space: a vector for each word of a vocabulary, the most frequent word first.
///
/// What stands near each other in many texts points nearly the same way: the cosine of the angle between two vectors says
/// how alike the words are used.
///
///     let vectors = try WordVectors(folder: "runs/tales-word2vec")
///     let king = try vectors.find("King")              // the number of "King", or else of "king"
///     vectors.cosine(king, try vectors.find("queen"))  // 0.71
///
/// Where the words come from, a run of `word2vec train` or a file that others published, makes no difference.
public struct WordVectors {
  /// The words; the number of each is its row among the vectors.
  public let words: WordVocabulary
  /// A row for each word: (V, D).
  public let vectors: Tensor
  /// The Euclidean length of each vector; 0 where all its numbers are.
  public let lengths: [Float]

  /// Words with their vectors, (V, D), one for each word, all numbers finite and below 1e18 in size.
  public init(words: WordVocabulary, vectors: Tensor) {
    precondition(
      vectors.shape.rank == 2 && vectors.shape[0] == words.count,
      "WordVectors: \(words.count) words, and vectors of shape \(vectors.shape)")
    self.words = words
    self.vectors = vectors
    lengths = [Float](unsafeUninitializedCapacity: words.count) { lengths, count in
      rowLengths(
        lengths.baseAddress!, UnsafePointer(vectors.data), rows: vectors.shape[0], columns: vectors.shape[1])
      count = words.count
    }
  }

  /// The number of words, V.
  public var count: Int { words.count }

  /// The numbers in each vector, D.
  public var dimensions: Int { vectors.shape[1] }

  /// A word's vector, where it lies; valid for as long as the vectors live.
  public subscript(number: Int32) -> UnsafeBufferPointer<Float> {
    precondition((0..<count).contains(Int(number)), "WordVectors: no word has the number \(number)")
    return UnsafeBufferPointer(start: vectors.data + Int(number) * dimensions, count: dimensions)
  }

  /// The number of a word as it is typed, or else in lower case; nil where there is neither.
  public func number(of word: String) -> Int32? { words.number(of: word) ?? words.number(of: word.lowercased()) }

  /// The number of a word as it is typed, or else in lower case.
  ///
  /// - Throws: `Problem` of kind `badData` when there is neither, with the words that are spelt most nearly so.
  public func find(_ word: String) throws -> Int32 {
    if let number = number(of: word) { return number }
    let near = nearestSpellings(of: word, count: 3).map { words[$0] }
    throw Problem(
      .badData, "the word \(quoted(word, limit: 40)) is not among the \(count) words",
      suggestion: near.isEmpty ? nil : "Did you mean \(near.joined(separator: ", "))?")
  }

  /// A word's vector, shortened or lengthened to the length 1; zeros stay zeros.
  public func unitVector(_ number: Int32) -> [Float] {
    let length = lengths[Int(number)]
    return self[number].map { length > 0 ? $0 / length : 0 }
  }
}
