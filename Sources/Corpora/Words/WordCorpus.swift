import Files

/// A text as the ids of its words, sentence by sentence: the training data of Word2Vec.
///
///     let corpus = try WordCorpus(contentsOf: "tales.txt", minimumCount: 5)
///     corpus.vocabulary[0]     // "the": the most frequent word has id 0
///     corpus.ids.prefix(4)     // [412, 0, 87, -1]: a sentence of three words, and its end
///
/// Besides the vocabulary, the corpus takes four bytes per word of the text, since the file is read chunk by chunk.
public struct WordCorpus: Sendable {
  /// How text is split into words.
  public enum Split: String, CaseIterable, Codable, Sendable {
    /// A run of two or more letters and digits, in lower case; see ``TermSplitter``.
    case words
    /// A run of characters between white space, unchanged: for text that is already split into words.
    case spaces
  }

  /// How text is divided into sentences; words of different sentences are not neighbors.
  public enum Sentences: String, CaseIterable, Codable, Sendable {
    /// Each line.
    case line
    /// The lines between empty lines.
    case paragraph
    /// The whole text.
    case text
  }

  /// The words that occur often enough, most frequent first; among equally frequent ones, in the order of first
  /// occurrence.
  public let vocabulary: WordVocabulary
  /// The count of each word.
  public let counts: [Int]
  /// The words of the text that are in the vocabulary, with ``end`` after each sentence.
  public let ids: [Int32]
  /// The number of words in the text, including the rare ones.
  public let wordsRead: Int
  /// The number of distinct words in the text.
  public let distinctWords: Int
  /// The record of the text.
  public let record: TextRecord

  /// The end of a sentence in ``ids``.
  public static let end: Int32 = -1

  /// The number of words in ``ids``.
  public var wordCount: Int { counts.reduce(0, +) }

  /// Refuses a text in which no word has a neighbor, since word vectors are learned from neighbors.
  ///
  /// - Throws: `Problem` of kind `badData` when no two words are in one sentence.
  public func requireNeighbors() throws {
    guard zip(ids, ids.dropFirst()).contains(where: { $0 != Self.end && $1 != Self.end }) else {
      throw Problem(
        .badData, "\(record.path) has no two words in one sentence",
        suggestion: "Use longer \(Problem.setting("sentences")), or a lower \(Problem.setting("minimum-count")).")
    }
  }

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - minimumCount: words that occur less often are left out, as if they were not in the text.
  /// - Throws: `Problem` of kind `badData` when fewer than two distinct words are left; also the errors of
  ///   ``forEachChunk(ofText:lossy:chunkSize:_:)``.
  public init(
    contentsOf path: String, split: Split = .words, sentences: Sentences = .line, minimumCount: Int = 5,
    lossy: Bool = false
  ) throws {
    var reader = WordReader(split: split, sentences: sentences)
    // A word takes at least one byte and a space. Memory that is never written to costs nothing.
    let capacity = try OpenFile(path).size / 2 * (sentences == .text ? 1 : 2) + 2
    var bytes = 0, hash = fingerprint(of: [])
    var all = try [Int32](unsafeUninitializedCapacity: capacity) { ids, count in
      try forEachChunk(ofText: path, lossy: lossy) { chunk in
        bytes += chunk.count
        hash = fingerprint(of: chunk, after: hash)
        reader.read(chunk) { id in
          precondition(count < capacity, "WordCorpus: more words than the text has room for")
          ids.initializeElement(at: count, to: id)
          count += 1
        }
      }
    }
    record = TextRecord(bytes: bytes, hash: hash, path: path)
    wordsRead = reader.counts.reduce(0, +)
    distinctWords = reader.words.count
    let found = reader
    let kept = found.counts.indices.filter { found.counts[$0] >= minimumCount }.sorted {
      (found.counts[$1], $0) < (found.counts[$0], $1)
    }
    guard distinctWords >= 2 else {
      throw Problem(
        .badData, "\(path) has \(distinctWords == 0 ? "no words" : "only one word")",
        suggestion: split == .words
          ? "A word has at least two letters or digits; \(Problem.setting("split")) spaces accepts single ones." : nil)
    }
    guard kept.count >= 2 else {
      let left = kept.isEmpty ? "none" : "only one"
      throw Problem(
        .badData, "\(path) has too few words: \(left) of its \(distinctWords) occurs \(minimumCount) times or more",
        suggestion: "Use a longer text, or a lower \(Problem.setting("minimum-count")).")
    }
    var numbers = [Int32](repeating: Self.end, count: distinctWords)
    var vocabulary = WordVocabulary()
    for (number, old) in kept.enumerated() {
      numbers[old] = Int32(number)
      found.words.withBytes(of: Int32(old)) { _ = vocabulary.add($0) }
    }
    Self.renumber(&all, numbers)
    (self.vocabulary, counts, ids) = (vocabulary, kept.map { found.counts[$0] }, all)
  }

