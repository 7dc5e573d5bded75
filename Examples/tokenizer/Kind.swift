import Console
import Corpora
import Files
import Tokenizers

/// The kinds of tokenizers that can be trained; each case knows how.
enum Kind: String, CaseIterable, OptionValue, Encodable {
  /// Byte-pair encoding over bytes, as in GPT-2.
  case bytePair = "byte-pair"
  /// BERT's: the longest pieces of each word.
  case wordPiece = "wordpiece"
  /// SentencePiece's: the likeliest pieces.
  case unigram
  /// Every character is a token.
  case character

  /// Trains a tokenizer of this kind on texts.
  ///
  /// - Returns: the tokenizer and the record of the texts.
  func train(_ settings: TrainingSettings) throws -> (tokenizer: any Tokenizer, texts: TextRecord) {
    switch self {
    case .bytePair: try trainBytePair(settings)
    case .wordPiece:
      try trainByCounting(settings, WordPieceTrainer(vocabularySize: settings.vocabularySize)) {
        $0.add($1)
      } result: {
        try $0.train()
      }
    case .unigram:
      try trainByCounting(settings, UnigramTrainer(vocabularySize: settings.vocabularySize)) {
        $0.add($1)
      } result: {
        try $0.train()
      }
    case .character:
      try trainByCounting(settings, Set<Unicode.Scalar>()) {
        $0.formUnion($1.unicodeScalars)
      } result: { characters in
        if characters.isEmpty { throw Problem(.badData, "the text to train on is empty") }
        return CharacterTokenizer(vocabulary: characters.sorted())
      }
    }
  }
}

/// What the user asked for.
struct TrainingSettings {
  let texts: [String]
  let isLossy: Bool
  let vocabularySize: Int
  let splitting: Splitting
  let specialTokens: [String]
  let remarks: Remarks
}

/// Trains a tokenizer on what is counted block by block.
private func trainByCounting<Counts>(
  _ settings: TrainingSettings, _ counts: Counts, add: (inout Counts, String) -> Void,
  result: (Counts) throws -> any Tokenizer
) throws -> (tokenizer: any Tokenizer, texts: TextRecord) {
  var counts = counts, counted = 0
  // Blocks end at white space, as no piece spans words.
  let record = try forEachBlock(ofTexts: settings.texts, lossy: settings.isLossy, for: .gpt2) { block in
    add(&counts, String(decoding: block, as: UTF8.self))
    counted += block.count
    settings.remarks.update("counting: \(counted / 1_000_000) MB")
  }
  settings.remarks.update("training")
  let tokenizer = try result(counts)
  settings.remarks.finish()
  return (tokenizer, record)
}

private func trainBytePair(_ settings: TrainingSettings) throws -> (tokenizer: any Tokenizer, texts: TextRecord) {
  let trainer = BytePairTrainer(splitting: settings.splitting), remarks = settings.remarks
  var counted = 0
  let record = try forEachBlock(ofTexts: settings.texts, lossy: settings.isLossy, for: settings.splitting) { block in
    block.withUnsafeBufferPointer { trainer.add(bytes: $0) }
    counted += block.count
    remarks.update("counting: \(counted / 1_000_000) MB")
  }
  let tokenizer = try trainer.tokenizer(
    vocabularySize: settings.vocabularySize, specialTokens: settings.specialTokens
  ) { pieces in
    remarks.update("merging: \(pieces) of \(settings.vocabularySize) tokens")
    try Interruption.check()
  }
  remarks.finish()
  return (tokenizer, record)
}

extension Interruption {
  /// Ends the command if the user pressed Ctrl-C; nothing is written before the end.
  static func check() throws {
    if let interruption = received { throw interruption.problem("", suggestion: "Nothing was written.") }
  }
}

/// Reads texts in blocks of about a megabyte, which end where the splitting allows it; see `TextBlocks`.
@discardableResult
func forEachBlock(
  ofTexts paths: [String], lossy: Bool, for splitting: Splitting,
  _ body: ([UInt8]) throws -> Void
) throws -> TextRecord {
  var blocks = TextBlocks(splitting)
  let record = try forEachChunk(ofTexts: paths, lossy: lossy, chunkSize: 1 << 20) { piece in
    try Interruption.check()
    if let block = blocks.add(piece) { try body(block) }
  }
  try body(blocks.rest)
  return record
}
