import Corpora
import Layers
import Numerics
import Recipes
import Testing
import Training
import Transformers

/// A recipe so small that its steps take no time.
private func small(_ preset: GPTPreset) -> GPTRecipe {
  var recipe = GPTRecipe(preset, size: .tiny, vocabularySize: 11)
  recipe.setEmbedding(16, preset)
  (recipe.model.contextLength, recipe.batchSize) = (8, 4)
  recipe.model.memory?.rowBits = 8
  recipe.training.warmup = 2
  return recipe
}

/// Eleven tokens in an order that is easy to learn.
private let tokens = (0..<600).map { (n: Int) -> Int32 in Int32((n * n + n / 7) % 11) }

@Test(arguments: GPTPreset.allCases) func everyPresetMakesAPossibleRun(_ preset: GPTPreset) throws {
  for size in [nil] + GPTSize.allCases {
    let recipe = GPTRecipe(preset, size: size, vocabularySize: 65)
    try recipe.model.validate()
    try recipe.training.validate(.usage)
    #expect(recipe.batchSize > 0 && recipe.model.vocabularySize == 65)
    #expect(recipe.training.warmup < recipe.training.steps)
    #expect(GPT(recipe.model).parameterCount == recipe.model.parameterCount)
  }
}

@Test(arguments: GPTPreset.allCases) func everyPresetLearns(_ preset: GPTPreset) throws {
  let recipe = small(preset)
  let model = GPT(recipe.model)
  model.initialize(seed: 1)
  let trainer = Trainer(
    model.namedParameters, recipe.training, tokensPerStep: recipe.batchSize * recipe.model.contextLength, seed: 1)
  var batch = Batch(batchSize: recipe.batchSize, length: recipe.model.contextLength)
  var losses: [Float] = []
  for _ in 0..<60 {
    var generator = trainer.state.batchGenerator
    batch.fill(from: tokens[...], using: &generator)
    let step = try trainer.step(batch.microBatches, weights: batch.microBatchWeights) { microBatch, pass in
      model.loss(microBatch, &pass)
    }
    losses.append(step.loss)
  }
  let (first, last) = (losses[..<10].reduce(0, +) / 10, losses[50...].reduce(0, +) / 10)
  #expect(last < first - 0.05, "\(preset): from \(first) to \(last)")
}

@Test func aNamedSizeReplacesThoseOfThePreset() {
  for preset in GPTPreset.allCases {
    let model = GPTRecipe(preset, size: .tiny, vocabularySize: 65).model, sizes = GPTSize.tiny.sizes
    #expect(model.layerCount == sizes.layers && model.headCount == sizes.heads && model.width == sizes.embedding)
    #expect(model.contextLength == sizes.context)
    #expect(GPTRecipe(preset, size: .baby, vocabularySize: 65).model.dropout == GPTSize.baby.sizes.dropout)
  }
}

@Test func theClassicPresetIsGPT2sFormWithTheDefaultTraining() {
  let recipe = GPTRecipe(.gpt2, vocabularySize: 65)
  #expect(recipe.model == GPTSize.small.configuration(vocabularySize: 65))
  #expect(recipe.training == TrainingOptions())
}

@Test func theInnerWidthOfAGatedFormFollowsTheEmbedding() {
  var recipe = GPTRecipe(.llama, size: .small, vocabularySize: 65)
  // Two thirds of 4 x 128, rounded up to a multiple of 32.
  #expect(recipe.model.innerWidth == 352)
  recipe.setEmbedding(96, .llama)
  #expect(recipe.model.innerWidth == 256)
}

@Test func theRowsOfTheMemoryAreNoWiderThanTheEmbedding() throws {
  var recipe = GPTRecipe(.modern, vocabularySize: 65)
  let usual = try #require(recipe.model.memory?.width)
  #expect(usual == NGramMemory.Form().width)
  recipe.setEmbedding(12, .modern)
  #expect(recipe.model.memory?.width == 12)
  recipe.setEmbedding(96, .modern)
  #expect(recipe.model.memory?.width == usual)
}

@Test func resizingLeavesThePartsOfThePresetAlone() {
  for preset in GPTPreset.allCases {
    var recipe = GPTRecipe(preset, vocabularySize: 65)
    let before = recipe.model
    recipe.setEmbedding(before.width, preset)
    #expect(recipe.model == before, "\(preset)")
  }
}
