import BagOfWords
import Console
import Files
import Reports

private let files = Argument.repeated(
  "FILE", help: "one text file with a document per line, or several files with one document each")
private let sort = Option("sort", default: VocabularySort.appearance, help: "the order of the vocabulary")
private let sparse = Flag("sparse", help: "list the nonzero entries instead of a table")
private let out = Option<String>.optional(
  "out",
  help:
    "also write the vectors and the vocabulary into this folder: vectors.svmlight, lines of column:value with columns "
    + "counted from 1, and vocabulary.json, the terms in the order of the columns",
  placeholder: "DIR")
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
  let elapsedS: Double
  let megabytesPerSecond: Double
  let vocabulary: [String]
  /// All entries of each document; nil with `--sparse`.
  let vectors: [[Float]]?
  /// The nonzero entries, with columns counted from 0; nil without `--sparse`.
  let rows: [Row]?
  let new: New?
  /// The folder that was written.
  let out: String?
}

extension Vocabulary.Order {
  /// The order as `--sort` names it.
  fileprivate init(_ sort: VocabularySort) { self = sort == .appearance ? .appearance : .sorted }
}

/// The values of `--sort`.
private enum VocabularySort: String, CaseIterable, OptionValue { case appearance, alphabet }

let vectorsCommand = Command(
  "vectors", summary: "show the vocabulary of the texts and the vector of each", arguments: [files],
  options: [sort] + TermOptions.counting
    + [
      CommonOptions.lossy, sparse, newText, out, CommonOptions.overwrite, CommonOptions.threads, CommonOptions.json,
      CommonOptions.quiet,
    ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let target = try parsed[out].map { try VectorFolder($0, parsed, reading: parsed[files]) }
  let counted = try CountedDocuments(
    files: parsed[files], lossy: parsed[CommonOptions.lossy], remarks, TermOptions.splitter(parsed),
    order: .init(parsed[sort]),
    limits: TermOptions.limits(parsed), values: parsed[TermOptions.values])
  try target?.write(counted)
  let new = parsed[newText].map { NewDocument($0, counted.bag, parsed[TermOptions.values]) }
  if parsed[CommonOptions.json] {
    return try printJSON(answer(counted, new, isSparse: parsed[sparse], out: parsed[out]))
  }
  if parsed[sparse] {
    try Terminal.write(counted.lines(of: 0..<counted.vectors.rowCount))
  } else if counted.isSmall {
    try Terminal.write("\(counted.table(adding: new))\n")
  } else {
    let few = min(5, counted.vectors.rowCount)
    try Terminal.write(counted.lines(of: 0..<few))
    remarks.say("These are the first \(few); --sparse prints all, --out DIR writes all to a file.")
  }
  if let new { try Terminal.write(new.description(counted.bag, isInTable: !parsed[sparse] && counted.isSmall)) }
  let counts = counted.counts
  try printFigures([
    ("documents", Double(counts.documentCount)), ("terms", Double(counts.columnCount)),
    ("entries", Double(counts.entryCount)), ("zeros_percent", 100 * counts.sparsity), ("elapsed_s", counted.seconds),
    ("megabytes_per_second", counted.megabytesPerSecond),
  ])
}

private func answer(_ counted: CountedDocuments, _ new: NewDocument?, isSparse: Bool, out: String?) throws -> Answer {
  let (counts, vectors) = (counted.counts, counted.vectors)
  let numbers = Double(vectors.rowCount) * Double(vectors.columnCount)
  guard isSparse || numbers <= 1e7 else {
    throw Problem(
      .usage,
      "the answer would have \(Formats.significant(numbers, digits: 3)) numbers, zeros included, which is too many",
      suggestion: "Add --sparse, or write them with --out DIR.")
  }
  return Answer(
    documents: counts.documentCount, terms: counts.columnCount, entries: counts.entryCount,
    zerosPercent: 100 * counts.sparsity, elapsedS: counted.seconds, megabytesPerSecond: counted.megabytesPerSecond,
    vocabulary: counted.bag.vocabulary.terms,
    vectors: isSparse ? nil : (0..<vectors.rowCount).map(vectors.dense),
    rows: isSparse
      ? (0..<vectors.rowCount).map {
        .init(columns: Array(vectors.row($0).columns), values: Array(vectors.row($0).values))
      }
      : nil,
    new: new.map { .init(columns: $0.vector.columns, values: $0.vector.values, unknown: $0.unknown) }, out: out)
}
