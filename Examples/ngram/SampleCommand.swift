import Console
import LanguageModels
import Numerics
import Runs

private let count = Option("tokens", default: 500, help: "number of tokens to write, including sentence ends", in: 1...)
private let temperature = CommonOptions.temperature(default: 0.8)

/// The answer with `--json`.
private struct Answer: Encodable {
  let prompt: String
  let seed: Int
  let text: String
}

let sampleCommand = Command(
  "sample", summary: "write text with a trained model",
  options: [
    CommonOptions.model, ModelArguments.prompt, count, temperature,
  ] + CommonOptions.filters + [
    CommonOptions.stop, CommonOptions.freshSeed, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let saved = try ModelArguments.model(parsed, remarks), tokenizer = saved.tokenizer
  let prompt = parsed[ModelArguments.prompt] ?? "", isJSON = parsed[CommonOptions.json]
  let (ids, context) = promptContext(saved, prompt, remarks)
  var stops = StopTexts(parsed[CommonOptions.stop].map(CommonOptions.unescaped))
  let seed = parsed[CommonOptions.freshSeed] ?? CommonOptions.newSeed()
  var generator = RandomGenerator(seed: UInt64(seed))
  // The last word of the prompt, which a space separates from the next, unless the prompt ends in whitespace.
  var previous = tokenizer.encode(prompt: prompt).last
  if prompt.last?.isWhitespace ?? true { previous = nil }
  var text = isJSON ? "" : prompt
  try saved.model.generate(
    after: context, of: ids, count: parsed[count], sampler: Sampler(parsed, temperature), using: &generator
  ) { token in
    text += stops.append(tokenizer.text(of: token, after: previous))
    if stops.isFound { throw EndOfText() }
    previous = token
    // One write per token would take longer than drawing it.
    if !isJSON, text.utf8.count > 4096 {
      try Terminal.write(text)
      text = ""
    }
  }
  text += stops.finish()
  if isJSON { return try printJSON(Answer(prompt: prompt, seed: seed, text: text)) }
  try Terminal.write(text + "\n")
  if !parsed.isGiven(CommonOptions.freshSeed) {
    remarks.say("seed \(seed); the same seed writes the same text again")
  }
}
