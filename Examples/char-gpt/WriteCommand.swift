import Console
import LanguageModels
import Numerics
import Transformers

private let count = Option("tokens", default: 200, help: "characters to write each time", in: 1...)
private let temperature = CommonOptions.temperature(default: 0.8)

let writeCommand = Command(
  "write", summary: "write together with a model: type a beginning, see it continued",
  options: [
    CommonOptions.model, count, temperature, CommonOptions.topK, CommonOptions.topP, CommonOptions.freshSeed,
    CommonOptions.threads, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let saved = try SavedGPT(folder: modelFolder(parsed))
  let seed = parsed[CommonOptions.freshSeed] ?? CommonOptions.newSeed()
  remarks.say("seed \(seed)\n\(WritingSession.help)")
  var session = WritingSession(
    saved,
    Sampler(temperature: parsed[temperature], topK: parsed[CommonOptions.topK], topP: parsed[CommonOptions.topP]),
    count: parsed[count], RandomGenerator(seed: UInt64(seed)), remarks)
  try session.run()
}
