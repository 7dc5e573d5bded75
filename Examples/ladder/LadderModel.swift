import LanguageModels
import Numerics

/// What the ladder asks of a trained model, be it counted or learnt by gradients.
protocol LadderModel {
  /// The numbers that it learnt.
  var parameterCount: Int { get }
  /// How well it predicts the tokens from `start` on, each from those before it.
  func evaluate(_ tokens: [Int32], from start: Int) -> Evaluation
  /// What it writes after a prompt.
  func write(after prompt: [Int32], count: Int, using generator: inout RandomGenerator) -> [Int32]
}

/// One step of the ladder: a model that is not trained yet.
struct Rung {
  let name: String
  let train: (LadderText, Progress) throws -> any LadderModel
}

/// How the models write: a little less freely than they would, as in `char-gpt`'s samples.
let ladderSampler = Sampler(temperature: 0.8)
