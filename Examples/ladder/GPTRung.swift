import Corpora
import Reports
import Training
import Transformers

/// The learning rates of the GPT: five times as high as `char-gpt`'s, falling to almost nothing. They are good for a few
/// thousand steps, but too aggressive for an overnight run.
let gptLearningRates = (peak: 5e-3, minimum: 1e-5)

/// Returns the rung of the GPT, trained as by `char-gpt train` with these sizes and ``gptLearningRates``.
///
/// - Parameters:
///   - text: the text, because what many characters show depends on it.
///   - trained: receives the model, for the rung above.
func gptRung(_ sizes: GPTSizes, steps: Int, seed: UInt64, _ text: LadderText, trained: TrainedGPT) -> Rung {
  Rung(
    name: "GPT",
    view: "looks back over up to \(Formats.grouped(sizes.context)) characters and learns where to look",
    gain: text.isGenerated ? ", far enough to know who \"he\" is" : "", steps: steps
  ) { text, progress in
    let model = GPT(sizes.configuration(vocabularySize: text.tokenizer.vocabularySize))
    model.initialize(seed: seed)
    var options = TrainingOptions()
    options.steps = steps
    (options.learningRate, options.minimumLearningRate) = gptLearningRates
    var batch = Batch(batchSize: sizes.batch, length: sizes.context)
    try progress.train(
      model, options, tokensPerStep: batch.batchSize * batch.length, seed: seed,
      batch: { generator in
        batch.fill(from: text.training, using: &generator)
        return batch
      },
      loss: { microBatch, pass in model.loss(microBatch, &pass) })
    trained.model = model
    return model
  }
}
