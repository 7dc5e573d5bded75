import Console
import Corpora
import Files
import Foundation
import Reports
import Runs
import Tokenizers

private let files = CommonOptions.trainingText()
private let steps = Option(
  "steps", default: 200, help: "number of parameter updates of each training", in: 1...1_000_000_000)
private let seeds = Option(
  "seeds", default: 5, help: "number of seeds with which each row is trained, from --seed on", in: 1...1000)
private let match = Option<String>.optional("match", help: "train only the rows with this in their name")
private let journal = Option(
  "journal", default: "runs/records.jsonl",
  help: "a file of results, one per line: what is in it is not trained again", placeholder: "FILE")

/// The answer with `--json`.
private struct Answer: Encodable {
  let steps: Int
  let results: [RecordResult]
}

let recordsCommand = Command(
  "records",
  summary: "train models that differ in one part each, with several seeds, and print a page in Markdown",
  arguments: [files],
  options: [
    steps, seeds, match, journal, CommonOptions.validation, CommonOptions.lossy, CommonOptions.seed,
    CommonOptions.threads, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  guard !parsed[files].isEmpty else {
    throw Problem(.usage, "FILE is missing: the training text", suggestion: "See char-gpt records --help")
  }
  let rows = RecordRow.all.filter { parsed[match] == nil || $0.name.contains(parsed[match] ?? "") }
  guard !rows.isEmpty else {
    throw Problem(
      .usage, "no row has \"\(parsed[match] ?? "")\" in its name",
      suggestion: "The rows are: \(RecordRow.all.map(\.name).joined(separator: ", ")).")
  }
  let (text, record) = try readTexts(parsed[files], lossy: parsed[CommonOptions.lossy])
  record.remarks.forEach(remarks.say)
  let tokenizer = CharacterTokenizer(text: text)
  // The longest windows of all rows.
  let split = try Split(
    try tokenizer.encode(text), validation: parsed[CommonOptions.validation], context: 128)
  guard !split.validation.isEmpty else {
    throw Problem(.usage, "records needs a validation part: --validation must be above 0")
  }
  let run = RecordRun(tokenizer: tokenizer, split: split)
  let results = try RecordJournal(parsed[journal])
  let numbers = parsed[CommonOptions.seed]..<parsed[CommonOptions.seed] + parsed[seeds]
  Interruption.startListening(answer: remarks.quiet ? nil : "stopping; the results so far are in \(parsed[journal])")
  var found: [RecordResult] = []
  for row in rows {
    for seed in numbers {
      let name = "\(row.name), seed \(seed)"
      let training = RecordResult.Training(
        row, text: record.fingerprint, validation: parsed[CommonOptions.validation], seed: seed, steps: parsed[steps])
      if let known = results.results.first(where: { $0.training == training }) {
        found.append(known)
        continue
      }
      let progress = StepProgress(of: parsed[steps])
      let result = try run.result(of: row, training) { remarks.update("\(name): \(progress.line($0))") }
      try results.append(result)
      found.append(result)
      remarks.say(
        "\(name): \(Formats.fixed(result.loss, decimals: 4)) nats per character, trained in "
          + Formats.duration(result.seconds))
    }
  }
  remarks.finish()
  if parsed[CommonOptions.json] { return try printJSON(Answer(steps: parsed[steps], results: found)) }
  let table = RecordTable(
    rows: rows, results: found, text: URL(fileURLWithPath: record.name).lastPathComponent,
    validationCharacters: split.validation.count, steps: parsed[steps], seeds: parsed[seeds])
  try Terminal.write("\(table)\n")
}
