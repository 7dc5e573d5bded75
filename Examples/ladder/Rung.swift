import LanguageModels

/// One rung of the ladder: a model's name, and a function that trains it.
struct Rung {
  let name: String
  let train: (LadderText, Progress) throws -> any LanguageModel
}

/// The sampler for all models. Its temperature, as in `char-gpt`'s samples, favors likely characters slightly.
let ladderSampler = Sampler(temperature: 0.8)
