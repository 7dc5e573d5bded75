import Console
import Corpora
import Files
import Mixtures
import Reports
import Tokenizers
import Transformers

private let file = Argument("FILE", help: "the text to predict, or - for standard input")
private let batch = Option(
  "batch", default: 12, help: "windows of text per batch", in: 1...65_536)
private let stride = Option<Int>.optional(
  "stride",
  help:
    "tokens from one window to the next; fewer give the model more context (default: the context length, or half "
    + "of it with --learn-network)",
  in: 1...)
private let learn = Flag(
  "learn", help: "let the counts of a mixture learn from the text, each token after it was predicted")
private let learnNetwork = Flag(
  "learn-network",
  help: "also train the network of a mixture on each window of the text, after it was predicted; includes --learn")

/// The answer with `--json`.
private struct Figures: Encodable {
  let lossNatsPerToken: Double
  let bitsPerToken: Double
  let bitsPerCharacter: Double
  let bitsPerByte: Double
  let perplexity: Double
  let tokens: Int
  /// The characters that the model does not know, which are left out.
  let unknown: Int
}

let evaluateCommand = Command(
  "evaluate", summary: "measure how well a trained model predicts text", arguments: [file],
  options: [
    CommonOptions.models, batch, stride, learn, learnNetwork, CommonOptions.lossy, CommonOptions.threads,
    CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let saved = try TextModel(parsed)
  let learning = parsed[learn] || parsed[learnNetwork]
  guard saved.mixture != nil || !learning else {
    let option = parsed[learn] ? "--learn" : "--learn-network"
    throw Problem(.usage, "\(option) is for a mixture, which char-gpt mix makes; this model has no counts")
  }
  let text = try readText(parsed[file], lossy: parsed[CommonOptions.lossy], remark: remarks.say)
  let (tokens, unknown) = saved.tokenizer.encodeKnown(text)
  if unknown > 0 {
    let share = Formats.significant(100 * Double(unknown) / Double(tokens.count + unknown), digits: 2)
    remarks.say(
      "\(Formats.count(unknown, "character")) (\(share) %) that the model has never seen \(unknown == 1 ? "is" : "are") "
        + "left out")
  }
  guard tokens.count > 1 else {
    throw Problem(
      .badData,
      "\(parsed[file]) has \(tokens.isEmpty ? "no" : "only one") \(saved.tokenizer.unit) that the model knows; at least "
        + "2 are needed to predict one")
  }
  try checkStride(parsed[stride], option: "stride", context: saved.contextLength)
  saved.mixture?.learns = learning
  saved.mixture?.learnsNetwork = parsed[learnNetwork]
  let evaluation = saved.evaluate(tokens, batchSize: parsed[batch], stride: parsed[stride])
  let size = TextSize(predicting: tokens[...], of: text, saved.tokenizer)
  let figures = Figures(
    lossNatsPerToken: evaluation.loss, bitsPerToken: evaluation.bitsPerToken,
    bitsPerCharacter: size.perCharacter(evaluation.bitsPerToken), bitsPerByte: size.perByte(evaluation.bitsPerToken),
    perplexity: evaluation.perplexity, tokens: evaluation.tokenCount, unknown: unknown)
  if parsed[CommonOptions.json] { return try printJSON(figures) }
  try printFigures([
    ("loss_nats_per_token", figures.lossNatsPerToken), ("bits_per_character", figures.bitsPerCharacter),
    ("bits_per_byte", figures.bitsPerByte), ("perplexity", figures.perplexity), ("tokens", Double(figures.tokens)),
  ])
}

/// Refuses a stride that would skip tokens.
func checkStride(_ stride: Int?, option: String, context: Int) throws {
  guard let stride, stride > context else { return }
  throw Problem(.usage, "--\(option) \(stride) would skip tokens: the model's context length is \(context)")
}
