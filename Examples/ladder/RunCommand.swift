import Console
import Corpora
import Files
import Foundation
import Numerics
import Reports
import Runs

private let defaultText = "data/generated.txt"
private let file = Argument.optional("FILE", help: "the text, in UTF-8 (default: \(defaultText))")
// Nothing can be compared without a validation set.
private let validation = Option(
  "validation", default: 0.1, help: "fraction of the text, at its end, held out to evaluate all models",
  in: .leastNormalMagnitude..<1)
private let mlpSteps = Option(
  "mlp-steps", default: 5000, help: "number of updates of the perceptron's parameters", in: 1...1_000_000_000)
private let rnnSteps = Option(
  "rnn-steps", default: 4000, help: "number of updates of the plain recurrent network's parameters",
  in: 1...1_000_000_000)
private let lstmSteps = Option(
  "lstm-steps", default: 1500, help: "number of updates of the LSTM's parameters", in: 1...1_000_000_000)
private let gptSteps = Option(
  "gpt-steps", default: 3500, help: "number of updates of the parameters of each GPT", in: 1...1_000_000_000)
private let floor = Option<Double>.optional(
  "floor",
  help: "the entropy of the text's source in bits per character, to compare with (default: computed, if the text was "
    + "written by grammar generate)",
  in: .leastNormalMagnitude...)
private let out = RunOptions.out(program: "ladder")

/// The folders of this program's tables and charts.
private let folders = ModelFolders(program: "ladder", files: Ladder.fileNames)

let runCommand = Command(
  "run", summary: "train all models on a text and compare them", arguments: [file],
  options: [
    out, CommonOptions.overwrite, CommonOptions.lossy, validation, mlpSteps, rnnSteps, lstmSteps, gptSteps,
  ] + GPTSizes.allOptions + [
    floor, CommonOptions.config, CommonOptions.seed, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet,
  ], run: climb)

/// Runs `swift run ladder` without a command.
@Sendable func firstClimb() throws {
  Remarks().say(
    "No command given: climbing the ladder on \(defaultText), which takes about three minutes. "
      + "See ladder run --help for all options.")
  try climb(runCommand.parse([], program: "ladder"))
}

/// Trains the models one by one and rewrites the table after each.
@Sendable private func climb(_ parsed: Parsed) throws {
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let path = try parsed[file] ?? projectText(defaultText)
  let sizes = try GPTSizes(parsed)
  let folder = try folders.output(asked: parsed[out], textPath: path, overwrite: parsed[CommonOptions.overwrite])
  let text = try LadderText(
    path, lossy: parsed[CommonOptions.lossy], validation: parsed[validation], context: sizes.context)
  text.record.remarks.forEach(remarks.say)
  let seed = UInt64(parsed[CommonOptions.seed])
  let trained = TrainedGPT()
  let rungs =
    countingRungs(text) + [
      mlpRung(steps: parsed[mlpSteps], seed: seed), recurrentRung(.rnn, steps: parsed[rnnSteps], seed: seed),
      recurrentRung(.lstm, steps: parsed[lstmSteps], seed: seed),
      classicGPTRung(sizes, steps: parsed[gptSteps], seed: seed, text),
      modernGPTRung(sizes, steps: parsed[gptSteps], seed: seed, keeping: trained), mixtureRung(trained),
    ]
  try createFolder(folder)
  var ladder = Ladder(out: folder, text, floor: parsed[floor], seed: parsed[CommonOptions.seed])
  remarks.say(
    "\(path): \(Formats.count(ladder.trainingCharacters, "character")) for training, "
      + "\(Formats.grouped(ladder.validationCharacters)) for validation, \(ladder.distinctCharacters) distinct; "
      + "writing to \(folder)")
  if ladder.isGenerated {
    remarks.say("this project's grammar wrote the text, so the floor is known: no model can need fewer bits")
  }
  Interruption.startListening(
    answer: remarks.quiet ? nil : "stopping after this step; press Ctrl-C again to stop at once")
  for rung in rungs {
    let progress = Progress(rung.name, ladder, remarks)
    try ladder.append(climbing(rung, text, ladder, seed: seed, progress), progress.metrics)
    try ladder.write(record(parsed, text, sizes))
  }
  remarks.finish()
  for model in ladder.models where model.percentAboveFloor ?? 0 < 0 {
    remarks.say("\(model.name) is below the floor, so the floor is not the entropy of the text's source")
  }
  if parsed[CommonOptions.json] { return try printJSON(ladder) }
  let files = "ladder.txt, ladder.json and ladder.svg"
  try Terminal.write("\(ladder)\n\(folder): \(files), after \(Formats.duration(ladder.elapsedS))\n")
  remarks.suggest(nextCommands(parsed, path, ladder, sizes))
}

private func record(_ parsed: Parsed, _ text: LadderText, _ sizes: GPTSizes) -> LadderRecord {
  LadderRecord(
    text: text.record, lossy: parsed[CommonOptions.lossy], validation: parsed[validation],
    mlpSteps: parsed[mlpSteps], rnnSteps: parsed[rnnSteps], lstmSteps: parsed[lstmSteps], gptSteps: parsed[gptSteps],
    size: sizes.size?.rawValue, layers: sizes.layers,
    heads: sizes.heads, embedding: sizes.embedding, context: sizes.context, batch: sizes.batch, floor: parsed[floor],
    seed: parsed[CommonOptions.seed])
}

/// Returns two commands: the same ladder with GPTs that train three times as long, and the modern GPT as a run of its
/// own, which can write.
private func nextCommands(_ parsed: Parsed, _ path: String, _ ladder: Ladder, _ sizes: GPTSizes) -> [String] {
  let config = (ladder.out as NSString).appendingPathComponent(LadderRecord.fileName)
  return [
    "swift run ladder run --config \(shellQuoted(config)) --gpt-steps \(3 * parsed[gptSteps])",
    "swift run char-gpt train \(shellQuoted(path)) \(sizes.options) --steps \(parsed[gptSteps])",
  ]
}

/// Trains a model, evaluates it and generates a sample.
private func climbing(
  _ rung: Rung, _ text: LadderText, _ ladder: Ladder, seed: UInt64, _ progress: Progress
) throws -> Ladder.Model {
  let clock = ContinuousClock()
  let start = clock.now
  let model = try rung.train(text, progress)
  let seconds = (clock.now - start) / .seconds(1)
  try progress.checkInterruption("before \(rung.name) was evaluated")
  let evaluation = model.evaluate(text.tokens, from: text.heldOutStart)
  var generator = RandomGenerator(seed: seed, stream: 3)
  let sample = text.tokenizer.decode(
    try model.generate(after: text.newLine, count: 60, sampler: ladderSampler, using: &generator))
  progress.say(
    "\(Formats.fixed(evaluation.bitsPerToken, decimals: 3)) bits per character, trained in "
      + Formats.duration(seconds))
  let explanation = Explanation(
    rung: rung, bits: evaluation.bitsPerToken, before: ladder.models.map { ($0.name, $0.bitsPerCharacter) },
    distinctCharacters: ladder.distinctCharacters)
  return Ladder.Model(
    name: rung.name, parameters: model.parameterCount, trainingS: seconds,
    bitsPerCharacter: evaluation.bitsPerToken, characters: evaluation.tokenCount, why: explanation.sentence,
    writes: sample)
}
