import Corpora
import Training
import Transformers

/// Returns the rung of the GPT, trained as by `char-gpt train --learning-rate 5e-3 --minimum-learning-rate 1e-5`.
///
/// Each step trains on as many characters as a step of the preset; a longer context means fewer windows per batch, but
/// at least one.
func gptRung(_ preset: GPTPreset, layerCount: Int?, contextLength: Int, steps: Int, seed: UInt64) -> Rung {
  Rung(name: "GPT") { text, progress in
    var configuration = preset.configuration(vocabularySize: text.tokenizer.vocabularySize)
    configuration.layerCount = layerCount ?? configuration.layerCount
    configuration.contextLength = contextLength
    let model = GPT(configuration)
    model.initialize(seed: seed)
    var options = TrainingOptions()
    options.steps = steps
    // Five times as high as char-gpt's, falling to almost nothing: good for a few thousand steps, but too aggressive
    // for an overnight run.
    (options.learningRate, options.minimumLearningRate) = (5e-3, 1e-5)
    let batchSize = max(1, preset.sizes.batch * preset.sizes.context / contextLength)
    var batch = Batch(batchSize: batchSize, length: contextLength)
    try progress.train(
      model, options, tokensPerStep: batch.batchSize * batch.length, seed: seed,
      batch: { generator in
        batch.fill(from: text.training, using: &generator)
        return batch
      },
      loss: { microBatch, pass in model.loss(microBatch, &pass) })
    return model
  }
}
