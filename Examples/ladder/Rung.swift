import LanguageModels

/// One rung of the ladder: a model that is not trained yet.
struct Rung {
  let name: String
  let train: (LadderText, Progress) throws -> any LanguageModel
}

/// The sampler of all models, slightly more conservative than their own distribution, as in `char-gpt`'s samples.
let ladderSampler = Sampler(temperature: 0.8)
