import BagOfWords
import Console
import Corpora
import Reports

private let files = Argument.repeated(
  "FILE", help: "one text file with a document per line, or several files with one document each")
private let repeats = Option("repeats", default: 9, help: "how many times to time it", in: 1...10_000)

/// The answer with `--json`. A time spans from the bytes in memory to the vocabulary and the matrix of counts.
private struct Figures: Encodable {
  let megabytes: Double
  let documents: Int
  let terms: Int
  let entries: Int
  let msMedian: Double
  let msBest: Double
  let megabytesPerSecondMedian: Double
  let megabytesPerSecondBest: Double
}

let benchCommand = Command(
  "bench", summary: "time how fast words are counted, with a sorted vocabulary", arguments: [files],
  options: TermOptions.splitting + [
    CommonOptions.lossy, repeats, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let documents = try Documents(files: parsed[files], lossy: parsed[CommonOptions.lossy])
  let splitter = TermOptions.splitter(parsed)
  var counts: TermCounts?
  let timings = Timings(
    try (0..<parsed[repeats]).map { _ in
      try secondsTaken { counts = try BagOfWords.counting(documents, splitter: splitter, order: .sorted).counts }
    })
  let megabytes = Double(documents.byteCount) * 1e-6
  let figures = Figures(
    megabytes: megabytes, documents: documents.count, terms: counts?.columnCount ?? 0,
    entries: counts?.entryCount ?? 0, msMedian: timings.median * 1e3, msBest: timings.best * 1e3,
    megabytesPerSecondMedian: megabytes / timings.median, megabytesPerSecondBest: megabytes / timings.best)
  if parsed[CommonOptions.json] { return try printJSON(figures) }
  try printFigures([
    ("megabytes", figures.megabytes), ("documents", Double(figures.documents)), ("terms", Double(figures.terms)),
    ("entries", Double(figures.entries)), ("ms_median", figures.msMedian),
    ("ms_best", figures.msBest), ("megabytes_per_second_median", figures.megabytesPerSecondMedian),
    ("megabytes_per_second_best", figures.megabytesPerSecondBest),
  ])
}
