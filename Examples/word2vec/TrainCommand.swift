import Console
import Corpora
import Files
import Foundation
import Reports
import Runs

private let file = Argument.optional("FILE", help: "the text to learn from, as UTF-8; with --resume it may be left out")
private let resume = Flag(
  "resume",
  help: "go on with the run in --out (default: the latest under runs/) from its last checkpoint, as it was told before")
private let overwrite = Flag("overwrite", help: "replace the model that --out holds already")
private let out = Option<String>.optional(
  "out", help: "the run folder to write (default: runs/, the text's name and -word2vec)", placeholder: "DIR")

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

/// Checks everything that can be checked, then makes the folder.
private func newRun(_ parsed: Parsed, _ remarks: Remarks) throws -> TrainingRun {
  guard let path = parsed[file] else {
    throw Problem(.usage, "FILE is missing: the text to learn from", suggestion: "See word2vec train --help")
  }
  let settings = try TrainingArguments.settings(parsed)
  func output() throws -> String {
    try modelFolders.output(
      asked: parsed[out], textPath: path, overwrite: parsed[overwrite],
      suggestion: "Name another folder with --out, --resume to go on with a run, or --overwrite to replace it.")
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

/// The text of a run, if it is still what it was.
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

/// Restores a run as its last checkpoint left it.
private func resumedRun(_ parsed: Parsed, _ remarks: Remarks) throws -> TrainingRun {
  let given = TrainingArguments.all + [CommonOptions.seed, CommonOptions.lossy, overwrite]
  if let option = given.first(where: { parsed.isGiven($0) }) {
    throw Problem(
      .usage, "--\(option.declaration.name) does not go with --resume: the run goes on as it was told before",
      suggestion: "Leave that option out, or leave --resume out to start another run.")
  }
  guard let path = parsed[out] ?? modelFolders.latest(holding: "last", "last.previous") else {
    throw Problem(.missing, "there is no run under runs/ to go on with", suggestion: "Name its folder with --out DIR.")
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
  try run.goOn(from: folder.lastCheckpoint())
  if record != before { try folder.write(json: record, to: "config.json") }
  remarks.say("\(run.summary)\ngoing on with \(path) from word \(Formats.grouped(run.wordsDone))")
  return run
}
