import Console
import Corpora
import Files
import Numerics
import Reports
import Runs
import Transformers

extension GPTPreset: OptionValue {}

private let file = Argument.optional("FILE", help: "the text, in UTF-8 (default: data/tern-valley.txt)")
private let validation = Option(
  "validation", default: 0.1, help: "fraction of the text, at its end, held out to evaluate all models",
  in: .leastNormalMagnitude..<1)
private let mlpSteps = Option(
  "mlp-steps", default: 10_000, help: "number of updates of the perceptron's parameters", in: 1...1_000_000_000)
private let gptSteps = Option(
  "gpt-steps", default: 4500, help: "number of updates of the GPT's parameters", in: 1...1_000_000_000)
private let preset = Option("preset", default: GPTPreset.small, help: "the GPT's sizes, as in char-gpt")
private let layers = Option<Int>.optional(
  "layers", help: "number of the GPT's blocks (default: the preset's)", in: 1...100)
private let context = Option<Int>.optional(
  "context",
  help: "the GPT's context length; a longer context means fewer windows per batch (default: the preset's)",
  in: 2...4096)
private let floor = Option<Double>.optional(
  "floor", help: "the entropy of the text's source in bits per character, if known, to compare with",
  in: .leastNormalMagnitude...)
private let out = RunOptions.out(suffix: "-ladder")

/// The folders of this program's tables and charts.
private let folders = ModelFolders(program: "ladder", suffix: "-ladder", files: Ladder.fileNames)

let runCommand = Command(
  "run", summary: "train all models on a text and compare them", arguments: [file],
  options: [
    out, CommonOptions.overwrite, CommonOptions.lossy, validation, mlpSteps, gptSteps, preset, layers, context, floor,
    CommonOptions.seed, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet,
  ], run: climb)

/// Trains the models one by one and rewrites the table after each.
@Sendable func climb(_ parsed: Parsed) throws {
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let path = try parsed[file] ?? projectText()
  let contextLength = parsed[context] ?? parsed[preset].sizes.context
  let text = try LadderText(
    path, lossy: parsed[CommonOptions.lossy], validation: parsed[validation], context: contextLength)
  let seed = UInt64(parsed[CommonOptions.seed])
  let rungs = [
    ngramRung("unigram", order: 1), ngramRung("bigram", order: 2), ngramRung("5-gram", order: 5),
    mlpRung(steps: parsed[mlpSteps], seed: seed),
    gptRung(
      parsed[preset], layerCount: parsed[layers], contextLength: contextLength, steps: parsed[gptSteps], seed: seed),
  ]
  let folder = try folders.output(asked: parsed[out], textPath: path, overwrite: parsed[CommonOptions.overwrite])
  try createFolder(folder)
  var ladder = Ladder(folder: folder, text, floor: parsed[floor], seed: parsed[CommonOptions.seed])
  remarks.say(
    "\(path): \(Formats.grouped(ladder.trainingCharacters)) characters for training, "
      + "\(Formats.grouped(ladder.validationCharacters)) for validation, \(ladder.distinctCharacters) distinct; "
      + "writing to \(folder)")
  Interruption.startListening()
  for rung in rungs {
    try ladder.append(climbing(rung, text, seed: seed, Progress(rung.name, ladder, remarks)))
    try ladder.write()
  }
  remarks.finish()
  for model in ladder.models where model.percentAboveFloor ?? 0 < 0 {
    remarks.say("\(model.name) is below the floor, so the floor is not the entropy of the text's source")
  }
  if parsed[CommonOptions.json] { return try printJSON(ladder) }
  try Terminal.write("\(ladder)\n\(folder): ladder.txt, ladder.json and ladder.svg\n")
}

/// Trains a model, evaluates it and generates a sample.
private func climbing(_ rung: Rung, _ text: LadderText, seed: UInt64, _ progress: Progress) throws -> Ladder.Model {
  let clock = ContinuousClock()
  let start = clock.now
  let model = try rung.train(text, progress)
  let seconds = (clock.now - start) / .seconds(1)
  try progress.checkInterruption("before \(rung.name) was evaluated")
  let evaluation = model.evaluate(text.tokens, from: text.heldOutStart)
  var generator = RandomGenerator(seed: seed, stream: 3)
  let sample = text.tokenizer.decode(
    model.generate(after: text.newLine, count: 60, sampler: ladderSampler, using: &generator))
  progress.say(
    "\(Formats.fixed(evaluation.bitsPerToken, decimals: 3)) bits per character, trained in "
      + Formats.duration(seconds))
  return Ladder.Model(
    name: rung.name, parameters: model.parameterCount, seconds: seconds, bitsPerCharacter: evaluation.bitsPerToken,
    characters: evaluation.tokenCount, writes: sample)
}
