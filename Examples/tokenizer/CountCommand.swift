import Console
import Corpora
import Files
import Tokenizers

/// The answer with `--json`.
private struct Figures: Encodable {
  let tokens: Int
  let bytes: Int
  let characters: Int
  let bytesPerToken: Double
  let charactersPerToken: Double
}

let countCommand = Command(
  "count", summary: "print how many tokens a text has", arguments: [TokenizerArguments.texts],
  options: [
    TokenizerArguments.tokenizer, CommonOptions.lossy, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet]), texts = try TokenizerArguments.texts(parsed, "count")
  let tokenizer = try TokenizerArguments.load(parsed)
  var tokens = 0, bytes = 0, characters = 0
  let ahead = EncodingAhead(tokenizer.encode)
  let record = try forEachBlock(ofTexts: texts, lossy: parsed[CommonOptions.lossy], for: tokenizer.splitting) { block in
    for encoded in try ahead.exchange(block) { tokens += encoded.count }
    bytes += block.count
    // Every byte but those that continue a character begins one.
    characters += block.count { $0 & 0xC0 != 0x80 }
    remarks.update("\(bytes / 1_000_000) MB")
  }
  for encoded in try ahead.finish() { tokens += encoded.count }
  record.remarks.forEach(remarks.say)
  remarks.finish()
  let figures = Figures(
    tokens: tokens, bytes: bytes, characters: characters, bytesPerToken: Double(bytes) / Double(tokens),
    charactersPerToken: Double(characters) / Double(tokens))
  if parsed[CommonOptions.json] { return try printJSON(figures) }
  try printFigures([
    ("tokens", Double(tokens)), ("bytes", Double(bytes)), ("characters", Double(characters)),
    ("bytes_per_token", figures.bytesPerToken), ("characters_per_token", figures.charactersPerToken),
  ])
}
