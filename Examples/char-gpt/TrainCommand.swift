import Console
import Kindling

private let file = Argument("FILE", help: "the text to learn from, as UTF-8")
private let overwrite = Flag("overwrite", help: "replace the run that --out holds already")
let lossy = Flag("lossy", help: "replace bytes that are not UTF-8 instead of refusing them")
private let out = Option<String>.optional(
  "out", help: "the run folder to write (default: runs/ and the text's name)", placeholder: "DIR")

let trainCommand = Command(
  "train", summary: "train a model on a text file", arguments: [file],
  options: [out, overwrite, lossy] + ModelOptions.all + TrainingArguments.all
    + [CommonOptions.seed, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  useThreads(parsed)
  var run = TrainingRun(textPath: parsed[file])
  run.folder = parsed[out]
  run.isOverwriting = parsed[overwrite]
  run.isLossy = parsed[lossy]
  run.options = TrainingArguments.options(parsed)
  run.batchSize = ModelOptions.batchSize(parsed)
  run.validation = parsed[TrainingArguments.validation]
  run.evaluateBatches = parsed[TrainingArguments.evaluateBatches]
  run.seed = parsed[CommonOptions.seed]
  let outcome = try run.run(Remarks(quiet: parsed[CommonOptions.quiet])) {
    try ModelOptions.configuration(parsed, vocabularySize: $0)
  }
  if parsed[CommonOptions.json] {
    try printJSON(outcome)
  } else {
    try Terminal.write(outcome.description + "\n")
  }
}

/// Sets the number of threads that the user asked for.
func useThreads(_ parsed: Parsed) {
  if let threads = parsed[CommonOptions.threads] { Threads.count = threads }
}

extension TrainingRun.Outcome: CustomStringConvertible {
  /// Where the model is, how good it is, and what to do with it.
  var description: String {
    let judged = validationLoss.map { loss in
      "validation loss \(Formats.fixed(loss, decimals: 4)) nats a character at step \(Formats.grouped(bestStep))"
    }
    return """
      \(folder): \(judged ?? "trained for \(Formats.grouped(steps)) steps"), after \(Formats.duration(seconds))
      Next:  swift run char-gpt sample --model \(folder)
             and look at \(folder)/loss.svg
      """
  }
}
