import Corpora
import Files
import Foundation
import Tokenizers

/// An n-gram model and its vocabulary, read from an ARPA file.
public struct ARPAModel {
  /// The model.
  public let model: NGramModel
  /// The tokenizer, with ids in the order of the file.
  public let tokenizer: NGramTokenizer

  /// Reads an ARPA file from KenLM or another program, also one that gzip packed.
  ///
  /// The n-grams of a section can be in any order, but the context of each, all its tokens except the last, must occur
  /// in the section before. If `<unk>` is missing, unknown words are impossible; `<UNK>` means the same. A logarithm of
  /// -99 or less stands for a value of 0.
  ///
  /// - Parameters:
  ///   - path: the file, or `-` for standard input.
  ///   - level: the kind of the file's tokens; characters are written as themselves or as code points such as `U+000A`.
  ///     If nil, the tokens are characters if all of them can be, and words otherwise.
  ///   - sentences: how text is divided into sentences; by default as in
  ///     ``NGramTokenizer/init(text:level:sentences:)``.
  ///   - lossy: whether to replace bytes that are not UTF-8 with U+FFFD, "�", instead of throwing.
  ///   - remark: receives a line for each thing that was changed while reading.
  /// - Throws: `Problem` of kind `missing` when the file cannot be read, `badData` with the file and the line when it
  ///   is malformed, has no tokens except markers, or has a backoff weight that raises a probability above 1.
  public init(
    contentsOf path: String, level: NGramTokenizer.Level? = nil, sentences: NGramTokenizer.Sentences? = nil,
    lossy: Bool = false, remark: (String) -> Void = { _ in }
  ) throws {
    self = try readTextBytes(path, lossy: lossy, remark: remark).withUnsafeBufferPointer { bytes in
      var reader = ARPAReader(ARPAText(inputName(path), bytes), level, sentences)
      return try reader.read()
    }
  }

  fileprivate init(_ model: NGramModel, _ tokenizer: NGramTokenizer) {
    self.model = model
    self.tokenizer = tokenizer
  }
}

/// Builds the levels of a model, section by section.
private struct ARPAReader {
  private var text: ARPAText
  private let level: NGramTokenizer.Level?
  private let sentences: NGramTokenizer.Sentences?
  private var tokenizer: NGramTokenizer?
  private var ids: [UInt32: Int32] = [:]
  private var names = WordVocabulary()
  /// The id of each name, in the order of the section of 1-grams.
  private var idOfName: [Int32] = []
  private var tokens: [Int32] = [-1]
  private var probabilities: [Float] = [0]
  private var backoffWeights: [Float] = [1]
  /// The line of each node in the file, for nodes that can be contexts.
  private var lines: [Int] = [0]
  private var firstChildren: [Int32] = [1]
  private var levelStarts = [0, 1]

  init(_ text: ARPAText, _ level: NGramTokenizer.Level?, _ sentences: NGramTokenizer.Sentences?) {
    self.text = text
    self.level = level
    self.sentences = sentences
  }

  /// An n-gram of one line: its parent node, its last token, its two numbers and its line number.
  private struct Entry {
    let parent: Int32
    let token: Int32
    let probability: Float
    let backoffWeight: Float
    let line: Int
  }

  mutating func read() throws -> ARPAModel {
    let counts = try readHeader()
    let vocabulary = try readSingleTokens(counts[0], isLast: counts.count == 1)
    for length in 2..<max(2, counts.count + 1) {
      try readSection(length, counts[length - 1], isLast: length == counts.count, vocabulary)
    }
    try text.expect("\\end\\")
    guard let tokenizer else { preconditionFailure("the single tokens have been read") }
    let contexts = levelStarts[counts.count]
    probabilities[0] = Float(1 / Double(vocabulary.predictedCount))
    let model = NGramModel(
      vocabulary: vocabulary, order: counts.count, backoff: .shorterContext, tokens: tokens,
      probabilities: probabilities,
      backoffWeights: Array(backoffWeights[..<contexts]), firstChildren: firstChildren, levelStarts: levelStarts)
    if let node = model.firstNodeAboveOne() {
      throw text.problem(
        "the second logarithm is too large: it raises the probability of an unseen token above 1",
        line: lines[node])
    }
    return ARPAModel(model, tokenizer)
  }

