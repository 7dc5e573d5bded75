import Console
import Files
import Reports
import WordVectors

private let pairs = Option<String>.optional(
  "pairs", help: "word pairs with human similarity scores, one per line, such as " + PublishedFiles.pairsAddresses,
  placeholder: "FILE")
private let analogies = Option<String>.optional(
  "analogies",
  help: "questions of four words, one per line, such as questions-words.txt at " + PublishedFiles.analogiesAddress,
  placeholder: "FILE")
private let limit = Option(
  "limit", default: 300_000, help: "use only the N most frequent words", in: 1...
).formerly("restrict")

/// The results on the word pairs, with `--json`.
private struct PairScores: Encodable {
  let spearman, pearson: Double
  let covered, missing: Int
}

/// The results on the questions of a section, with `--json`.
private struct SectionScores: Encodable {
  let name: String
  let accuracy: Double
  let correct, covered, questions: Int

  init(_ score: WordAnalogyEvaluation.Score) {
    name = score.name
    accuracy = score.accuracy
    (correct, covered, questions) = (score.correct, score.covered, score.questions)
  }

  /// The row of the section in the table.
  var cells: [String] {
    let share = covered > 0 ? Formats.fixed(100 * accuracy, decimals: 1) + " %" : "-"
    return [name, share] + [correct, covered, questions].map(Formats.grouped)
  }
}

private struct AnalogyScores: Encodable {
  let total: SectionScores
  let sections: [SectionScores]
}

/// The answer with `--json`.
private struct Answer: Encodable {
  let pairs: PairScores?
  let analogies: AnalogyScores?
}

let evaluateCommand = Command(
  "evaluate", summary: "evaluate vectors on word pairs that people scored, on analogies, or on both",
  options: [pairs, analogies, CommonOptions.model, VectorArguments.vectors, limit, CommonOptions.lossy]
    + VectorArguments.output
) { parsed in
  // Files that are quick to read are checked before the vectors, which take longer to load.
  let lossy = parsed[CommonOptions.lossy], remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let pairs = try parsed[pairs].map { path in
    try PublishedFiles.reading(.pairs) { try WordPairs(contentsOf: path, lossy: lossy) { remarks.say($0) } }
  }
  let analogies = try parsed[analogies].map { path in
    try PublishedFiles.reading(.analogies) { try WordAnalogies(contentsOf: path, lossy: lossy) { remarks.say($0) } }
  }
  guard pairs != nil || analogies != nil else {
    throw Problem(
      .usage, "there is nothing to evaluate on: pass --pairs FILE, --analogies FILE or both",
      suggestion: "See word2vec evaluate --help")
  }
  let limit = parsed[limit]
  let vectors = try VectorArguments.source(parsed, remarks, readsText: true).load(limit: limit, lossy: lossy, remarks)
  let pairScores = try pairs.map { pairs in
    let e = try WordPairEvaluation(pairs, of: vectors, amongFirst: limit)
    return PairScores(spearman: e.spearman, pearson: e.pearson, covered: e.covered, missing: e.missing)
  }
  let analogyScores = analogies.map { analogies in
    let e = WordAnalogyEvaluation(analogies, of: vectors, amongFirst: limit)
    return AnalogyScores(total: SectionScores(e.total), sections: e.sections.map(SectionScores.init))
  }
  if parsed[CommonOptions.json] { return try printJSON(Answer(pairs: pairScores, analogies: analogyScores)) }
  if let analogyScores {
    var table = TextTable([
      .left("analogies"), .right("accuracy"), .right("correct"), .right("asked"), .right("questions"),
    ])
    for section in analogyScores.sections { table.append(section.cells) }
    table.total = analogyScores.total.cells
    try Terminal.write("\(table)\n\n")
  }
  try printFigures(figures(pairScores, analogyScores?.total))
}

private func figures(_ pairs: PairScores?, _ analogies: SectionScores?) -> [(String, Double)] {
  var figures: [(String, Double)] = []
  if let pairs {
    figures += [
      ("spearman", pairs.spearman), ("pearson", pairs.pearson), ("pairs", Double(pairs.covered)),
      ("pairs_missing", Double(pairs.missing)),
    ]
  }
  if let analogies {
    figures += [
      ("accuracy", analogies.accuracy), ("questions", Double(analogies.covered)),
      ("questions_missing", Double(analogies.questions - analogies.covered)),
    ]
  }
  return figures
}
