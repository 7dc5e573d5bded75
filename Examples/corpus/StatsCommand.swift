import Cleaning
import Console
import Corpora
import Reports

/// The answer with `--json`.
private struct Figures: Encodable {
  let documents: Int
  let lines: Int
  let words: Int
  let characters: Int
  let bytes: Int
  let duplicateDocuments: Int
  let duplicateLines: Int
  let languages: [CorpusStatistics.Language]

  init(_ statistics: CorpusStatistics) {
    (documents, lines, words) = (statistics.documents, statistics.lines, statistics.words)
    (characters, bytes) = (statistics.characters, statistics.bytes)
    (duplicateDocuments, duplicateLines) = (statistics.duplicateDocuments, statistics.duplicateLines)
    languages = statistics.languages
  }
}

let statsCommand = Command(
  "stats", summary: "count documents, words, duplicates and languages, without changing anything",
  arguments: [CleaningArguments.files],
  options: [
    CleaningArguments.documents, CleaningArguments.languageSample, CommonOptions.lossy, CommonOptions.threads,
    CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let statistics = try CorpusStatistics(
    of: parsed[CleaningArguments.files], by: CleaningArguments.unit(parsed),
    guesser: CleaningArguments.guesser(parsed, remarks), lossy: parsed[CommonOptions.lossy], remark: remarks.say,
    progress: { remarks.update("\(Formats.bytes($0)) read") })
  remarks.finish()
  let figures = Figures(statistics)
  if parsed[CommonOptions.json] { return try printJSON(figures) }
  var table = TextTable([.left("language"), .right("documents"), .right("bytes")])
  for language in figures.languages {
    table.append([
      language.name ?? "not judged", Formats.grouped(language.documents), Formats.grouped(language.bytes),
    ])
  }
  try Terminal.write("\(table)\n\n")
  try printFigures([
    ("documents", Double(figures.documents)), ("lines", Double(figures.lines)), ("words", Double(figures.words)),
    ("characters", Double(figures.characters)), ("bytes", Double(figures.bytes)),
    ("duplicate_documents", Double(figures.duplicateDocuments)), ("duplicate_lines", Double(figures.duplicateLines)),
  ])
}
