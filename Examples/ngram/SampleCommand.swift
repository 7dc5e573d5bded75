import Console
import LanguageModels
import Numerics

private let count = Option("tokens", default: 500, help: "tokens to write, the ends of sentences among them", in: 1...)
private let temperature = CommonOptions.temperature(default: 1)

/// The answer with `--json`.
private struct Answer: Encodable {
  let prompt: String
  let text: String
}

let sampleCommand = Command(
  "sample", summary: "let a model write",
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
  // A prompt's last word, after which a space comes first, unless the prompt ends a line.
  var previous = tokenizer.encode(prompt: prompt).last
  if prompt.last?.isWhitespace ?? true { previous = nil }
  var text = isJSON ? "" : prompt
  try saved.model.generate(
    after: context, count: parsed[count], sampler: sampler, using: &generator
  ) { token in
    text += tokenizer.text(of: token, after: previous)
    previous = token
    // A write a token would take longer than the draw.
    if !isJSON, text.utf8.count > 4096 {
      try Terminal.write(text)
      text = ""
    }
  }
  if isJSON { return try printJSON(Answer(prompt: prompt, text: text)) }
  try Terminal.write(text + "\n")
}
