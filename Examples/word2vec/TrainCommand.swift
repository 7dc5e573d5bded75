import Console
import Corpora
import Files
import Foundation
import Reports
import Runs

private let file = Argument.optional("FILE", help: "the training text, in UTF-8; optional with --resume")
private let out = RunOptions.out(suffix: "-word2vec")
private let resume = RunOptions.resume("it keeps the options that it was started with")

let trainCommand = Command(
  "train", summary: "learn a vector for each word of a text", arguments: [file],
  options: [out, resume, CommonOptions.overwrite, CommonOptions.lossy] + TrainingArguments.all
    + [CommonOptions.seed, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let run = try parsed[resume] ? resumedRun(parsed, remarks) : newRun(parsed, remarks)
  let outcome = try run.train()
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
  // Refuse a folder that is already in use before the text is counted.
  _ = try modelFolders.output(
    asked: parsed[out], textPath: path, overwrite: parsed[CommonOptions.overwrite], canResume: true)
  let corpus = try settings.corpus(path)
  let training = try settings.training(corpus)
  let record = WordVectorRunRecord(settings, corpus)
  let folder = try modelFolders.startRun(
    asked: parsed[out], overwrite: parsed[CommonOptions.overwrite], vocabularyFile: vocabularyFile, record)
  try removeFiles([vectorsFile], in: folder.path)
  try corpus.vocabulary.save(to: folder.file(vocabularyFile))
  let run = TrainingRun(record, corpus, training, folder, remarks)
  remarks.say("\(run.summary)\nwriting to \(folder.path)")
  return run
}

/// Restores a run from its last checkpoint.
private func resumedRun(_ parsed: Parsed, _ remarks: Remarks) throws -> TrainingRun {
  let given = TrainingArguments.all + [CommonOptions.seed, CommonOptions.lossy, CommonOptions.overwrite]
  if let option = given.first(where: { parsed.isGiven($0) }) {
    throw Problem(
      .usage, "--\(option.declaration.name) cannot be used with --resume: a run keeps the options it was started with",
      suggestion: "Leave out that option, or leave out --resume to start a new run.")
  }
  let path = try modelFolders.resumable(asked: parsed[out])
  let before = try WordVectorRunRecord(ofRun: path)
  var record = before
  let corpus = try record.readText(ofRun: path, at: parsed[file]) { path in
    let corpus = try before.settings.corpus(path)
    return (corpus, corpus.record)
  }
  record.text.path = corpus.record.path
  let training = try record.settings.training(corpus)
  let folder = try RunFolder(opening: path, vocabularyFile: vocabularyFile)
  guard try WordVocabulary(contentsOf: folder.file(vocabularyFile)) == corpus.vocabulary else {
    throw Problem(.badData, "\(folder.file(vocabularyFile)) does not contain the words of \(corpus.record.path)")
  }
  let run = TrainingRun(record, corpus, training, folder, remarks)
  try run.resume(from: folder.lastCheckpoint())
  if record != before { try folder.write(json: record, to: "config.json") }
  remarks.say("\(run.summary)\nresuming \(path) from word \(Formats.grouped(run.wordsDone))")
  return run
}
