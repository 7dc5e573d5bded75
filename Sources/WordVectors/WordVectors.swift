import Corpora
import Files
import Kernels
import Tensors

/// Words as points in space: a vector for each word of a vocabulary, the most frequent word first.
///
/// Words that often occur near each other have vectors that point in nearly the same direction: the cosine of the angle
/// between two vectors measures how similarly the words are used.
///
///     let vectors = try WordVectors(folder: "runs/tales-word2vec")
///     let king = try vectors.find("King")              // the number of "King", or else of "king"
///     vectors.cosine(king, try vectors.find("queen"))  // 0.71
///
/// The vectors can come from a run of `word2vec train` or from a published file.
public struct WordVectors {
  /// The words; a word's number is its row in `vectors`.
  public let words: WordVocabulary
  /// The vectors, one row per word: (V, D).
  public let vectors: Tensor
  /// The Euclidean length of each vector; 0 for a zero vector.
  public let lengths: [Float]
  /// How often each word occurs in the training text; nil if that is not known.
  public let counts: [Int]?

  /// Creates word vectors from a table (V, D) with one row per word; all numbers must be finite and below 1e18 in
  /// magnitude.
  ///
  /// - Parameter counts: how often each word occurs in the training text, if that is known.
  public init(words: WordVocabulary, vectors: Tensor, counts: [Int]? = nil) {
    require(vectors.isFinite, "WordVectors: the vectors are not finite")
    self.init(unchecked: words, vectors, counts: counts)
  }

  /// Creates word vectors from a table whose numbers need not be finite; the lengths show where they are not.
  init(unchecked words: WordVocabulary, _ vectors: Tensor, counts: [Int]? = nil) {
    require(
      vectors.shape.rank == 2 && vectors.shape[0] == words.count,
      "WordVectors: \(words.count) words, but vectors of shape \(vectors.shape)")
    require(
      counts.map { $0.count == words.count } ?? true,
      "WordVectors: \(words.count) words, but \(counts?.count ?? 0) counts")
    self.words = words
    self.vectors = vectors
    self.counts = counts
    lengths = [Float](unsafeUninitializedCapacity: words.count) { lengths, count in
      rowLengths(
        lengths.baseAddress!, UnsafePointer(vectors.data), rows: vectors.shape[0], columns: vectors.shape[1])
      count = words.count
    }
  }

  /// The number of words, V.
  public var count: Int { words.count }

  /// The dimensions of each vector, D.
  public var dimensions: Int { vectors.shape[1] }

  /// A word's vector in place, without a copy; valid as long as the vectors are alive.
  public subscript(number: Int32) -> UnsafeBufferPointer<Float> {
    require((0..<count).contains(Int(number)), "WordVectors: no word has the number \(number)")
    return UnsafeBufferPointer(start: vectors.data + Int(number) * dimensions, count: dimensions)
  }

  /// Returns the number of a word as typed, or else in lower case; nil if neither is known.
  public func number(of word: String) -> Int32? { words.number(of: word) ?? words.number(of: word.lowercased()) }

  /// Returns the number of a word as typed, or else in lower case.
  ///
  /// - Throws: `Problem` of kind `badData` if neither is known; the suggestion lists words with a similar spelling.
  public func find(_ word: String) throws -> Int32 {
    if let number = number(of: word) { return number }
    let near = nearestSpellings(of: word, count: 3).map { words[$0] }
    throw Problem(
      .badData, "the word \(quoted(word, limit: 40)) is not among the \(grouped(count)) words",
      suggestion: near.isEmpty ? nil : "Did you mean \(near.joined(separator: ", "))?")
  }

  /// The most frequent word that means something by itself, not "the" or "of", as an example of a word to ask about; nil
  /// if there is none.
  public var exampleWord: Int32? { (0..<Int32(count)).first { isGuessable(words[$0]) } }

  /// Returns a word's vector scaled to length 1; a zero vector stays zero.
  public func unitVector(_ number: Int32) -> [Float] {
    let length = lengths[Int(number)]
    return self[number].map { length > 0 ? $0 / length : 0 }
  }
}
