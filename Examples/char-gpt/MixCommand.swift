import Console
import Corpora
import Files
import Foundation
import Mixtures
import Reports
import Transformers

private let files = CommonOptions.trainingText()
private let out = CommonOptions.out
private let unseen = Option(
  "validation", default: 0.1,
  help: "fraction of the text, at its end, on which the mixture learns whom to trust when, before it counts that part "
    + "too; best if the network was not trained on it", in: .leastNormalMagnitude..<1)

/// The contents of `mixture.json`.
private struct MixtureRecord: Encodable {
  let program = "char-gpt \(programVersion)"
  let network: String
  let validation: Double
  let lossy: Bool
  let text: TextRecord
}

/// The answer with `--json`.
private struct Answer: Encodable {
  let out: String
  let characters: Int
  let unseen: Int
  let parameters: Int
  let elapsedS: Double
}

let mixCommand = Command(
  "mix", summary: "mix a trained model with counts of a text, which together predict better than either",
  arguments: [files],
  options: [
    CommonOptions.model, unseen, out, CommonOptions.overwrite, CommonOptions.lossy, CommonOptions.threads,
    CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet]), network = try modelFolder(parsed)
  guard !parsed[files].isEmpty else {
    throw Problem(.usage, "FILE is missing: the text to count", suggestion: "See char-gpt mix --help")
  }
  let folder = try OutputFolder.chosen(parsed, for: "mix", reading: network)
  let saved = try SavedGPT(folder: network), characters = try saved.characters
  let (text, record) = try readTexts(parsed[files], lossy: parsed[CommonOptions.lossy])
  record.remarks.forEach(remarks.say)
  let (tokens, unknown) = characters.encodeKnown(text)
  if unknown > 0 { remarks.say("\(Formats.count(unknown, "character")) that the model has never seen are left out") }
  let count = Int((parsed[unseen] * Double(tokens.count)).rounded(.up))
  guard count < tokens.count else {
    throw Problem(
      .badData, "\(record.name) has \(Formats.count(tokens.count, "character")) that the model knows: too few to mix")
  }
  let started = ContinuousClock.now
  let model = GPTWithCounts(saved.model, characters, text: tokens, unseen: count)
  let seconds = (ContinuousClock.now - started) / .seconds(1)
  try SavedMixture(model: model, tokenizer: characters).save(
    to: folder, copying: network,
    record: MixtureRecord(
      network: network, validation: parsed[unseen], lossy: parsed[CommonOptions.lossy], text: record))
  if parsed[CommonOptions.json] {
    return try printJSON(
      Answer(
        out: folder, characters: tokens.count, unseen: count, parameters: model.parameterCount, elapsedS: seconds))
  }
  try Terminal.write(
    "\(folder): \(Formats.grouped(model.parameterCount)) parameters and counts, mixed in "
      + "\(Formats.duration(seconds))\n")
  remarks.suggest([
    "swift run char-gpt sample --model \(shellQuoted(folder))",
    "swift run char-gpt evaluate FILE --model \(shellQuoted(folder))",
    "swift run ngram compress FILE --learn --model \(shellQuoted(folder))",
  ])
}
