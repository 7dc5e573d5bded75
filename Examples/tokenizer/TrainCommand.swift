import Console
import Corpora
import Files
import Tokenizers

private let kind = Option("kind", default: Kind.bytePair, help: "how tokens are found")
private let vocabulary = Option(
  "vocabulary", default: 4096,
  help: "number of tokens, among them 256 for the bytes; character has as many as the text",
  in: 257...1_000_000)
private let splitting = Option(
  "splitting", default: Splitting.gpt2, help: "the pattern that splits a text into chunks, which no token crosses")
private let special = Option.repeated(
  "special", help: "the name of a token that no text has, such as <|endoftext|>; it gets one of the last numbers")

/// The answer with `--json`.
private struct Answer: Encodable {
  let out: String
  let kind: Kind
  let vocabulary: Int
  let bytes: Int
  let elapsedS: Double
}

/// The contents of `config.json` beside the tokenizer.
private struct Record: Encodable {
  let program = "tokenizer \(programVersion)"
  let kind: Kind
  /// Only byte-pair encoding has one.
  let splitting: Splitting?
  /// As many as were asked for; a character tokenizer has as many as the text.
  let vocabulary: Int?
  let special: [String]?
  let lossy: Bool
  let text: TextRecord
}

let trainCommand = Command(
  "train", summary: "train a tokenizer on a text file", arguments: [TokenizerArguments.texts],
  options: [
    CommonOptions.out, CommonOptions.overwrite, CommonOptions.lossy, kind, vocabulary, splitting, special,
    CommonOptions.config, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet]), texts = try TokenizerArguments.texts(parsed, "train")
  let folder = try TokenizerArguments.output(parsed, reading: texts)
  if parsed[kind] != .bytePair, parsed.isGiven(splitting) || parsed.isGiven(special) {
    throw Problem(
      .usage, "--splitting and --special belong to --kind byte-pair", suggestion: "Leave them out, or change the kind.")
  }
  if parsed[kind] == .character, parsed.isGiven(vocabulary) {
    throw Problem(.usage, "--vocabulary does not belong to --kind character", suggestion: "Leave it out.")
  }
  let started = ContinuousClock.now
  Interruption.startListening()
  let (tokenizer, record) = try parsed[kind].train(
    TrainingSettings(
      texts: texts, isLossy: parsed[CommonOptions.lossy], vocabularySize: parsed[vocabulary],
      splitting: parsed[splitting], specialTokens: parsed[special], remarks: remarks))
  let seconds = (ContinuousClock.now - started) / .seconds(1)
  record.remarks.forEach(remarks.say)
  let made = Record(
    kind: parsed[kind], splitting: parsed[kind] == .bytePair ? parsed[splitting] : nil,
    vocabulary: parsed[kind] == .character ? nil : parsed[vocabulary],
    special: parsed[special].isEmpty ? nil : parsed[special], lossy: parsed[CommonOptions.lossy], text: record)
  try replaceFiles([TokenizerArguments.fileName, "config.json"], in: folder) { place in
    try tokenizer.save(to: place + "/" + TokenizerArguments.fileName)
    try writeFile(json: made, to: place + "/config.json")
  }
  if parsed[CommonOptions.json] {
    return try printJSON(
      Answer(
        out: folder, kind: parsed[kind], vocabulary: tokenizer.vocabularySize, bytes: record.bytes, elapsedS: seconds))
  }
  if parsed[kind] != .character, tokenizer.vocabularySize < parsed[vocabulary] {
    remarks.say("the text is too short for more than \(tokenizer.vocabularySize) tokens")
  }
  try printFigures([
    ("vocabulary", Double(tokenizer.vocabularySize)), ("bytes", Double(record.bytes)), ("seconds", seconds),
    ("megabytes_per_second", Double(record.bytes) / 1e6 / seconds),
  ])
  remarks.suggest([
    "swift run tokenizer count \(shellQuoted(texts[0])) --tokenizer \(shellQuoted(folder))",
    "swift run tokenizer encode \(shellQuoted(texts[0])) --tokenizer \(shellQuoted(folder)) --out text.tokens",
  ])
}
