import Console
import Files
import Foundation
import Reports
import WordVectors

extension WordVectors.Format: OptionValue {}

private let out = Option<String>.optional("out", help: "the file to write (required)", placeholder: "FILE")
private let format = Option("format", default: WordVectors.Format.text, help: "which of word2vec's file formats")

/// The answer with `--json`.
private struct Answer: Encodable {
  let path: String
  let words, dimensions: Int
}

let exportCommand = Command(
  "export", summary: "write vectors in word2vec's file format, which gensim and other tools read",
  options: [out, format, CommonOptions.overwrite] + VectorArguments.all
) { parsed in
  guard let path = parsed[out] else {
    throw Problem(.usage, "--out is missing: the file to write", suggestion: "See word2vec export --help")
  }
  var isFolder: ObjCBool = false
  // If the path is a folder, the write below reports it.
  if !parsed[CommonOptions.overwrite], FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
    !isFolder.boolValue
  {
    throw Problem(.cannotCreate, "\(path) already exists", suggestion: "Pass --overwrite to replace it.")
  }
  let vectors = try VectorArguments.load(parsed, Remarks(quiet: parsed[CommonOptions.quiet]))
  try vectors.write(to: path, format: parsed[format])
  if parsed[CommonOptions.json] {
    return try printJSON(Answer(path: path, words: vectors.count, dimensions: vectors.dimensions))
  }
  try Terminal.write("\(path): \(Formats.grouped(vectors.count)) words, \(vectors.dimensions) dimensions\n")
}
