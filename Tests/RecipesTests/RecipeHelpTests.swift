import Console
import Recipes
import TestSupport
import Testing
import Transformers

/// The defaults that the help of `char-gpt train` gives for an option: one for each preset.
private func defaults(of option: String, in help: String) -> [String: String]? {
  // An option's text can be wrapped.
  let flat = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  guard let match = flat.firstMatch(of: try! Regex(" --\(option) [A-Z]+ (.*?)\\(default: ([^)]*)\\)")) else {
    return nil
  }
  let text = String(match.output[2].substring ?? "")
  let words = text.split(separator: ", ").map { $0.split(separator: " ").map(String.init) }
  return words.allSatisfy({ $0.count == 2 })
    ? Dictionary(uniqueKeysWithValues: words.map { ($0[0], $0[1]) })
    : Dictionary(uniqueKeysWithValues: GPTPreset.allCases.map { ($0.rawValue, text) })
}

/// What `char-gpt train --help` says is what the recipes do.
@Test func theHelpNamesTheDefaultsOfEveryPreset() throws {
  let program = try Program("char-gpt")
  defer { program.remove() }
  let help = try program("train", "--help").output
  let values: [(option: String, value: (GPTRecipe) -> String)] = [
    ("layers", { $0.model.layerCount.optionText }), ("heads", { $0.model.headCount.optionText }),
    ("embedding", { $0.model.width.optionText }), ("context", { $0.model.contextLength.optionText }),
    ("batch", { $0.batchSize.optionText }), ("steps", { $0.training.steps.optionText }),
    ("learning-rate", { $0.training.learningRate.optionText }),
    ("minimum-learning-rate", { $0.training.minimumLearningRate.optionText }),
    ("warmup", { $0.training.warmup.optionText }), ("decay", { $0.training.decay.rawValue }),
    ("optimizer", { $0.training.optimizer.rawValue }), ("momentum", { $0.training.momentum.optionText }),
    ("weight-decay", { $0.training.weightDecay.optionText }), ("beta1", { $0.training.beta1.optionText }),
    ("beta2", { $0.training.beta2.optionText }),
    ("memory-learning-rate", { $0.training.memoryLearningRate.optionText }),
    ("muon-learning-rate", { $0.training.muonLearningRate.optionText }),
    ("average", { $0.training.average.optionText }), ("clip", { $0.training.clip.optionText }),
    ("accumulate", { $0.training.accumulation.optionText }),
    ("evaluate-every", { $0.training.evaluateEvery.optionText }),
    ("log-every", { $0.training.logEvery.optionText }),
  ]
  for (option, value) in values {
    let named = try #require(defaults(of: option, in: help), "no default of --\(option) in the help")
    for preset in GPTPreset.allCases {
      let recipe = GPTRecipe(preset, vocabularySize: 65)
      #expect(named[preset.rawValue] == value(recipe), "--\(option), \(preset.rawValue)")
    }
  }
}

/// A run without options records the recipe of the default preset.
@Test func thePresetOfTheHelpIsTheOneThatTrains() throws {
  let program = try Program("char-gpt")
  defer { program.remove() }
  let help = try program("train", "--help").output
  let flat = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  #expect(flat.contains("(gpt2, llama or modern; default: modern)"))
  // 65 tokens, as in the recipe below.
  let count = try program("parameters", "--json").output
  #expect(count.contains("\"parameters\":\(GPT(GPTRecipe(.modern, vocabularySize: 65).model).parameterCount)"))
}
