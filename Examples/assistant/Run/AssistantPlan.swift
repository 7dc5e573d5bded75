import Alignment
import Console
import Corpora
import Files
import Training
import Transformers

/// The settings of a whole run, from the world to the last stage: the contents of its `config.json`.
///
/// The same settings make the same files, to the last bit.
struct AssistantPlan: Codable, Equatable {
  var program = "assistant \(programVersion)"
  // The world and the texts about it.
  var countries = 16
  var gaps = 4
  var characters = 4_000_000
  var examples = 12_000
  /// The share of the conversations whose answer has a slip of manner.
  var slips = 0.15
  var tests = 200
  var preferences = 2000
  var noise = 0.5
  // The model.
  var vocabulary = 1536
  var layers = 3
  var heads = 4
  var embedding = 128
  var context = 128
  // The stages.
  var steps = 2000
  var epochs = 6
  var rewardEpochs = 4
  var dpoEpochs = 2
  var rounds = 10
  var seed = 1337

  /// Checks values that came from a file.
  ///
  /// - Throws: `Problem` of the given kind that names the setting.
  func validate(_ kind: Problem.Kind = .badData) throws {
    func expect(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws {
      guard range.contains(value) else { throw Problem(kind, "\(name) cannot be \(value)") }
    }
    try expect("countries", countries, 2...100)
    guard (0...countries - 2).contains(gaps) else {
      throw Problem(kind, "gaps \(gaps) leaves fewer than two of \(countries) countries complete")
    }
    try expect("characters", characters, 100_000...1_000_000_000)
    try expect("examples", examples, 100...1_000_000)
    try expect("tests", tests, 1...100_000)
    try expect("preferences", preferences, 10...1_000_000)
    guard (0..<1).contains(slips) else { throw Problem(kind, "slips cannot be \(slips)") }
    guard (0...100).contains(noise) else { throw Problem(kind, "noise cannot be \(noise)") }
    try expect("vocabulary", vocabulary, 300...65_536)
    try expect("context", context, 96...4096)
    try expect("steps", steps, 1...1_000_000_000)
    try expect("epochs", epochs, 1...100_000)
    try expect("reward epochs", rewardEpochs, 1...100_000)
    try expect("dpo epochs", dpoEpochs, 1...100_000)
    try expect("rounds", rounds, 1...1_000_000)
    try expect("seed", seed, 0...Int.max)
    try model(vocabularySize: vocabulary).validate(kind)
  }

  /// The model, in Llama's form, so that it can be exported with its adapters.
  func model(vocabularySize: Int) -> GPTConfiguration {
    var model = GPTConfiguration(
      vocabularySize: vocabularySize, contextLength: context, layerCount: layers, headCount: heads, width: embedding)
    GPTPreset.llama.setParts(of: &model)
    return model
  }

  /// The settings of the updates of a stage.
  ///
  /// - Parameters:
  ///   - rate: the peak learning rate.
  ///   - evaluations: how often the model is evaluated on the way.
  static func training(steps: Int, rate: Double, evaluations: Int) -> TrainingOptions {
    var options = TrainingOptions()
    options.steps = steps
    options.learningRate = rate
    options.minimumLearningRate = 0
    options.decay = .linear
    options.warmup = min(100, steps / 10)
    options.beta2 = 0.95
    options.evaluateEvery = max(1, steps / evaluations)
    options.logEvery = max(1, min(10, steps / 20))
    return options
  }
}
