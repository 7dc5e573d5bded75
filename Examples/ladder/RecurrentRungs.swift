import Corpora
import Recurrent
import Reports
import Training

/// The sizes of the recurrent models: their vectors, and the units of their one layer.
///
/// The plain network has the more units, since each of them costs a quarter of an LSTM's.
private let embeddingSize = 32

/// Windows of a batch, and the characters that the gradient goes back in each. The state is zero at the start of a
/// window.
private let windows = 24, length = 64

/// Returns the rung of a recurrent network, plain or with gates.
func recurrentRung(_ kind: RecurrentConfiguration.Kind, steps: Int, seed: UInt64) -> Rung {
  let isPlain = kind == .rnn, hiddenSize = isPlain ? 256 : 192
  return Rung(
    name: isPlain ? "RNN" : "LSTM",
    view: isPlain
      ? "carries what it has read from character to character, in \(hiddenSize) numbers that change with each of them"
      : "carries \(hiddenSize) numbers that gates protect, so it remembers for longer",
    steps: steps
  ) { text, progress in
    let model = RecurrentModel(
      RecurrentConfiguration(
        kind, vocabularySize: text.tokenizer.vocabularySize, embeddingSize: embeddingSize, hiddenSize: hiddenSize))
    model.initialize(seed: seed)
    var options = TrainingOptions()
    options.steps = steps
    (options.learningRate, options.minimumLearningRate) = recurrentLearningRates
    var batch = Batch(batchSize: windows, length: length)
    try progress.train(
      model, options, tokensPerStep: windows * length, seed: seed,
      batch: { generator in
        batch.fill(from: text.training, using: &generator)
        return batch
      },
      loss: { microBatch, _ in model.loss(of: microBatch) })
    return model
  }
}

/// The learning rates of both.
private let recurrentLearningRates = (5e-3, 1e-5)
