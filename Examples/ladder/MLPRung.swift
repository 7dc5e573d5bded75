import Corpora
import Training
import Transformers

/// Returns the rung of the multilayer perceptron over the last 8 characters.
func mlpRung(steps: Int, seed: UInt64) -> Rung {
  Rung(
    name: "MLP", view: "sees the last 8 characters as vectors, so contexts that are alike share what they teach",
    steps: steps
  ) { text, progress in
    let model = MLP(MLPConfiguration(vocabularySize: text.tokenizer.vocabularySize))
    model.initialize(seed: seed)
    var options = TrainingOptions()
    options.steps = steps
    (options.learningRate, options.minimumLearningRate) = (3e-3, 3e-4)
    var batch = Batch(batchSize: 256, length: model.configuration.contextLength)
    let padded = model.padded(Array(text.training))
    try progress.train(
      model, options, tokensPerStep: batch.batchSize, seed: seed,
      batch: { generator in
        batch.fill(from: padded[...], using: &generator)
        return batch
      },
      loss: { microBatch, _ in model.loss(of: microBatch) })
    return model
  }
}
