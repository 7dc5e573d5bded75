import Console
import Corpora
import Files
import Tokenizers

/// The kinds of tokenizers that can be trained; each case knows how.
enum Kind: String, CaseIterable, OptionValue, Encodable {
  /// Byte-pair encoding over bytes, as in GPT-2.
  case bytePair = "byte-pair"

  /// Trains a tokenizer of this kind on texts.
  ///
  /// - Returns: the tokenizer and the record of the texts.
  func train(_ settings: TrainingSettings) throws -> (tokenizer: any Tokenizer, texts: TextRecord) {
    switch self {
    case .bytePair: try trainBytePair(settings)
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

private func trainBytePair(_ settings: TrainingSettings) throws -> (tokenizer: any Tokenizer, texts: TextRecord) {
  let trainer = BytePairTrainer(splitting: settings.splitting), remarks = settings.remarks
  var counted = 0
  let record = try forEachBlock(ofTexts: settings.texts, lossy: settings.isLossy, for: settings.splitting) { block in
    trainer.add(bytes: block)
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

/// Reads texts in blocks of some megabytes, which end where the splitting allows it; see `TextBlocks`.
@discardableResult
func forEachBlock(
  ofTexts paths: [String], lossy: Bool, for splitting: Splitting,
  _ body: (UnsafeBufferPointer<UInt8>) throws -> Void
) throws -> TextRecord {
  var blocks = TextBlocks(splitting)
  let record = try forEachChunk(ofTexts: paths, lossy: lossy, chunkSize: 1 << 23) { piece in
    try Interruption.check()
    if let block = blocks.add(Array(piece)) { try block.withUnsafeBufferPointer(body) }
  }
  try blocks.rest.withUnsafeBufferPointer(body)
  return record
}
