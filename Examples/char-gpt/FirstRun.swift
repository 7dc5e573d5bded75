import Console
import Corpora
import Files
import Foundation
import LanguageModels
import Numerics
import Transformers

/// Runs `swift run char-gpt` without a command: about a minute of training on the text in `data/`, then a sample.
@Sendable func firstRun() throws {
  var run = NewRun(textPath: try projectText())
  run.options.steps = try stepsFromEnvironment() ?? 1500
  run.options.warmup = min(100, run.options.steps / 10)
  let remarks = Remarks()
  remarks.say("No command given: starting a first run of about a minute. See char-gpt --help for all commands.")
  let outcome = try run.prepare(remarks) { GPTPreset.small.configuration(vocabularySize: $0) }.train()
  let saved = try SavedGPT(folder: outcome.folder)
  var generator = RandomGenerator(seed: UInt64(run.seed))
  let tokens = saved.model.generate(
    after: startingTokens(saved.tokenizer), count: 500, sampler: Sampler(temperature: 0.8), using: &generator)
  try Terminal.write(
    """

    \(saved.tokenizer.decode(tokens))

    \(outcome)
    Then:  swift run char-gpt next --model \(outcome.folder) --prompt "Nell "
           swift run char-gpt sample --model \(outcome.folder) --prompt "TOBIAS:" --temperature 0.5
           swift run char-gpt train YOUR-TEXT.txt

    """)
}

/// `KINDLING_STEPS` shortens the first run for tests.
private func stepsFromEnvironment() throws -> Int? {
  guard let text = ProcessInfo.processInfo.environment["KINDLING_STEPS"] else { return nil }
  guard let steps = Int(text), steps > 0 else {
    throw Problem(.usage, "KINDLING_STEPS must be a whole number above 0, not \"\(text)\"")
  }
  return steps
}
