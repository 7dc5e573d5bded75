import LanguageModels
import Numerics

/// The requirements of the ladder for a trained model, whether it was counted or trained by gradient descent.
protocol LadderModel {
  /// The number of learned parameters.
  var parameterCount: Int { get }
  /// Evaluates how well the model predicts the tokens from `start` on, each from the tokens before it.
  func evaluate(_ tokens: [Int32], from start: Int) -> Evaluation
  /// Returns the tokens that the model writes after a prompt.
  func write(after prompt: [Int32], count: Int, using generator: inout RandomGenerator) -> [Int32]
}

/// One rung of the ladder: a model that is not trained yet.
struct Rung {
  let name: String
  let train: (LadderText, Progress) throws -> any LadderModel
}

/// The sampler of all models, slightly more conservative than their own distribution, as in `char-gpt`'s samples.
let ladderSampler = Sampler(temperature: 0.8)
