import Console
import Kindling

private let file = Argument("FILE", help: "token numbers, separated by spaces; each line is a text of its own")
private let out = Option<String>.optional(
  "out", help: "the safetensors file to write; tensor \"3\" has the scores of line 3", placeholder: "FILE")

let logitsCommand = Command(
  "logits", summary: "write a model's scores for lines of token numbers", arguments: [file],
  options: [CommonOptions.model, out, CommonOptions.threads]
) { parsed in
  useThreads(parsed)
  let out = try requiredOutput(parsed, out, for: "logits")
  let model = try SavedGPT.model(in: modelFolder(parsed[CommonOptions.model]))
  let (T, V) = (model.configuration.contextLength, model.configuration.vocabularySize)
  let lines = try tokenLines(readText(parsed[file]), path: parsed[file], vocabularySize: V, contextLength: T)
  let scores = withoutGradients {
    withFixedWeights {
      lines.enumerated().map { i, ids in
        ("\(i + 1)", model.logits(ids, batchSize: 1).reshaped(to: [ids.count, V]))  // (1, T, V) -> (T, V)
      }
    }
  }
  try Safetensors.write(scores, to: out)
  try Terminal.write("\(out): the scores of \(lines.count) \(lines.count == 1 ? "line" : "lines")\n")
}

/// The token numbers of each line, which must be known and fit into the context.
private func tokenLines(
  _ text: String, path: String, vocabularySize: Int, contextLength: Int
) throws -> [[Int32]] {
  var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  // What ends the last line begins no other.
  if lines.last?.isEmpty == true { lines.removeLast() }
  return try lines.enumerated().map { i, line in
    func wrong(_ what: String) -> Problem { Problem(.badData, "\(path), line \(i + 1): \(what)") }
    let words = line.split(whereSeparator: \.isWhitespace)
    guard !words.isEmpty else { throw wrong("there is no token number") }
    guard words.count <= contextLength else {
      throw wrong("\(words.count) tokens are more than the context of \(contextLength)")
    }
    return try words.map { word in
      guard let id = Int32(word), (0..<vocabularySize).contains(Int(id)) else {
        throw wrong("\(String(word.prefix(40)).debugDescription) is not a token number from 0 to \(vocabularySize - 1)")
      }
      return id
    }
  }
}