  /// Reads `\data\` and the number of n-grams of each length.
  private mutating func readHeader() throws -> [Int] {
    try text.skipToData()
    var counts: [Int] = []
    while let line = text.next(), !line.allSatisfy(isWhitespace) {
      // Not all programs leave an empty line after the header.
      if line.first == UInt8(ascii: "\\"), !counts.isEmpty {
        text.stepBack()
        break
      }
      let words = line.split(whereSeparator: { isWhitespace($0) || $0 == UInt8(ascii: "=") })
      guard words.count == 3, text.string(words[0]) == "ngram", Int(text.string(words[1])) == counts.count + 1,
        let count = Int(text.string(words[2])), count >= 0, count < Int(Int32.max)
      else { throw text.problem("expected a line such as \"ngram \(counts.count + 1)=123\" here") }
      counts.append(count)
    }
    guard NGramModel.orders.contains(counts.count) else {
      throw text.problem("the header lists n-grams of \(counts.count) lengths; 1 to 8 are supported")
    }
    return counts
  }

  private mutating func readSingleTokens(_ count: Int, isLast: Bool) throws -> NGramVocabulary {
    try text.expect("\\1-grams:")
    var lines: [(name: UnsafeBufferPointer<UInt8>, probability: Float, backoffWeight: Float, line: Int)] = []
    for read in 0..<count {
      let (words, probability, backoffWeight) = try text.nextNGram(1, read, of: count, isLast: isLast)
      let name = UnsafeBufferPointer(rebasing: words[0])
      if Int(names.add(name)) != lines.count { throw text.problem("the token \(text.string(words[0])) occurs twice") }
      lines.append((name, probability, backoffWeight, text.lineNumber))
    }
    try text.endSection(1, count)
    let markers = lines.map { markerName($0.name) }
    guard markers.count(where: { $0 == unknownName }) <= 1 else {
      throw text.problem("\(unknownName) occurs twice, once in capitals", line: lines.last?.line)
    }
    let ordinary = lines.indices.filter { markers[$0] == nil }
    guard !ordinary.isEmpty else { throw text.problem("there are no tokens except markers", line: lines.last?.line) }
    let tokenizer = try makeTokenizer(ordinary.map { (lines[$0].name, lines[$0].line) })
    let vocabulary = tokenizer.vocabulary
    for marker in [startName, endName] where !markers.contains(marker) {
      throw text.problem("the 1-grams have no \(marker)", line: lines.last?.line)
    }
    self.tokenizer = tokenizer
    idOfName = markers.map { marker in
      switch marker {
      case unknownName: vocabulary.unknown
      case startName: vocabulary.start
      case endName: vocabulary.end
      default: -1
      }
    }
    for (id, line) in ordinary.enumerated() { idOfName[line] = Int32(id) }
    tokens += 0..<Int32(vocabulary.size)
    probabilities += [Float](repeating: 0, count: vocabulary.size)
    backoffWeights += [Float](repeating: 1, count: vocabulary.size)
    self.lines += [Int](repeating: 0, count: vocabulary.size)
    for (line, id) in zip(lines, idOfName) {
      // `<s>` is given, never predicted, so its probability in the file is ignored.
      probabilities[Int(id) + 1] = id == vocabulary.start ? 0 : line.probability
      backoffWeights[Int(id) + 1] = line.backoffWeight
      self.lines[Int(id) + 1] = line.line
    }
    endLevel()
    return vocabulary
  }

