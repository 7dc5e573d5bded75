import Console
import Corpora
import Files
import Foundation
import Reports
import Runs

private let file = Argument.optional("FILE", help: "the training text, in UTF-8; can be left out with --resume")
private let resume = Flag(
  "resume",
  help: "resume the run in --out (default: the latest under runs/) from its last checkpoint, with its own options")
private let overwrite = Flag("overwrite", help: "replace an existing model in --out")
private let out = Option<String>.optional(
  "out", help: "the run folder to write (default: runs/NAME-word2vec for the text NAME)", placeholder: "DIR")

let trainCommand = Command(
  "train", summary: "learn a vector for each word of a text", arguments: [file],
  options: [out, resume, overwrite, CommonOptions.lossy] + TrainingArguments.all
    + [CommonOptions.seed, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let run = try parsed[resume] ? resumedRun(parsed, remarks) : newRun(parsed, remarks)
  let outcome = try run.run()
  if parsed[CommonOptions.json] {
    try printJSON(outcome)
  } else {
    try Terminal.write(outcome.description + "\n")
  }
}

/// Checks everything that can be checked, then creates the folder.
private func newRun(_ parsed: Parsed, _ remarks: Remarks) throws -> TrainingRun {
  guard let path = parsed[file] else {
    throw Problem(.usage, "FILE is missing: the training text", suggestion: "See word2vec train --help")
  }
  let settings = try TrainingArguments.settings(parsed)
  func output() throws -> String {
    try modelFolders.output(
      asked: parsed[out], textPath: path, overwrite: parsed[overwrite],
      suggestion: "Name another folder with --out, or pass --resume to continue the run or --overwrite to replace it.")
  }
  _ = try output()
  let corpus = try settings.corpus(path)
  let training = try settings.training(corpus)
  let record = RunRecord(settings, corpus)
  let folder = try RunFolder(creating: output(), vocabularyFile: vocabularyFile)
  try removeFiles([vectorsFile], in: folder.path)
  try folder.write(json: record, to: "config.json")
  try corpus.vocabulary.save(to: folder.file(vocabularyFile))
  let run = TrainingRun(record, corpus, training, folder, remarks)
  remarks.say("\(run.summary)\nwriting to \(folder.path)")
  return run
}

/// Reads the text of a run, and refuses it if it has changed.
private func corpus(of record: RunRecord, _ path: String, textPath: String?) throws -> WordCorpus {
  do {
    let corpus = try record.settings.corpus(textPath ?? record.text.path)
    try corpus.record.requireSame(as: record.text, ofRun: path)
    return corpus
  } catch let problem as Problem where problem.kind == .missing && textPath == nil {
    throw Problem(
      .missing, "the text of \(path) is gone: \(problem.message)",
      suggestion: "Say where it is now: word2vec train FILE --out \(path) --resume")
  }
}

/// Restores a run from its last checkpoint.
private func resumedRun(_ parsed: Parsed, _ remarks: Remarks) throws -> TrainingRun {
  let given = TrainingArguments.all + [CommonOptions.seed, CommonOptions.lossy, overwrite]
  if let option = given.first(where: { parsed.isGiven($0) }) {
    throw Problem(
      .usage, "--\(option.declaration.name) cannot be used with --resume: a run keeps the options it was started with",
      suggestion: "Leave out that option, or leave out --resume to start a new run.")
  }
  guard let path = parsed[out] ?? modelFolders.latest(holding: "last", "last.previous") else {
    throw Problem(.missing, "there is no run under runs/ to resume", suggestion: "Name its folder with --out DIR.")
  }
  let before = try RunRecord(ofRun: path)
  var record = before
  let corpus = try corpus(of: record, path, textPath: parsed[file])
  record.text.path = corpus.record.path
  let training = try record.settings.training(corpus)
  let folder = try RunFolder(opening: path, vocabularyFile: vocabularyFile)
  guard try WordVocabulary(contentsOf: folder.file(vocabularyFile)) == corpus.vocabulary else {
    throw Problem(.badData, "\(folder.file(vocabularyFile)) does not hold the words of \(corpus.record.path)")
  }
  let run = TrainingRun(record, corpus, training, folder, remarks)
  try run.resume(from: folder.lastCheckpoint())
  if record != before { try folder.write(json: record, to: "config.json") }
  remarks.say("\(run.summary)\nresuming \(path) from word \(Formats.grouped(run.wordsDone))")
  return run
}
