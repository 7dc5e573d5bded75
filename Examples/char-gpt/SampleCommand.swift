import Console
import LanguageModels
import Numerics
import Tokenizers
import Transformers

private let prompt = CommonOptions.prompt(default: "a newline")
private let count = Option(
  "tokens", default: 500,
  help: "characters to write; whenever the context is full, the model continues from its second half", in: 1...)
private let samples = Option(
  "samples", default: 1, help: "how many texts to write, each with its own random numbers", in: 1...10_000)
private let temperature = CommonOptions.temperature(default: 0.8)

/// The answer with `--json`.
private struct Answer: Encodable {
  let prompt: String
  let seed: Int
  let samples: [String]
  /// The sample, if there is only one.
  let text: String?
}

let sampleCommand = Command(
  "sample", summary: "write text with a trained model",
  options: [
    CommonOptions.model, prompt, count, samples, temperature, CommonOptions.topK, CommonOptions.topP,
    CommonOptions.freshSeed, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let saved = try SavedGPT(folder: modelFolder(parsed))
  let start = try promptTokens(parsed[prompt], saved.tokenizer)
  let sampler = Sampler(
    temperature: parsed[temperature], topK: parsed[CommonOptions.topK], topP: parsed[CommonOptions.topP])
  let seed = parsed[CommonOptions.freshSeed] ?? CommonOptions.newSeed()
  var generators = generators(parsed[samples], seed: UInt64(seed))
  let isJSON = parsed[CommonOptions.json], isStreaming = !isJSON && generators.count == 1
  let opening = parsed[prompt] ?? ""
  var texts = [[Int32]](repeating: [], count: generators.count)
  if isStreaming { try Terminal.write(opening) }
  try saved.model.generate(after: start, count: parsed[count], sampler: sampler, using: &generators) { i, token in
    texts[i].append(token)
    if isStreaming {
      try Terminal.write(saved.tokenizer.decode([token]))
    } else if !isJSON, texts[i].count == parsed[count] {
      let text = opening + saved.tokenizer.decode(texts[i])
      try Terminal.write("--- sample \(i + 1) of \(texts.count) ---\n\(text)\n")
    }
  }
  if isJSON {
    let samples = texts.map(saved.tokenizer.decode)
    try printJSON(Answer(prompt: opening, seed: seed, samples: samples, text: samples.count == 1 ? samples[0] : nil))
  } else if isStreaming {
    try Terminal.write("\n")
  }
  if !parsed.isGiven(CommonOptions.freshSeed) {
    Remarks(quiet: parsed[CommonOptions.quiet]).say("seed \(seed); the same seed writes the same text again")
  }
}

/// Returns a random number generator for each sample. None depends on the number of samples, so the first text is the
/// one that a single sample would be.
private func generators(_ count: Int, seed: UInt64) -> [RandomGenerator] {
  (0..<count).map { $0 == 0 ? RandomGenerator(seed: seed) : RandomGenerator(seed: seed, stream: UInt64($0)) }
}

/// Returns the tokens of a prompt, or the starting tokens of a text if there is no prompt.
func promptTokens(_ prompt: String?, _ tokenizer: CharacterTokenizer) throws -> [Int32] {
  guard let prompt, !prompt.isEmpty else { return startingTokens(tokenizer) }
  return try tokenizer.encode(prompt)
}
