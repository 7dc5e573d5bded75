import Console
import Corpora
import Files
import Foundation
import LanguageModels
import Numerics
import Recipes
import Transformers

/// Runs `swift run char-gpt` without a command: half a minute of training on the tales in `data/`, then a sample.
///
/// The tales are the text for a first minute: their language is so small that a small model, trained at a high rate,
/// gets from noise to whole sentences. A natural text of this size takes hours.
@Sendable func firstRun() throws {
  let text = "data/generated.txt"
  var run = NewRun(textPaths: [try projectText(text)])
  let steps = try stepsFromEnvironment() ?? 2000
  run.options = { recipe in
    var options = recipe.training
    options.steps = steps
    options.warmup = min(100, steps / 10)
    options.evaluateEvery = max(1, min(400, steps / 4))
    return options
  }
  // The loss of a part tells the same story as that of all 100,000 held-out characters, in a fraction of the time.
  run.evaluateBatches = 20
  let remarks = Remarks()
  remarks.say(
    "No command given: a first run of about half a minute, on invented tales. A small GPT learns to predict the next\n"
      + "character. Watch what it writes. See char-gpt --help for all commands.\n")
  let training = try run.prepare(remarks) { GPTRecipe(.modern, vocabularySize: $0) }
  let outcome = try training.train()
  training.run.showCurve()
  let saved = try SavedGPT(folder: outcome.out)
  var generator = RandomGenerator(seed: UInt64(run.seed))
  let tokens = try saved.model.generate(
    after: startingTokens(saved.tokenizer), count: 600, sampler: Sampler(temperature: 0.5), using: &generator)
  try Terminal.write("\n\(wholeLines(saved.tokenizer.decode(tokens)))\n\n\(outcome)\n")
  let folder = shellQuoted(outcome.out)
  remarks.suggest([
    "swift run char-gpt write --model \(folder)         # type a beginning, see it continued",
    "swift run char-gpt next --model \(folder) --prompt \"The king \"",
    "swift run char-gpt train YOUR-TEXT.txt",
    "swift run ladder                                   # is a GPT better than counting?",
  ])
}

/// Returns a text without the unfinished line at its end.
private func wholeLines(_ text: String) -> String {
  let text = text.trimmingCharacters(in: .newlines)
  guard let end = text.lastIndex(where: \.isNewline) else { return text }
  return String(text[..<end]).trimmingCharacters(in: .newlines)
}

/// `KINDLING_STEPS` shortens the first run for tests.
private func stepsFromEnvironment() throws -> Int? {
  guard let text = ProcessInfo.processInfo.environment["KINDLING_STEPS"] else { return nil }
  guard let steps = Int(text), steps > 0 else {
    throw Problem(.usage, "KINDLING_STEPS must be a whole number above 0, not \"\(text)\"")
  }
  return steps
}
