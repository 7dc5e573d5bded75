import Console
import Files
import LanguageModels
import Numerics
import Runs
import Tokenizers
import Transformers

private let prompt = CommonOptions.prompt(default: "a newline")
private let count = Option(
  "tokens", default: 500,
  help:
    "tokens to write, which are characters unless the model has a tokenizer; whenever the context is full, the model continues from its second half",
  in: 1...)
private let samples = Option(
  "samples", default: 1, help: "how many texts to write, each with its own random numbers", in: 1...10_000)
private let temperature = CommonOptions.temperature(default: 0.8)
private let beams = Option<Int>.optional(
  "beams", help: "draw nothing: search for the likeliest text, with the N best so far kept at each step", in: 1...1000)
private let lengthPenalty = Option<Double>(
  "length-penalty", default: 0,
  help: "with --beams and --stop: rank texts by their log-probability divided by their length to this power, so a "
    + "number above 0 favors long ones")
private let draft = Option<String>.optional(
  "draft",
  help:
    "a faster model that guesses the next characters, so that the model can check several at a time: the run folder "
    + "of a smaller GPT or of an n-gram model of characters", placeholder: "DIR")
private let draftTokens = Option(
  "draft-tokens", default: 4, help: "with --draft: characters to guess at a time", in: 1...64)

/// The answer with `--json`.
private struct Answer: Encodable {
  /// How often the drafter was right.
  struct Draft: Encodable {
    let proposed: Int
    let accepted: Int
    let acceptanceRate: Double

    init(_ counts: DraftCounts) {
      (proposed, accepted, acceptanceRate) = (counts.proposed, counts.accepted, counts.acceptanceRate)
    }
  }

  let prompt: String
  let seed: Int
  let samples: [String]
  /// The sample, if there is only one.
  let text: String?
  let draft: Draft?
}

let sampleCommand = Command(
  "sample", summary: "write text with a trained model",
  options: [
    CommonOptions.models, prompt, count, samples, temperature,
  ] + CommonOptions.filters + [
    CommonOptions.stop, beams, lengthPenalty, draft, draftTokens, CommonOptions.freshSeed, CommonOptions.threads,
    CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  try checkCombination(parsed)
  let saved = try TextModel(parsed)
  let start = try promptTokens(parsed[prompt], saved.tokenizer), opening = parsed[prompt] ?? ""
  let stops = parsed[CommonOptions.stop].map(CommonOptions.unescaped)
  if let width = parsed[beams] {
    let search = BeamSearchRequest(
      start: start, opening: opening, count: parsed[count], width: width, lengthPenalty: parsed[lengthPenalty],
      stops: stops)
    return try search.run(saved.alone(for: "beams"), isJSON: parsed[CommonOptions.json])
  }
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let seed = parsed[CommonOptions.freshSeed] ?? CommonOptions.newSeed()
  let generators = generators(parsed[samples], seed: UInt64(seed))
  let output = SampleOutput(
    saved.tokenizer, opening: opening, stops: stops, sampleCount: generators.count, isJSON: parsed[CommonOptions.json])
  let request = SampleRequest(start: start, count: parsed[count], sampler: Sampler(parsed, temperature), generators)
  var counts: DraftCounts?
  if let draft = parsed[draft] {
    let gpt = try saved.alone(for: "draft"), drafter = try drafter(inFolder: draft, for: gpt)
    counts = try request.run(gpt.model, drafter, draftTokens: parsed[draftTokens], output, remarks)
  } else {
    try request.run(saved, output)
  }
  let texts = try output.finish()
  if parsed[CommonOptions.json] {
    try printJSON(
      Answer(
        prompt: opening, seed: seed, samples: texts, text: texts.count == 1 ? texts[0] : nil,
        draft: counts.map(Answer.Draft.init)))
  }
  if !parsed.isGiven(CommonOptions.freshSeed) {
    remarks.say("seed \(seed); the same seed writes the same text again")
  }
}

/// Refuses options that would change nothing.
private func checkCombination(_ parsed: Parsed) throws {
  func refuse(_ other: any CommandOption, _ reason: String) throws {
    let name = other.declaration.name
    throw Problem(.usage, "\(reason), so --\(name) has no effect", suggestion: "Leave out --\(name).")
  }
  let ofDraws: [any CommandOption] = [samples, temperature, draft, CommonOptions.freshSeed] + CommonOptions.filters
  if parsed[beams] != nil, let other = ofDraws.first(where: { parsed.isGiven($0) }) {
    try refuse(other, "beam search draws nothing")
  }
  if parsed[beams] == nil, parsed.isGiven(lengthPenalty) { try refuse(lengthPenalty, "there is no --beams") }
  if parsed[draft] == nil, parsed.isGiven(draftTokens) { try refuse(draftTokens, "there is no --draft") }
}

/// Returns a random number generator for each sample. None depends on the number of samples, so the first text is the
/// one that a single sample would be.
private func generators(_ count: Int, seed: UInt64) -> [RandomGenerator] {
  (0..<count).map { $0 == 0 ? RandomGenerator(seed: seed) : RandomGenerator(seed: seed, stream: UInt64($0)) }
}

/// Returns the tokens of a prompt, or the starting tokens of a text if there is no prompt.
func promptTokens(_ prompt: String?, _ tokenizer: any Tokenizer) throws -> [Int32] {
  guard let prompt, !prompt.isEmpty else { return startingTokens(tokenizer) }
  return try tokenizer.encode(prompt)
}