  private func makeTokenizer(_ names: [(UnsafeBufferPointer<UInt8>, line: Int)]) throws -> NGramTokenizer {
    var seen: Set<Unicode.Scalar> = []
    var characters: [Unicode.Scalar] = []
    if level != .word {
      for (name, line) in names {
        guard let scalar = scalar(arpaSpelling: text.string(name)), seen.insert(scalar).inserted else {
          guard level == .character else { return wordTokenizer(names.map(\.0)) }
          throw text.problem(
            "the token \(text.string(name)) is neither a new character nor a code point such as U+000A", line: line,
            suggestion: "If the tokens are words, use \(Problem.setting("level")) word.")
        }
        characters.append(scalar)
      }
      return NGramTokenizer(
        characters: CharacterTokenizer(vocabulary: characters),
        sentences: sentences ?? NGramTokenizer.Level.character.usualSentences)
    }
    return wordTokenizer(names.map(\.0))
  }

  private func wordTokenizer(_ names: [UnsafeBufferPointer<UInt8>]) -> NGramTokenizer {
    var words = WordVocabulary()
    for name in names { words.add(name) }
    return NGramTokenizer(words: words, sentences: sentences ?? NGramTokenizer.Level.word.usualSentences)
  }

  private mutating func readSection(
    _ length: Int, _ count: Int, isLast: Bool, _ vocabulary: NGramVocabulary
  ) throws {
    // Some programs leave out a section without n-grams.
    if count == 0 { text.skip("\\\(length)-grams:") } else { try text.expect("\\\(length)-grams:") }
    var entries: [Entry] = []
    // The header can claim any number, but a line takes at least two bytes per token, and two for a logarithm and the
    // line's end.
    entries.reserveCapacity(min(count, text.size / (2 * length + 2)))
    for read in 0..<count {
      let (words, probability, backoffWeight) = try text.nextNGram(length, read, of: count, isLast: isLast)
      var node = 0
      var token: Int32 = 0
      for (i, word) in words.enumerated() {
        guard let name = number(of: UnsafeBufferPointer(rebasing: word)) else {
          throw text.problem("the token \(text.string(word)) is not among the 1-grams")
        }
        token = idOfName[Int(name)]
        guard i < words.count - 1 else { break }
        node = child(of: node, token)
        guard node >= 0 else {
          throw text.problem(
            "the context of \(text.string(words[words.count - 1])) is not among the \(length - 1)-grams")
        }
      }
      entries.append(
        Entry(
          parent: Int32(node), token: token, probability: probability, backoffWeight: backoffWeight,
          line: text.lineNumber))
    }
    try text.endSection(length, count)
    func isBefore(_ a: Entry, _ b: Entry) -> Bool { (a.parent, a.token) < (b.parent, b.token) }
    if !zip(entries, entries.dropFirst()).allSatisfy({ isBefore($0, $1) }) { entries.sort(by: isBefore) }
    var last: Entry?
    for entry in entries {
      if let last, last.parent == entry.parent, last.token == entry.token {
        throw text.problem("the n-gram occurs twice", line: max(last.line, entry.line))
      }
      last = entry
      while firstChildren.count <= Int(entry.parent) { firstChildren.append(Int32(tokens.count)) }
      tokens.append(entry.token)
      probabilities.append(entry.probability)
      backoffWeights.append(entry.backoffWeight)
      if !isLast { lines.append(entry.line) }
    }
    endLevel()
  }

  /// Returns the number of a name among the 1-grams; `<unk>` and `<UNK>` are one.
  private func number(of name: UnsafeBufferPointer<UInt8>) -> Int32? {
    if let number = names.number(of: name) { return number }
    guard markerName(name) == unknownName else { return nil }
    return unknownNames.lazy.compactMap { names.number(of: $0) }.first
  }

  /// Closes a level: its last parents have no more children, and the children of its own first node begin here.
  private mutating func endLevel() {
    let first = levelStarts[levelStarts.count - 1]
    while firstChildren.count <= first { firstChildren.append(Int32(tokens.count)) }
    levelStarts.append(tokens.count)
  }

  /// Returns the child of a node that ends with a token, or -1.
  private func child(of node: Int, _ token: Int32) -> Int {
    guard node > 0 else { return Int(token) + 1 }
    return sortedIndex(of: token, in: tokens, Int(firstChildren[node])..<Int(firstChildren[node + 1]))
  }
}
