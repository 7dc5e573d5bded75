import Console
import Files
import Reports
import WordVectors

private let words = Argument.repeated(
  "WORD", help: "three words, \"A is to B as C is to what?\", or a sum such as king - man + woman")

/// The answer with `--json`.
private struct Answer: Encodable {
  let sum: String
  let nearest: [AnsweredWord]
}

let analogyCommand = Command(
  "analogy", summary: "do arithmetic with words: A is to B as C is to what?", arguments: [words],
  options: [VectorArguments.count] + VectorArguments.all
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  // In quotes, several words are one argument.
  let words = parsed[words].flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
  let isSum = words.contains { $0 == "+" || $0 == "-" }
  guard isSum || words.count == 3 else {
    throw Problem(
      .usage, "three words are needed, not \(Formats.grouped(words.count))",
      suggestion: "For a sum, put a + or a - between words: word2vec analogy \"king - man + woman\"")
  }
  let vectors = try VectorArguments.load(parsed, remarks)
  func number(_ i: Int) throws -> Int32 { try vectors.find(words[i], remarks) }
  let sum =
    isSum
    ? try WordSum(words.joined(separator: " "), in: vectors)
    : WordSum(try number(0), isTo: try number(1), as: try number(2))
  let count = parsed[VectorArguments.count], found = vectors.nearest(to: sum, count: max(count, 10))
  vectors.doubt(sum.terms.map(\.word), nearest: found, remarks)
  let nearest = found.prefix(count).map { AnsweredWord($0, vectors) }
  let shown = sum.description(in: vectors)
  if parsed[CommonOptions.json] { return try printJSON(Answer(sum: shown, nearest: nearest)) }
  try Terminal.write("\(table(nearest, title: shown))\n")
}
