import Console
import Corpora
import Files
import Tokenizers

private let out = CommonOptions.outFile("the file of tokens to write (required)")

/// The answer with `--json`.
private struct Figures: Encodable {
  let out: String
  let tokens: Int
  let bytes: Int
  let elapsedS: Double
  let megabytesPerSecond: Double
}

let encodeCommand = Command(
  "encode", summary: "turn a text into a file of tokens, block by block, however long it is",
  arguments: [TokenizerArguments.texts],
  options: [
    TokenizerArguments.tokenizer, out, CommonOptions.overwrite, CommonOptions.lossy, CommonOptions.threads,
    CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet]), texts = try TokenizerArguments.texts(parsed, "encode")
  guard let asked = parsed[out] else { throw Problem(.usage, "--out is missing: the file of tokens to write") }
  let path = try OutputFile.checked(asked, parsed, reading: texts + [TokenizerArguments.path(parsed)])
  let tokenizer = try TokenizerArguments.load(parsed)
  Interruption.startListening()
  let started = ContinuousClock.now
  var tokens = 0, bytes = 0, seconds = 0.0, remarksOfText: [String] = []
  try TokenFile.write(to: path, for: tokenizer.tokenizer) { append in
    func add(_ encoded: [[Int32]]) throws {
      for block in encoded {
        try append(block)
        tokens += block.count
      }
    }
    let ahead = EncodingAhead(tokenizer.encode)
    let record = try forEachBlock(ofTexts: texts, lossy: parsed[CommonOptions.lossy], for: tokenizer.splitting) {
      block in
      try add(ahead.exchange(block))
      bytes += block.count
      remarks.update("\(path): \(bytes / 1_000_000) MB")
    }
    try add(ahead.finish())
    // All is written now. What follows is the wait for the disk, which is not part of encoding.
    seconds = (ContinuousClock.now - started) / .seconds(1)
    remarksOfText = record.remarks
  }
  remarksOfText.forEach(remarks.say)
  remarks.finish()
  let speed = Double(bytes) / 1e6 / seconds
  if parsed[CommonOptions.json] {
    return try printJSON(
      Figures(out: path, tokens: tokens, bytes: bytes, elapsedS: seconds, megabytesPerSecond: speed))
  }
  try printFigures([("tokens", Double(tokens)), ("seconds", seconds), ("megabytes_per_second", speed)])
}
