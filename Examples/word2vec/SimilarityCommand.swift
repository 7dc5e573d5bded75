import Console

private let first = Argument("A", help: "a word")
private let second = Argument("B", help: "another word")

/// The answer with `--json`.
private struct Answer: Encodable {
  let words: [String]
  let similarity: Double
}

let similarityCommand = Command(
  "similarity", summary: "print how similar two words are: the cosine of their vectors, from -1 to 1",
  arguments: [first, second], options: VectorArguments.all
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let vectors = try VectorArguments.load(parsed, remarks)
  let a = try vectors.find(parsed[first], remarks), b = try vectors.find(parsed[second], remarks)
  vectors.doubt([a, b], remarks)
  let similarity = vectors.cosine(a, b)
  if parsed[CommonOptions.json] {
    return try printJSON(Answer(words: [vectors.words[a], vectors.words[b]], similarity: similarity))
  }
  try printFigures([("similarity", similarity)])
}
