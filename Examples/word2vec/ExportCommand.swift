import Console
import Files
import Reports
import WordVectors

extension WordVectors.Format: OptionValue {}

private let out = CommonOptions.outFile("the file to write (required)")
private let format = Option("format", default: WordVectors.Format.text, help: "which of word2vec's file formats")

/// The answer with `--json`.
private struct Answer: Encodable {
  let out: String
  let words, embedding: Int
}

let exportCommand = Command(
  "export", summary: "write vectors in word2vec's file format, which gensim and other tools read",
  options: [out, format, CommonOptions.overwrite] + VectorArguments.all
) { parsed in
  guard let path = parsed[out] else {
    throw Problem(.usage, "--out is missing: the file to write", suggestion: "See word2vec export --help")
  }
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let source = try VectorArguments.source(parsed, remarks)
  let checked = try OutputFile.checked(path, parsed, reading: source.files)
  let vectors = try source.load(
    limit: parsed[VectorArguments.limit], lossy: parsed[CommonOptions.lossy], remarks)
  try vectors.write(to: checked, format: parsed[format])
  if parsed[CommonOptions.json] {
    return try printJSON(Answer(out: path, words: vectors.count, embedding: vectors.dimensions))
  }
  let size = "\(Formats.count(vectors.count, "word")), vectors of \(Formats.count(vectors.dimensions, "number"))"
  try Terminal.write("\(path): \(size)\n")
}
