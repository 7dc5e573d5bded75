import Console
import Files
import Foundation
import NGrams
import Reports

private let output = Argument("FILE", help: "the ARPA file to write")
private let input = Argument("FILE", help: "the ARPA file to read")

let exportCommand = Command(
  "export", summary: "write a model as an ARPA file, which KenLM and other tools read", arguments: [output],
  options: [CommonOptions.model, CommonOptions.overwrite, CommonOptions.json]
) { parsed in
  let path = parsed[output]
  if !parsed[CommonOptions.overwrite], FileManager.default.fileExists(atPath: path) {
    throw Problem(.cannotCreate, "\(path) already exists", suggestion: "Pass --overwrite to replace it.")
  }
  let saved = try ModelArguments.model(parsed), model = saved.model
  try model.writeARPA(to: path, saved.tokenizer)
  try report(Answer(path, model), parsed)
}

/// The contents of `config.json` for a model that was imported, not trained.
private struct ImportRecord: Encodable {
  let program = "ngram \(programVersion)"
  let level: NGramTokenizer.Level
  let sentences: NGramTokenizer.Sentences
  let order: Int
  let importedFrom: String
}

let importCommand = Command(
  "import", summary: "read an ARPA file into a model folder", arguments: [input],
  options: [
    ModelArguments.out, CommonOptions.overwrite, ModelArguments.level, ModelArguments.sentences, CommonOptions.json,
  ]
) { parsed in
  let path = parsed[input]
  let folder = try ModelArguments.folders.output(
    asked: parsed[ModelArguments.out], textPath: path, overwrite: parsed[CommonOptions.overwrite])
  let arpa = try ARPAModel(
    contentsOf: path, level: parsed[ModelArguments.level], sentences: parsed[ModelArguments.sentences])
  try SavedNGram(model: arpa.model, tokenizer: arpa.tokenizer).save(
    to: folder,
    configuration: ImportRecord(
      level: arpa.tokenizer.level, sentences: arpa.tokenizer.sentences, order: arpa.model.order, importedFrom: path))
  try report(Answer(folder, arpa.model), parsed)
}

/// Where the model was written, and how many n-grams of each order it has.
private struct Answer: Encodable {
  let path: String
  let ngrams: [Int]

  init(_ path: String, _ model: NGramModel) {
    self.path = path
    ngrams = (1...model.order).map(model.count(ofOrder:))
  }
}

private func report(_ answer: Answer, _ parsed: Parsed) throws {
  if parsed[CommonOptions.json] { return try printJSON(answer) }
  let counts = answer.ngrams.enumerated().map { "\(Formats.grouped($1)) of order \($0 + 1)" }
  try Terminal.write("\(answer.path): n-grams: \(counts.joined(separator: ", "))\n")
}
