import Console

private let word = Argument("WORD", help: "the word to show the neighbors of")

/// The answer with `--json`.
private struct Answer: Encodable {
  let word: String
  let nearest: [AnsweredWord]
}

let nearestCommand = Command(
  "nearest", summary: "show the words most similar to a word, by the cosine of their vectors", arguments: [word],
  options: [VectorArguments.count] + VectorArguments.all
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet]), count = parsed[VectorArguments.count]
  let vectors = try VectorArguments.load(parsed, remarks), word = try vectors.find(parsed[word], remarks)
  let found = vectors.nearest(to: word, count: max(count, 10))
  vectors.doubt([word], nearest: found, remarks)
  let nearest = found.prefix(count).map { AnsweredWord($0, vectors) }
  if parsed[CommonOptions.json] { return try printJSON(Answer(word: vectors.words[word], nearest: nearest)) }
  try Terminal.write("\(table(nearest, title: "nearest to \(vectors.words[word])"))\n")
}
