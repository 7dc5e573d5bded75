import Files

/// BERT's tokenizer: each word is split from left to right into the longest pieces of the vocabulary; pieces inside of
/// a word are marked by a prefix.
///
///     let tokenizer = try WordPieceTrainer(vocabularySize: 1000).train("the text ...")
///     tokenizer.pieces(try tokenizer.encode("Tokenization!"))    // token, ##ization, !
///
/// A word that cannot be spelled by pieces, or that is too long, becomes one unknown token. Spaces are not kept:
/// decoding puts one between words, so it restores only texts that are normalized and spaced in this way.
///
/// Encoding takes time proportional to the length of the text; see `LongestMatches`.
///
/// Source: Devlin et al., "BERT" (2018); the published code.
public struct WordPieceTokenizer: PieceTokenizer {
  /// The pieces; the token of each is its index.
  public let pieces: [String]
  /// The token of words that cannot be spelled; nil if such texts are refused.
  public let unknownToken: Int32?
  /// The prefix of pieces that continue a word.
  public let prefix: String
  /// How many scalars a word has at most that is not unknown.
  public let maximumWordLength: Int
  /// What happens to a text around the pieces.
  public let pipeline: TextPipeline

  private let spellings: [[UInt8]]
  private let matches: LongestMatches

  /// Creates a tokenizer. Special tokens never stand for a part of a text that looks like their names.
  ///
  /// - Throws: `Problem` of kind `badData` if there are no pieces, two pieces are the same, or a token is not in the
  ///   vocabulary.
  public init(
    pieces: [String], unknownToken: Int32?, prefix: String = "##", maximumWordLength: Int = 100,
    pipeline: TextPipeline = .bert
  ) throws {
    guard !pieces.isEmpty, pieces.count < Int(Int32.max) else {
      throw Problem(.badData, "the vocabulary is empty, or too large")
    }
    let spellings = pieces.map { Array($0.utf8) }, mark = Array(prefix.utf8)
    try checkDistinct(spellings)
    try checkTokens([unknownToken].compactMap(\.self), pipeline, pieces.count)
    let special = Set(pipeline.specialTokens.map(\.token) + [unknownToken].compactMap(\.self))
    let matched = spellings.enumerated().filter { !special.contains(Int32($0.offset)) }.map {
      (bytes: $0.element, token: Int32($0.offset))
    }
    matches = LongestMatches(
      starts: matched,
      continuations: matched.filter { $0.bytes.starts(with: mark) }.map {
        (Array($0.bytes.dropFirst(mark.count)), $0.token)
      }
    )
    self.pieces = pieces
    self.unknownToken = unknownToken
    self.prefix = prefix
    self.maximumWordLength = maximumWordLength
    self.pipeline = pipeline
    self.spellings = spellings
  }

  /// The number of pieces, special ones included.
  public var vocabularySize: Int { pieces.count }

  /// Returns the piece of a token in UTF-8.
  public func piece(of token: Int32) -> [UInt8] {
    precondition(spellings.indices.contains(Int(token)), "decode: token \(token) is not in 0 ..< \(vocabularySize)")
    return spellings[Int(token)]
  }

  /// Returns the tokens of a part of a text, without looking for special tokens; see ``PieceTokenizer``.
  public func encode(_ text: String, isStart: Bool) throws -> [Int32] {
    var tokens: [Int32] = []
    for word in pipeline.chunks(of: text, isStart: isStart) {
      let isShort = word.count <= maximumWordLength || word.count(where: { !isContinuation($0) }) <= maximumWordLength
      if isShort, matches.append(word, to: &tokens) { continue }
      guard let unknownToken else {
        throw Problem(
          .badData,
          "the text contains a word that no pieces spell: "
            + quoted(String(decoding: word, as: UTF8.self), limit: 40),
          suggestion: "Leave it out, or train on a text that has its characters.")
      }
      tokens.append(unknownToken)
    }
    return tokens
  }

  /// Returns the contents of a `tokenizer.json` in Hugging Face's format.
  public func json() throws -> String { huggingFaceJSON() }
}

extension TextPipeline {
  /// What BERT does around its pieces, without special tokens.
  public static var bert: TextPipeline {
    TextPipeline(
      normalizer: .bert(BERTNormalizer()), preTokenizer: .bert, decoder: .wordPiece(prefix: "##", cleansUp: true))
  }
}
