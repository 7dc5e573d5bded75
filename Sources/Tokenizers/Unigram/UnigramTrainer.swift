import Files
import Foundation

/// Finds the pieces of a ``UnigramTokenizer``: it starts with many pieces, and removes those that the text misses least.
///
///     var trainer = UnigramTrainer(vocabularySize: 1000)
///     trainer.add("some text")
///     let tokenizer = try trainer.train()
///
/// Two steps alternate. Expectation maximization (EM) gives the pieces the probabilities that make the text most likely:
/// it counts how often each piece is expected, over all ways to split the text, and makes the probabilities
/// proportional to these counts; that never makes the text less likely. Then a quarter of the pieces is removed: those
/// whose removal, with the next best way to spell them in their place, lowers the likelihood least. Single characters
/// are never removed.
///
/// A piece is made of letters only, of digits only, or of other characters only, with a mark before it if it starts a
/// word. Line breaks are pieces of their own.
///
/// SentencePiece's trainer counts in the same way, but makes probabilities from exp(digamma(count)), which favors
/// frequent pieces, and drops pieces with a count below 0.5 in between. So its vocabularies are not quite the same.
///
/// Source: Kudo, "Subword Regularization" (2018), section 3.2.
public struct UnigramTrainer {
  /// The number of tokens, with those of bytes and the unknown token.
  public var vocabularySize: Int
  /// Whether characters outside the vocabulary are spelled by 256 pieces that stand for bytes.
  public var usesBytes: Bool
  /// The share of the text that single characters must cover; the rarest ones beyond it get no pieces.
  public var characterCoverage: Double
  /// How many scalars a piece has at most.
  public var maximumLength = 16
  /// What happens to the text before it is split; nil if nothing does.
  public var normalizer: Normalizer?
  /// How spaces are written.
  public var metaspace: Metaspace

  /// How many pieces there are at first.
  private static let seedCount = 1_000_000
  /// The share of pieces that remain after each removal.
  private static let shrinkingFactor = 0.75

  private var counts = CountedChunks()

  /// Creates a trainer without a text.
  public init(
    vocabularySize: Int, usesBytes: Bool = true, characterCoverage: Double = 0.9995, normalizer: Normalizer? = nil,
    metaspace: Metaspace = Metaspace(prepends: .never)
  ) {
    self.vocabularySize = vocabularySize
    self.usesBytes = usesBytes
    self.characterCoverage = characterCoverage
    self.normalizer = normalizer
    self.metaspace = metaspace
  }

  /// Adds a text, or the next part of one.
  public mutating func add(_ text: String) {
    let pipeline = TextPipeline(normalizer: normalizer, preTokenizer: .metaspace(metaspace))
    let mark = metaspace.mark
    counts.add(pipeline.chunks(of: text, isStart: true).lazy.flatMap { parts(of: $0, mark: mark) })
  }

  /// Returns the tokenizer of a text.
  ///
  /// - Throws: `Problem` as ``train()``.
  public func train(_ text: String) throws -> UnigramTokenizer {
    var trainer = self
    trainer.add(text)
    return try trainer.train()
  }

