import BagOfWords
import Console
import Files
import Reports

private let files = Argument.repeated(
  "FILE", help: "one text file with a document per line, or several files with one document each")
private let order = Option("order", default: Vocabulary.Order.appearance, help: "the order of the vocabulary")
private let sparse = Flag("sparse", help: "list the nonzero entries instead of a table")
private let svmlight = Option<String>.optional(
  "svmlight", help: "write the vectors to this file as lines of column:value, counted from 1", placeholder: "FILE")
private let vocabularyFile = Option<String>.optional(
  "vocabulary", help: "write the vocabulary to this file as JSON, in the order of the columns", placeholder: "FILE")
private let newText = Option<String>.optional(
  "new", help: "one more document; its terms that are not in the vocabulary are ignored", placeholder: "TEXT")

/// The answer with `--json`.
private struct Answer: Encodable {
  struct Row: Encodable {
    let columns: [Int32]
    let values: [Float]
  }

  struct New: Encodable {
    let columns: [Int32]
    let values: [Float]
    let unknown: [String]
  }

  let documents: Int
  let terms: Int
  let entries: Int
  let zerosPercent: Double
  let seconds: Double
  let megabytesPerSecond: Double
  let vocabulary: [String]
  /// All entries of each document; nil with `--sparse`.
  let vectors: [[Float]]?
  /// The nonzero entries, with columns counted from 0; nil without `--sparse`.
  let rows: [Row]?
  let new: New?
}

let vectorsCommand = Command(
  "vectors", summary: "show the vocabulary of the texts and the vector of each", arguments: [files],
  options: [order] + TermOptions.counting
    + [
      CommonOptions.lossy, sparse, newText, svmlight, vocabularyFile, CommonOptions.threads, CommonOptions.json,
      CommonOptions.quiet,
    ]
) { parsed in
  let counted = try CountedDocuments(
    files: parsed[files], lossy: parsed[CommonOptions.lossy], TermOptions.splitter(parsed), order: parsed[order],
    limits: TermOptions.limits(parsed), values: parsed[TermOptions.values])
  if let path = parsed[vocabularyFile] { try writeFile(counted.bag.vocabulary.json(), to: path) }
  if let path = parsed[svmlight] { try writeFile(counted.vectors.svmlight, to: path) }
  let new = parsed[newText].map { NewDocument($0, counted.bag, parsed[TermOptions.values]) }
  if parsed[CommonOptions.json] { return try printJSON(answer(counted, new, isSparse: parsed[sparse])) }
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  if parsed[sparse] {
    try Terminal.write(counted.lines(of: 0..<counted.vectors.rowCount))
  } else if counted.isSmall {
    try Terminal.write("\(counted.table(adding: new))\n")
  } else {
    let few = min(5, counted.vectors.rowCount)
    try Terminal.write(counted.lines(of: 0..<few))
    remarks.say("These are the first \(few); --sparse prints all, --svmlight FILE writes all to a file.")
  }
  if let new { try Terminal.write(new.description(counted.bag, isInTable: !parsed[sparse] && counted.isSmall)) }
  let counts = counted.counts
  try printFigures([
    ("documents", Double(counts.documentCount)), ("terms", Double(counts.columnCount)),
    ("entries", Double(counts.entryCount)), ("zeros_percent", 100 * counts.sparsity), ("seconds", counted.seconds),
    ("megabytes_per_second", counted.megabytesPerSecond),
  ])
}

private func answer(_ counted: CountedDocuments, _ new: NewDocument?, isSparse: Bool) throws -> Answer {
  let (counts, vectors) = (counted.counts, counted.vectors)
  let numbers = Double(vectors.rowCount) * Double(vectors.columnCount)
  guard isSparse || numbers <= 1e7 else {
    throw Problem(
      .usage,
      "the answer would have \(Formats.significant(numbers, digits: 3)) numbers, zeros included, which is too many",
      suggestion: "Add --sparse, or write them with --svmlight FILE.")
  }
  return Answer(
    documents: counts.documentCount, terms: counts.columnCount, entries: counts.entryCount,
    zerosPercent: 100 * counts.sparsity, seconds: counted.seconds, megabytesPerSecond: counted.megabytesPerSecond,
    vocabulary: counted.bag.vocabulary.terms,
    vectors: isSparse ? nil : (0..<vectors.rowCount).map(vectors.dense),
    rows: isSparse
      ? (0..<vectors.rowCount).map {
        .init(columns: Array(vectors.row($0).columns), values: Array(vectors.row($0).values))
      }
      : nil,
    new: new.map { .init(columns: $0.vector.columns, values: $0.vector.values, unknown: $0.unknown) })
}
