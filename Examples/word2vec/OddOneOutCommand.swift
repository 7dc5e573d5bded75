import Console
import Files

private let words = Argument.repeated("WORD", help: "three words or more")

/// The answer with `--json`.
private struct Answer: Encodable {
  let odd: String
  /// All words, the nearest to the mean first.
  let words: [AnsweredWord]
}

let oddOneOutCommand = Command(
  "odd-one-out", summary: "find the word that fits in least: the one farthest from the mean of all",
  arguments: [words], options: VectorArguments.all
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet]), asked = parsed[words]
  guard asked.count >= 3 else {
    throw Problem(.usage, "three words or more are needed, not \(asked.count): of two, neither is the odd one out")
  }
  let vectors = try VectorArguments.load(parsed, remarks)
  let numbers = try asked.map { try vectors.find($0, remarks) }
  vectors.doubt(numbers, remarks)
  let ranked = vectors.byCentrality(numbers).map { AnsweredWord($0, vectors) }
  guard let odd = ranked.last else { return }
  if parsed[CommonOptions.json] { return try printJSON(Answer(odd: odd.word, words: ranked)) }
  try Terminal.write("\(table(ranked, title: "to their mean"))\n\nThe odd one out: \(printable(odd.word))\n")
}
