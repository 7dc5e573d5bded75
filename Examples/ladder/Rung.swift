import LanguageModels

/// One rung of the ladder: a model's name, what it can see, and a function that trains it.
struct Rung {
  let name: String
  /// What the model sees and learns, as the first half of a sentence about its place.
  let view: String
  /// What that is good for, said only if the model is better than those before it.
  var gain = ""
  /// The number of training steps; nil for a model that counts.
  var steps: Int?
  let train: (LadderText, Progress) throws -> any LanguageModel
}

/// The sampler for all models. Its temperature, as in `char-gpt`'s samples, favors likely characters slightly.
let ladderSampler = Sampler(temperature: 0.8)
