import Console
import LanguageModels
import Numerics
import Runs

private let count = Option("tokens", default: 200, help: "tokens to write each time", in: 1...)
private let temperature = CommonOptions.temperature(default: 0.8)

let writeCommand = Command(
  "write", summary: "write together with a model: type a beginning, see it continued",
  options: [
    CommonOptions.models, count, temperature,
  ] + CommonOptions.filters + [
    CommonOptions.stop, CommonOptions.freshSeed, CommonOptions.threads, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let model = try TextModel(parsed)
  let seed = parsed[CommonOptions.freshSeed] ?? CommonOptions.newSeed()
  remarks.say("seed \(seed)\n\(WritingSession.help)")
  var session = WritingSession(
    model, Sampler(parsed, temperature), count: parsed[count],
    stops: parsed[CommonOptions.stop].map(CommonOptions.unescaped), RandomGenerator(seed: UInt64(seed)), remarks)
  try session.run()
}
