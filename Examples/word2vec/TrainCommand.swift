import Console
import Corpora
import Files
import Foundation
import Reports
import Runs
import Tensors
import WordVectors

private let files = Argument.anyNumber(
  "FILE",
  help: "the training text: one or more files, folders, or - for standard input; optional with --resume or --config")
private let out = RunOptions.out(program: "word2vec")
private let resume = RunOptions.resume("it keeps the options that it was started with")

let trainCommand = Command(
  "train", summary: "learn a vector for each word of a text", arguments: [files],
  options: [out, resume, CommonOptions.overwrite, CommonOptions.config, CommonOptions.lossy] + TrainingArguments.all
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
  remarks.suggest(run.nextCommands)
}

/// Checks everything that can be checked, then creates the folder.
private func newRun(_ parsed: Parsed, _ remarks: Remarks) throws -> TrainingRun {
  let paths = parsed[files]
  guard let path = paths.first else {
    throw Problem(.usage, "FILE is missing: the training text", suggestion: "See word2vec train --help")
  }
  try TrainingArguments.check(parsed)
  // Refuse a folder that is already in use before the text is counted.
  _ = try modelFolders.output(
    asked: parsed[out], textPath: path, overwrite: parsed[CommonOptions.overwrite], canResume: true,
    alsoReading: Array(paths.dropFirst()))
  var words = TrainingArguments.words(parsed)
  let corpus = try words.corpus(paths)
  words.sentences = corpus.sentences
  let settings = try TrainingArguments.training(parsed, wordCount: corpus.wordCount)
  let training = try settings.start(corpus)
  let record = WordVectorRunRecord(words, settings, corpus)
  let folder = try modelFolders.startRun(
    asked: parsed[out], overwrite: parsed[CommonOptions.overwrite], vocabularyFile: CountedWords.fileName,
    alsoReplacing: parsed[CommonOptions.overwrite] ? parsed[out].map { pictures(in: $0) } ?? [] : [], record)
  try CountedWords.save(corpus, to: folder.file(CountedWords.fileName))
  let run = TrainingRun(record, corpus, training, folder, remarks)
  remarks.say("\(run.summary)\nwriting to \(shellQuoted(folder.path))")
  for remark in corpus.record.remarks { remarks.say(remark) }
  for choice in choices(parsed, settings, corpus) { remarks.say(choice) }
  return run
}

/// The remarks about defaults that depend on the text.
private func choices(_ parsed: Parsed, _ settings: TrainingSettings, _ corpus: WordCorpus) -> [String] {
  var choices: [String] = []
  if !parsed.isGiven(TrainingArguments.sentences), corpus.sentences == .paragraph {
    choices.append("a sentence is a paragraph here, because the text has empty lines; --sentences line changes that")
  }
  if !parsed.isGiven(TrainingArguments.epochs), settings.method != .glove, settings.epochs > Word2VecOptions().epochs {
    choices.append(
      "\(settings.epochs) epochs, because the text is small: after 5, nearly all vectors would point the same way")
  }
  if parsed[TrainingArguments.pattern] == .letters, corpus.cutWordCount > 0 {
    choices.append(
      "\(Formats.count(corpus.cutWordCount, "word")) \(corpus.cutWordCount == 1 ? "was" : "were") cut at "
        + "\(corpus.cutWordCount == 1 ? "its" : "their") marks; --pattern marks keeps "
        + "\(corpus.cutWordCount == 1 ? "it" : "them") whole")
  }
  if corpus.wordCount < 20_000 {
    choices.append(
      "\(Formats.count(corpus.wordCount, "word")) are few for word vectors: many neighbors will be chance; "
        + "50,000 words or more are better")
  }
  if case .word2vec(let options) = settings, options.subsample * Double(corpus.vocabulary.count) > 0,
    options.subsample * Double(corpus.vocabulary.count) < 0.2
  {
    choices.append(
      "with so few distinct words, --subsample \(figure(options.subsample)) skips most of the text; 0 skips nothing")
  }
  return choices
}

/// The pictures of an earlier model's words in the folder, which would be wrong for the new one.
private func pictures(in folder: String) -> [String] {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  return names.filter { $0.wholeMatch(of: /words-(pca|t-sne)(-[0-9]+)?\.svg/) != nil }
}

/// Restores a run from its last checkpoint.
private func resumedRun(_ parsed: Parsed, _ remarks: Remarks) throws -> TrainingRun {
  let given: [any CommandOption] =
    [CommonOptions.config] + TrainingArguments.all + [CommonOptions.seed, CommonOptions.lossy, CommonOptions.overwrite]
  if let option = given.first(where: { parsed.isGiven($0) }) {
    throw Problem(
      .usage, "--\(option.declaration.name) cannot be used with --resume: a run keeps the options it was started with",
      suggestion: "Leave out that option, or leave out --resume to start a new run.")
  }
  let path = try modelFolders.resumable(asked: parsed[out])
  let before = try WordVectorRunRecord(ofRun: path)
  var record = before
  let corpus = try record.readTexts(ofRun: path, at: parsed[files]) { paths in
    let corpus = try before.words.corpus(paths)
    return (corpus, corpus.record)
  }
  record.text.paths = corpus.record.paths
  let folder = try RunFolder(opening: path, vocabularyFile: CountedWords.fileName)
  let wordsFile = CountedWords.path(inFolder: path)
  guard try CountedWords(folder: path).words == corpus.vocabulary else {
    throw Problem(.badData, "\(wordsFile) does not contain the words of \(corpus.record.name)")
  }
  let checkpoint = try folder.lastCheckpoint()
  // Whatever the record says, the tables are no larger than their file: training takes memory by their sizes.
  try record.training.check(
    Safetensors(folder.checkpoint + "/model.safetensors"), vocabularySize: corpus.vocabulary.count)
  let run = TrainingRun(record, corpus, try record.training.start(corpus), folder, remarks)
  try run.resume(from: checkpoint)
  if record != before { try folder.write(json: record, to: "config.json") }
  if wordsFile != folder.file(CountedWords.fileName) {
    // A run of an earlier version.
    try folder.write(json: record, to: "config.json")
    try CountedWords.save(corpus, to: folder.file(CountedWords.fileName))
    try removeFiles([CountedWords.formerFileName], in: path)
  }
  remarks.say(run.summary)
  remarks.say(
    run.isFinished
      ? "\(shellQuoted(path)) is finished: \(Formats.count(record.training.epochs, "epoch")) done; for more, start a "
        + "new run with --epochs"
      : "resuming \(shellQuoted(path)) from word \(Formats.grouped(run.wordsDone))")
  return run
}
