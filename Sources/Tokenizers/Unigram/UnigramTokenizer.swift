import Files

/// SentencePiece's model: each piece of text has a probability, and a text is split into the pieces whose product of
/// probabilities is largest.
///
///     let tokenizer = try UnigramTrainer(vocabularySize: 1000).train("the text ...")
///     let tokens = try tokenizer.encode("tokenization")
///     tokenizer.decode(tokens)    // "tokenization"
///
/// A character that no piece contains is spelled by the pieces of its bytes (`<0xE2>`), if the vocabulary has them, and
/// otherwise becomes the unknown token; so do several such characters in a row, together.
///
/// Encoding takes time proportional to the length of the text times that of the longest piece.
///
/// Source: Kudo, "Subword Regularization: Improving Neural Network Translation Models with Multiple Subword Candidates"
/// (2018).
public struct UnigramTokenizer: PieceTokenizer {
  /// A piece of text and its score, the natural logarithm of its probability.
  public struct Piece: Sendable {
    /// The text, with marks in place of spaces.
    public var text: String
    /// The score.
    public var score: Double

    /// Creates a piece.
    public init(_ text: String, _ score: Double) {
      self.text = text
      self.score = score
    }
  }

  /// The pieces; the token of each is its index.
  public let pieces: [Piece]
  /// The token of characters that no piece stands for; nil if such texts are refused.
  public let unknownToken: Int32?
  /// Whether such characters are spelled by the pieces of their bytes.
  public let usesBytes: Bool
  /// What happens to a text around the pieces.
  public let pipeline: TextPipeline

  private let lattice: UnigramLattice
  private let spellings: [[UInt8]]
  /// The token of each byte; -1 for bytes that have none.
  private let byteTokens: [Int32]

  /// How far an unknown character's score is below that of the least likely piece.
  private static let unknownPenalty = 10.0

  /// Creates a tokenizer.
  ///
  /// Special tokens, the unknown token, and the pieces of bytes never stand for a part of a text that looks like their
  /// names.
  ///
  /// - Throws: `Problem` of kind `badData` if there are no pieces, two pieces are the same, a token is not in the
  ///   vocabulary, or `usesBytes` is set without pieces of all 256 bytes and without an unknown token.
  public init(pieces: [Piece], unknownToken: Int32? = nil, usesBytes: Bool = false, pipeline: TextPipeline) throws {
    guard !pieces.isEmpty, pieces.count < Int(Int32.max) else {
      throw Problem(.badData, "the vocabulary is empty, or too large")
    }
    let spellings = pieces.map { Array($0.text.utf8) }
    try checkDistinct(spellings)
    try checkTokens([unknownToken].compactMap(\.self), pipeline, pieces.count)
    var byteTokens = [Int32](repeating: -1, count: 256)
    if usesBytes {
      for (token, spelling) in spellings.enumerated() {
        if let byte = byte(ofPiece: spelling) { byteTokens[Int(byte)] = Int32(token) }
      }
      if unknownToken == nil, let missing = byteTokens.firstIndex(of: -1) {
        throw Problem(
          .badData, "the vocabulary has no piece \(bytePiece(UInt8(missing))), and no token for unknown characters")
      }
    }
    let unmatched = Set(pipeline.specialTokens.map(\.token) + [unknownToken].compactMap(\.self) + byteTokens)
    let matched = spellings.enumerated().filter { !unmatched.contains(Int32($0.offset)) }
    let smallest = pieces.lazy.map(\.score).min() ?? 0
    guard pieces.allSatisfy(\.score.isFinite) else { throw Problem(.badData, "a piece has no finite score") }
    self.lattice = UnigramLattice(
      trie: ByteTrie(matched.map { (bytes: $0.element, token: Int32($0.offset)) }), scores: pieces.map(\.score),
      unknownScore: smallest - Self.unknownPenalty)
    self.pieces = pieces
    self.unknownToken = unknownToken
    self.usesBytes = usesBytes
    self.pipeline = pipeline
    self.spellings = spellings
    self.byteTokens = byteTokens
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
    var tokens: [Int32] = [], scratch = UnigramLattice.Scratch()
    for chunk in pipeline.chunks(of: text, isStart: isStart) {
      try chunk.withUnsafeBufferPointer { chunk in
        lattice.findBest(in: chunk, &scratch)
        var unknown: Range<Int>?
        for (token, range) in scratch.path.reversed() {
          if token < 0 {
            unknown = (unknown?.lowerBound ?? range.lowerBound)..<range.upperBound
          } else {
            if let range = unknown { try appendUnknown(UnsafeBufferPointer(rebasing: chunk[range]), to: &tokens) }
            unknown = nil
            tokens.append(token)
          }
        }
        if let range = unknown { try appendUnknown(UnsafeBufferPointer(rebasing: chunk[range]), to: &tokens) }
      }
    }
    return tokens
  }

  /// Returns the sum of the scores of the pieces that a text is split into.
  ///
  /// - Throws: `Problem` of kind `badData` when the text contains something that no token stands for.
  public func score(of text: String) throws -> Double {
    try encode(text).reduce(0) { $0 + pieces[Int($1)].score }
  }

  private func appendUnknown(_ bytes: UnsafeBufferPointer<UInt8>, to tokens: inout [Int32]) throws {
    if usesBytes, bytes.allSatisfy({ byteTokens[Int($0)] >= 0 }) {
      tokens += bytes.map { byteTokens[Int($0)] }
    } else if let unknownToken {
      tokens.append(unknownToken)
    } else {
      throw Problem(
        .badData,
        "the text contains characters that the tokenizer never saw: "
          + quoted(String(decoding: bytes, as: UTF8.self), limit: 40),
        suggestion: "Leave them out, or train on a text that has them.")
    }
  }

  /// Returns the contents of a `tokenizer.json` in Hugging Face's format.
  public func json() throws -> String { huggingFaceJSON() }
}

/// Checks that no two pieces have the same bytes.
func checkDistinct(_ pieces: [[UInt8]]) throws {
  var seen: [[UInt8]: Int] = [:]
  seen.reserveCapacity(pieces.count)
  for (token, piece) in pieces.enumerated() {
    if let earlier = seen.updateValue(token, forKey: piece) {
      let text = quoted(String(decoding: piece, as: UTF8.self), limit: 40)
      throw Problem(.badData, "tokens \(earlier) and \(token) of the vocabulary are both \(text)")
    }
  }
}

/// Checks that tokens, and those that a pipeline names, are in a vocabulary of this size.
func checkTokens(_ tokens: [Int32], _ pipeline: TextPipeline, _ vocabularySize: Int) throws {
  let template = (pipeline.template?.single ?? []) + (pipeline.template?.pair ?? [])
  let named = template.compactMap { if case .token(let token, _) = $0 { token } else { nil } }
  for token in tokens + pipeline.specialTokens.map(\.token) + named where !(0..<vocabularySize).contains(Int(token)) {
    throw Problem(.badData, "a special token is \(token), which is not in the vocabulary of \(vocabularySize)")
  }
}
