import Console
import Files
import LanguageModels
import Numerics
import Runs
import Tuning

private let system = Option<String>.optional(
  "system", help: "a text that tells the assistant how to answer, such as \"Answer in one word.\"", placeholder: "TEXT")
private let temperature = CommonOptions.temperature(default: 0)
private let safeguards = Option<String>.optional(
  "safeguards", help: "the folder of filters for questions and answers (default: those of the assistant's run, if any)",
  placeholder: "DIR")

let chatCommand = Command(
  "chat", summary: "talk with a model",
  options: [CommonOptions.model, system, safeguards, temperature] + CommonOptions.filters + [
    CommonOptions.freshSeed, CommonOptions.threads, CommonOptions.quiet,
  ], run: chat)

/// Talks until the input ends.
@Sendable func chat(_ parsed: Parsed) throws {
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let folder = try chatFolder(parsed)
  let seed = parsed[CommonOptions.freshSeed] ?? CommonOptions.newSeed()
  var session = ChatSession(
    try GuardedChat(ChatModel(folder: folder), safeguards: parsed[safeguards], besides: folder),
    Sampler(parsed, temperature), system: parsed[system], RandomGenerator(seed: UInt64(seed)), remarks)
  try session.run()
}
