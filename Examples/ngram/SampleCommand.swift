import Console
import LanguageModels
import Numerics

private let count = Option("tokens", default: 500, help: "number of tokens to write, including sentence ends", in: 1...)
private let temperature = CommonOptions.temperature(default: 1)

/// The answer with `--json`.
private struct Answer: Encodable {
  let prompt: String
  let text: String
}

let sampleCommand = Command(
  "sample", summary: "write text with a trained model",
  options: [
    CommonOptions.model, ModelArguments.prompt, count, temperature, CommonOptions.topK, CommonOptions.topP,
    CommonOptions.seed, CommonOptions.json,
    CommonOptions.quiet,
  ]
) { parsed in
  let saved = try ModelArguments.model(parsed), tokenizer = saved.tokenizer
  let prompt = parsed[ModelArguments.prompt] ?? "", isJSON = parsed[CommonOptions.json]
  let context = promptContext(saved, prompt, Remarks(quiet: parsed[CommonOptions.quiet]))
  let sampler = Sampler(
    temperature: parsed[temperature], topK: parsed[CommonOptions.topK], topP: parsed[CommonOptions.topP])
  var generator = RandomGenerator(seed: UInt64(parsed[CommonOptions.seed]))
  // The last word of the prompt, which a space separates from the next, unless the prompt ends in whitespace.
  var previous = tokenizer.encode(prompt: prompt).last
  if prompt.last?.isWhitespace ?? true { previous = nil }
  var text = isJSON ? "" : prompt
  try saved.model.generate(
    after: context, count: parsed[count], sampler: sampler, using: &generator
  ) { token in
    text += tokenizer.text(of: token, after: previous)
    previous = token
    // One write per token would take longer than drawing it.
    if !isJSON, text.utf8.count > 4096 {
      try Terminal.write(text)
      text = ""
    }
  }
  if isJSON { return try printJSON(Answer(prompt: prompt, text: text)) }
  try Terminal.write(text + "\n")
}
