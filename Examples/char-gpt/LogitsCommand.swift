import Console
import Corpora
import Files
import Reports
import Tensors
import Transformers

private let file = Argument("FILE", help: "token IDs separated by spaces; each line is a separate text")
private let out = CommonOptions.outFile(
  "the safetensors file to write (required); tensor \"3\" has the logits of line 3")

let logitsCommand = Command(
  "logits", summary: "write a model's logits for lines of token IDs", arguments: [file],
  options: [
    CommonOptions.model, out, CommonOptions.overwrite, CommonOptions.lossy, CommonOptions.threads, CommonOptions.json,
    CommonOptions.quiet,
  ]
) { parsed in
  let asked = try requiredOutput(parsed, out, for: "logits")
  let folder = try modelFolder(parsed)
  let out = try OutputFile.checked(asked, parsed, reading: [parsed[file], folder])
  remarkOnNetworkAlone(folder, Remarks(quiet: parsed[CommonOptions.quiet]))
  let model = try SavedGPT.model(in: folder)
  let (T, V) = (model.configuration.contextLength, model.configuration.vocabularySize)
  let lines = try tokenLines(
    readText(parsed[file], lossy: parsed[CommonOptions.lossy]), path: parsed[file], vocabularySize: V, contextLength: T)
  let entries = lines.enumerated().map { i, ids in (name: "\(i + 1)", shape: Shape([ids.count, V])) }
  try withoutGradients {
    try cachingPackedWeights {
      try Safetensors.write(entries, to: out) { i in
        model.logits(lines[i], batchSize: 1).reshaped(to: entries[i].shape)  // (1, T, V) -> (T, V)
      }
    }
  }
  if parsed[CommonOptions.json] { return try printJSON(Answer(out: out, lines: lines.count)) }
  try Terminal.write("\(out): logits of \(Formats.count(lines.count, "line"))\n")
}

/// The answer with `--json`.
private struct Answer: Encodable {
  let out: String
  let lines: Int
}

/// Returns the token IDs of each line, which must be in the vocabulary and fit into the context.
private func tokenLines(
  _ text: String, path: String, vocabularySize: Int, contextLength: Int
) throws -> [[Int32]] {
  var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  // The newline at the end of the last line does not begin another line.
  if lines.last?.isEmpty == true { lines.removeLast() }
  return try lines.enumerated().map { i, line in
    func wrong(_ what: String) -> Problem { Problem(.badData, "\(path), line \(i + 1): \(what)") }
    let words = line.split(whereSeparator: \.isWhitespace)
    guard !words.isEmpty else { throw wrong("there is no token ID") }
    guard words.count <= contextLength else {
      throw wrong("\(words.count) tokens are more than the context length of \(contextLength)")
    }
    return try words.map { word in
      guard let id = Int32(word), (0..<vocabularySize).contains(Int(id)) else {
        throw wrong("\(quoted(String(word), limit: 100)) is not a token ID from 0 to \(vocabularySize - 1)")
      }
      return id
    }
  }
}
