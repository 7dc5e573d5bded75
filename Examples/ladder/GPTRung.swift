import Corpora
import Recipes
import Reports
import Training
import Transformers

/// The GPT of one rung, which the rung of the mixture builds on.
final class TrainedGPT {
  var model: GPT?
}

/// The learning rates of the classic GPT: five times as high as `char-gpt`'s, falling to almost nothing. They are good
/// for a few thousand steps, but too aggressive for an overnight run.
let classicLearningRates = (peak: 5e-3, minimum: 1e-5)

/// Returns the rung of the classic GPT, trained as by `char-gpt train --preset gpt2` with these sizes and
/// ``classicLearningRates``.
///
/// - Parameter text: the text, because what many characters show depends on it.
func classicGPTRung(_ sizes: GPTSizes, steps: Int, seed: UInt64, _ text: LadderText) -> Rung {
  Rung(
    name: "GPT",
    view: "looks back over up to \(Formats.grouped(sizes.context)) characters and learns where to look",
    gain: text.isGenerated ? ", far enough to know who \"he\" is" : "", steps: steps
  ) { text, progress in
    var recipe = sizes.recipe(.gpt2, vocabularySize: text.tokenizer.vocabularySize)
    (recipe.training.learningRate, recipe.training.minimumLearningRate) = classicLearningRates
    return try trained(recipe, steps: steps, seed: seed, on: text, progress)
  }
}

/// Returns the rung of the GPT in the modern form, trained as by `char-gpt train` with these sizes.
///
/// - Parameter kept: receives the model, for the rung above.
func modernGPTRung(_ sizes: GPTSizes, steps: Int, seed: UInt64, keeping kept: TrainedGPT) -> Rung {
  Rung(
    name: "GPT modern",
    view: "is a GPT with the parts that later models are made of, and looks up the last 2 to 6 characters in tables",
    steps: steps
  ) { text, progress in
    let recipe = sizes.recipe(.modern, vocabularySize: text.tokenizer.vocabularySize)
    let model = try trained(recipe, steps: steps, seed: seed, on: text, progress)
    kept.model = model
    return model
  }
}

private func trained(
  _ recipe: GPTRecipe, steps: Int, seed: UInt64, on text: LadderText, _ progress: Progress
) throws -> GPT {
  let model = GPT(recipe.model)
  model.initialize(seed: seed)
  var options = recipe.training
  options.steps = steps
  var batch = Batch(batchSize: recipe.batchSize, length: recipe.model.contextLength)
  try progress.train(
    model, options, tokensPerStep: batch.batchSize * batch.length, seed: seed,
    batch: { generator in
      batch.fill(from: text.training, using: &generator)
      return batch
    },
    loss: { microBatch, pass in model.loss(microBatch, &pass) })
  return model
}