  /// Gives each word its new number and removes rare words and empty sentences.
  private static func renumber(_ ids: inout [Int32], _ numbers: [Int32]) {
    var count = 0
    for i in ids.indices {
      let id = ids[i] == end ? end : numbers[Int(ids[i])]
      let isEnd = ids[i] == end
      guard isEnd ? count > 0 && ids[count - 1] != end : id != end else { continue }
      ids[count] = id
      count += 1
    }
    ids.removeLast(ids.count - count)
    if let last = ids.last, last != end { ids.append(end) }
  }
}

/// Turns chunks of a text into the numbers of words, in the order of first occurrence.
private struct WordReader {
  let split: WordCorpus.Split
  let sentences: WordCorpus.Sentences
  private(set) var words = WordVocabulary()
  private(set) var counts: [Int] = []
  private var splitter = TermSplitter()
  /// Whether the line that continues in the next chunk has more than white space so far.
  private var lineHasText = false

  init(split: WordCorpus.Split, sentences: WordCorpus.Sentences) { (self.split, self.sentences) = (split, sentences) }

  /// Calls `body` with the number of each word, and with `WordCorpus.end` at the end of a sentence.
  mutating func read(_ chunk: UnsafeBufferPointer<UInt8>, _ body: (Int32) -> Void) {
    var terms = Terms()
    var start = 0
    while start < chunk.count {
      let newline = chunk[start...].firstIndex(of: UInt8(ascii: "\n")) ?? chunk.count
      let line = UnsafeBufferPointer(rebasing: chunk[start..<newline])
      if !lineHasText { lineHasText = !line.allSatisfy(isWhitespace) }
      switch split {
      case .words:
        splitter.split(line, into: &terms)
        for i in 0..<terms.count {
          count(UnsafeBufferPointer(start: terms.bytes + terms.starts[i], count: terms.ends[i] - terms.starts[i]), body)
        }
      case .spaces:
        var first = 0
        for i in line.indices where isWhitespace(line[i]) {
          if i > first { count(UnsafeBufferPointer(rebasing: line[first..<i]), body) }
          first = i + 1
        }
        if first < line.count { count(UnsafeBufferPointer(rebasing: line[first...]), body) }
      }
      if newline < chunk.count { endLine(body) }
      start = newline + 1
    }
  }

  private mutating func count(_ word: UnsafeBufferPointer<UInt8>, _ body: (Int32) -> Void) {
    let id = words.add(word)
    if Int(id) == counts.count { counts.append(0) }
    counts[Int(id)] += 1
    body(id)
  }

  private mutating func endLine(_ body: (Int32) -> Void) {
    switch sentences {
    case .line: if lineHasText { body(WordCorpus.end) }
    case .paragraph: if !lineHasText { body(WordCorpus.end) }
    case .text: break
    }
    lineHasText = false
  }
}
