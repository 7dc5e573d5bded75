import Corpora
import LanguageModels
import Numerics
import Training
import Transformers

/// Returns the rung of the GPT, trained as by `char-gpt train --learning-rate 5e-3 --minimum-learning-rate 1e-5`.
///
/// Each step takes as many characters as a step of the preset; a longer context means fewer windows, but at least one.
func gptRung(_ preset: GPTPreset, layerCount: Int?, contextLength: Int, steps: Int, seed: UInt64) -> Rung {
  Rung(name: "GPT") { text, progress in
    var configuration = preset.configuration(vocabularySize: text.tokenizer.vocabularySize)
    configuration.layerCount = layerCount ?? configuration.layerCount
    configuration.contextLength = contextLength
    let model = GPT(configuration)
    model.initialize(seed: seed)
    var options = TrainingOptions()
    options.steps = steps
    // Five times as high as char-gpt's, falling to almost nothing: good for a few thousand steps, but too aggressive for
    // a run of a whole night.
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

extension GPT: LadderModel {
  /// Evaluates in windows that overlap by half: past the first window, each prediction uses between half of the context
  /// and all of it, as it does when the model writes.
  func evaluate(_ tokens: [Int32], from start: Int) -> Evaluation {
    // The first window begins one token earlier, so the first prediction has a token to look back at.
    evaluate(tokens[(start - 1)...], batchSize: 16, stride: max(1, configuration.contextLength / 2))
  }

  func write(after prompt: [Int32], count: Int, using generator: inout RandomGenerator) -> [Int32] {
    var written: [Int32] = []
    generate(after: prompt, count: count, sampler: ladderSampler, using: &generator) { written.append($0) }
    return written
  }
}
