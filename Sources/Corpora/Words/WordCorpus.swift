import Files

/// A text as the ids of its words, sentence by sentence: the training data of Word2Vec.
///
///     let corpus = try WordCorpus(contentsOf: "tales.txt", minimumCount: 5)
///     corpus.vocabulary[0]     // "the": the most frequent word has id 0
///     corpus.ids.prefix(4)     // [412, 0, 87, -1]: a sentence of three words, and its end
///
/// Besides the vocabulary, the corpus takes four bytes per word of the text, since the file is read chunk by chunk.
public struct WordCorpus: Sendable {
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
  /// What a sentence is: as the caller said, or as the text's empty lines suggest.
  public let sentences: Sentences
  /// The number of words that were cut at their combining marks, and that ``WordPattern/marks`` would keep whole.
  public let cutWordCount: Int
  /// The record of the text; its remarks say what was changed while reading.
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
        .badData, "\(record.name) has no two words in one sentence",
        suggestion: "Use longer \(Problem.setting("sentences")), or a lower \(Problem.setting("minimum-count")).")
    }
  }

  /// Reads a text from a file; see ``init(contentsOf:pattern:sentences:minimumCount:lossy:)-([String],_,_,_,_)``.
  public init(
    contentsOf path: String, pattern: WordPattern = .letters, sentences: Sentences? = .line, minimumCount: Int = 5,
    lossy: Bool = false
  ) throws {
    try self.init(
      contentsOf: [path], pattern: pattern, sentences: sentences, minimumCount: minimumCount, lossy: lossy)
  }

  /// Reads a text from files, folders or standard input, one after another.
  ///
  /// - Parameters:
  ///   - paths: files, folders, or `-` for standard input.
  ///   - pattern: what a word is.
  ///   - sentences: what a sentence is. With nil, it is a paragraph if at least every 20th line is empty, as in a book,
  ///     and otherwise a line.
  ///   - minimumCount: words that occur less often are left out, as if they were not in the text.
  ///   - lossy: whether to replace bytes that are not UTF-8 instead of throwing.
  /// - Throws: `Problem` of kind `badData` when fewer than two distinct words are left; also the errors of
  ///   ``readTexts(_:lossy:)``.
  public init(
    contentsOf paths: [String], pattern: WordPattern = .letters, sentences: Sentences? = .line, minimumCount: Int = 5,
    lossy: Bool = false
  ) throws {
    require(minimumCount >= 1, "WordCorpus: a minimum count of \(minimumCount)")
    var reader = WordReader(pattern: pattern, sentences: sentences)
    var all: [Int32] = []
    // A word takes at least one byte and a space. Memory that is never written to costs nothing.
    all.reserveCapacity(
      try textFiles(paths).files.reduce(2) { $0 + (fileSize($1) ?? 0) / 2 * (sentences == .text ? 1 : 2) })
    record = try forEachChunk(ofTexts: paths, lossy: lossy) { chunk in
      chunk.withUnsafeBufferPointer { chunk in reader.read(chunk) { all.append($0) } }
    }
    self.sentences = sentences ?? reader.likelySentences
    if sentences == nil { Self.settleEnds(&all, self.sentences) }
    wordsRead = reader.counts.reduce(0, +)
    distinctWords = reader.words.count
    cutWordCount = reader.cutWordCount
    let found = reader
    let kept = found.counts.indices.filter { found.counts[$0] >= minimumCount }.sorted {
      (found.counts[$1], $0) < (found.counts[$0], $1)
    }
    guard distinctWords >= 2 else {
      throw Problem(
        .badData, "\(record.name) has \(distinctWords == 0 ? "no words" : "only one word")",
        suggestion: pattern == .spaces
          ? nil : "A word has at least two letters or digits; \(Problem.setting("pattern")) spaces accepts single ones."
      )
    }
    guard kept.count >= 2 else {
      let left = kept.isEmpty ? "none" : "only one"
      throw Problem(
        .badData,
        "\(record.name) has too few words: \(left) of its \(grouped(distinctWords)) occurs \(minimumCount) times or more",
        suggestion: "Use a longer text. To try this one: \(Problem.setting("minimum-count")) 1 and "
          + "\(Problem.setting("subsample")) 0.")
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

  /// The end of a paragraph, while it is not known yet what a sentence is.
  fileprivate static let paragraphEnd: Int32 = -2

  /// Keeps the ends of lines or those of paragraphs, and removes the others.
  private static func settleEnds(_ ids: inout [Int32], _ sentences: Sentences) {
    let (kept, removed) = sentences == .paragraph ? (paragraphEnd, end) : (end, paragraphEnd)
    var count = 0
    for i in ids.indices where ids[i] != removed {
      ids[count] = ids[i] == kept ? end : ids[i]
      count += 1
    }
    ids.removeLast(ids.count - count)
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
  let sentences: WordCorpus.Sentences?
  private(set) var words = WordVocabulary()
  private(set) var counts: [Int] = []
  /// The number of words that were cut at their combining marks.
  private(set) var cutWordCount = 0
  private let splitter: TermSplitter
  /// Whether the line that continues in the next chunk has more than white space so far.
  private var lineHasText = false
  /// The numbers so far of lines with text, of empty lines between them, and of empty lines after the last of them.
  private var textLines = 0, emptyLines = 0, lastEmptyLines = 0

  /// What a sentence probably is.
  var likelySentences: WordCorpus.Sentences { emptyLines > 0 && 19 * emptyLines >= textLines ? .paragraph : .line }

  init(pattern: WordPattern, sentences: WordCorpus.Sentences?) {
    splitter = TermSplitter(pattern: pattern)
    self.sentences = sentences
  }

  /// Calls `body` with the number of each word, and with `WordCorpus.end` at the end of a sentence.
  mutating func read(_ chunk: UnsafeBufferPointer<UInt8>, _ body: (Int32) -> Void) {
    var terms = Terms()
    var start = 0
    while start < chunk.count {
      let newline = chunk[start...].firstIndex(of: UInt8(ascii: "\n")) ?? chunk.count
      let line = UnsafeBufferPointer(rebasing: chunk[start..<newline])
      if !lineHasText { lineHasText = !line.allSatisfy(isWhitespace) }
      splitter.split(line, into: &terms)
      cutWordCount += terms.cutWordCount
      for i in 0..<terms.count {
        count(UnsafeBufferPointer(start: terms.bytes + terms.starts[i], count: terms.ends[i] - terms.starts[i]), body)
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
    countLine()
    switch sentences {
    case nil: body(lineHasText ? WordCorpus.end : WordCorpus.paragraphEnd)
    case .line: if lineHasText { body(WordCorpus.end) }
    case .paragraph: if !lineHasText { body(WordCorpus.end) }
    case .text: break
    }
    lineHasText = false
  }

  private mutating func countLine() {
    guard lineHasText else { return lastEmptyLines += 1 }
    if textLines > 0 { emptyLines += lastEmptyLines }
    (textLines, lastEmptyLines) = (textLines + 1, 0)
  }
}
