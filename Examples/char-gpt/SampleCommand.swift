import Console
import Kindling

private let prompt = Option<String>.optional(
  "prompt", help: "text to continue (default: a new line)", placeholder: "TEXT")
private let count = Option("tokens", default: 500, help: "characters to write", in: 1...)
private let temperature = Option(
  "temperature", default: Float(0.8), help: "below 1 more predictable, above 1 wilder; 0 takes the likeliest", in: 0...)
private let topK = Option<Int>.optional("top-k", help: "draw among the K likeliest only", in: 1...)
private let topP = Option<Float>.optional(
  "top-p", help: "draw among the likeliest that together reach this probability", in: .leastNormalMagnitude...1)

let sampleCommand = Command(
  "sample", summary: "let a trained model write",
  options: [
    CommonOptions.model, prompt, count, temperature, topK, topP, CommonOptions.seed, CommonOptions.threads,
    CommonOptions.json,
  ]
) { parsed in
  useThreads(parsed)
  let saved = try SavedGPT(folder: modelFolder(parsed[CommonOptions.model]))
  let start = try promptTokens(parsed[prompt], saved.tokenizer)
  let sampler = Sampler(temperature: parsed[temperature], topK: parsed[topK], topP: parsed[topP])
  var generator = RandomGenerator(seed: UInt64(parsed[CommonOptions.seed]))
  var tokens: [Int32] = []
  let isJSON = parsed[CommonOptions.json]
  if !isJSON { try Terminal.write(parsed[prompt] ?? "") }
  try saved.model.generate(after: start, count: parsed[count], sampler: sampler, using: &generator) { token in
    tokens.append(token)
    if !isJSON { try Terminal.write(saved.tokenizer.decode([token])) }
  }
  if isJSON {
    try printJSON(["prompt": parsed[prompt] ?? "", "text": saved.tokenizer.decode(tokens)])
  } else {
    try Terminal.write("\n")
  }
}

/// The tokens of a prompt, or what a text starts from where there is none.
func promptTokens(_ prompt: String?, _ tokenizer: CharacterTokenizer) throws -> [Int32] {
  guard let prompt, !prompt.isEmpty else { return startingTokens(tokenizer) }
  return try tokenizer.encode(prompt)
}