  /// Returns the tokenizer of the texts that were added.
  ///
  /// The vocabulary is smaller than asked for if the text has too few different pieces.
  ///
  /// - Throws: `Problem` of kind `badData` if there is no text, or if the vocabulary is too small for its characters.
  public func train() throws -> UnigramTokenizer {
    let all = counts.sorted
    guard !all.isEmpty else { throw Problem(.badData, "the text to train on is empty") }
    let characters = coveredCharacters(all)
    let fixed = ["<unk>"] + (usesBytes ? (UInt8.min...UInt8.max).map(bytePiece) : [])
    let target = vocabularySize - fixed.count
    guard target >= characters.count else {
      throw Problem(
        .badData, "\(vocabularySize) tokens are too few: the text needs \(characters.count + fixed.count)",
        suggestion: "Make the vocabulary larger.")
    }
    let chunks = split(all, at: Set(characters.keys))
    var model = UnigramEstimate(
      chunks: chunks, characters: characters.sorted { $0.key < $1.key }.map { (String($0.key), $0.value) },
      seeds: SeedPieces(chunks, maximumLength: maximumLength).best(Self.seedCount))
    model.maximize(rounds: 2)
    // The last removal is by probability, as the last pieces to go are the least likely ones.
    while model.count > target + target / 10 {
      model.prune(to: max(target + target / 10, Int(Self.shrinkingFactor * Double(model.count))))
      model.maximize(rounds: 2)
    }
    model.keepLikeliest(target)
    model.maximize(rounds: 2)
    let pieces = model.pieces.sorted { $0.score > $1.score }
    return try UnigramTokenizer(
      pieces: fixed.map { UnigramTokenizer.Piece($0, 0) } + pieces, unknownToken: 0, usesBytes: usesBytes,
      pipeline: TextPipeline(
        normalizer: normalizer, preTokenizer: .metaspace(metaspace),
        decoder: .sequence((usesBytes ? [.byteFallback] : []) + [.metaspace(metaspace)]),
        specialTokens: [AddedToken("<unk>", 0)]))
  }

  /// Returns the most frequent scalars that together cover enough of the text, with their counts.
  private func coveredCharacters(_ chunks: [(bytes: [UInt8], count: Int)]) -> [Unicode.Scalar: Int] {
    var counts: [Unicode.Scalar: Int] = [:], total = 0
    for (bytes, count) in chunks {
      for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
        counts[scalar, default: 0] += count
        total += count
      }
    }
    let ranked = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
    var covered: [Unicode.Scalar: Int] = [:], sum = 0
    for (scalar, count) in ranked where Double(sum) < characterCoverage * Double(total) {
      covered[scalar] = count
      sum += count
    }
    return covered
  }

  /// Returns the parts of chunks between characters that are not covered, and of chunks longer than 256 bytes.
  private func split(
    _ chunks: [(bytes: [UInt8], count: Int)], at covered: Set<Unicode.Scalar>
  ) -> [(bytes: [UInt8], count: Int)] {
    var parts: [[UInt8]: Int] = [:]
    for (bytes, count) in chunks {
      var part: [UInt8] = []
      for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
        let isCovered = covered.contains(scalar)
        if isCovered { part += Array(String(scalar).utf8) }
        if !isCovered || part.count >= 256 {
          if !part.isEmpty { parts[part, default: 0] += count }
          part.removeAll()
        }
      }
      if !part.isEmpty { parts[part, default: 0] += count }
    }
    return parts.map { (bytes: $0.key, count: $0.value) }.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}

/// What kinds of characters do not share a piece.
private enum CharacterKind {
  case letter, digit, lineBreak, other

  init(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "a"..."z", "A"..."Z": self = .letter
    case "0"..."9": self = .digit
    case "\n", "\r": self = .lineBreak
    case ..<"\u{80}": self = .other
    default:
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
        .spacingMark, .enclosingMark:
        self = .letter
      case .decimalNumber, .letterNumber, .otherNumber: self = .digit
      default: self = .other
      }
    }
  }
}

/// Returns the parts of a chunk that are of one kind each, with a mark before them if the chunk starts with one.
private func parts(of chunk: ArraySlice<UInt8>, mark: Unicode.Scalar) -> [ArraySlice<UInt8>] {
  var parts: [ArraySlice<UInt8>] = [], start = chunk.startIndex, place = start
  var kind: CharacterKind?
  while place < chunk.endIndex {
    let width = min(scalarWidth(chunk[place]), chunk.endIndex - place)
    let scalar = scalar(chunk[place..<place + width])
    if scalar != mark {
      let next = CharacterKind(scalar)
      // A mark before a line break is a piece of its own.
      let isMarked = kind == nil && place > start
      if (kind != nil && next != kind) || (isMarked && next == .lineBreak) {
        parts.append(chunk[start..<place])
        start = place
      }
      kind = next
    }
    place += width
  }
  if start < chunk.endIndex { parts.append(chunk[start...]) }
  return parts
}
