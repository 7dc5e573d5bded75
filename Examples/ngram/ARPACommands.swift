import Console
import Files
import NGrams
import Reports

private let out = CommonOptions.outFile("the ARPA file to write (required)")
private let input = Argument("FILE", help: "the ARPA file to read")
private let level = Option<NGramTokenizer.Level>.optional("level", help: "what a token is; by default, as in the file")

let exportCommand = Command(
  "export", summary: "write a model as an ARPA file, which KenLM and other tools read",
  options: [CommonOptions.model, out, CommonOptions.overwrite, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  guard let asked = parsed[out] else {
    throw Problem(
      .usage, "--out is missing: the ARPA file to write", suggestion: "Usage: ngram export --model DIR --out FILE")
  }
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let folder = try ModelArguments.folders.model(asked: parsed[CommonOptions.model], remarks)
  let path = try OutputFile.checked(asked, parsed, reading: ModelArguments.files(of: folder))
  let saved = try SavedNGram(folder: folder)
  try saved.model.writeARPA(to: path, saved.tokenizer)
  try report(Answer(path, saved), parsed)
}

/// The contents of `config.json` for a model that was imported, not trained.
private struct ImportRecord: Encodable {
  let program = "ngram \(programVersion)"
  let level: NGramTokenizer.Level
  let sentences: NGramTokenizer.Sentences
  let order: Int
  let importedFrom: String
}

let importCommand = Command(
  "import", summary: "read an ARPA file into a model folder", arguments: [input],
  options: [
    ModelArguments.out, CommonOptions.overwrite, level, ModelArguments.sentences, CommonOptions.lossy,
    CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let path = parsed[input], remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let folder = try ModelArguments.folders.output(
    asked: parsed[ModelArguments.out], textPath: path, overwrite: parsed[CommonOptions.overwrite])
  let arpa = try ARPAModel(
    contentsOf: path, level: parsed[level], sentences: parsed[ModelArguments.sentences],
    lossy: parsed[CommonOptions.lossy], remark: remarks.say)
  let saved = SavedNGram(model: arpa.model, tokenizer: arpa.tokenizer)
  try saved.save(
    to: folder,
    configuration: ImportRecord(
      level: arpa.tokenizer.level, sentences: arpa.tokenizer.sentences, order: arpa.model.order, importedFrom: path))
  if parsed[level] == nil { remarks.say("\(path): the tokens are \(arpa.tokenizer.level.rawValue)s") }
  try report(Answer(folder, saved), parsed)
  if parsed[CommonOptions.json] { return }
  remarks.suggest([
    "swift run ngram sample --model \(shellQuoted(folder))",
    "swift run ngram evaluate FILE --model \(shellQuoted(folder))",
  ])
}

/// Where the model was written, and how many n-grams of each order it has.
private struct Answer: Encodable {
  let out: String
  let level: NGramTokenizer.Level
  let sentences: NGramTokenizer.Sentences
  let order: Int
  let ngrams: [Int]

  init(_ path: String, _ saved: SavedNGram) {
    out = path
    level = saved.tokenizer.level
    sentences = saved.tokenizer.sentences
    order = saved.model.order
    ngrams = (1...saved.model.order).map(saved.model.count(ofOrder:))
  }
}

private func report(_ answer: Answer, _ parsed: Parsed) throws {
  if parsed[CommonOptions.json] { return try printJSON(answer) }
  let counts = answer.ngrams.enumerated().map { "\(Formats.grouped($1)) of order \($0 + 1)" }
  try Terminal.write("\(answer.out): n-grams: \(counts.joined(separator: ", "))\n")
}
