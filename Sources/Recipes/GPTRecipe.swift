import Corpora
import Training
import Transformers

/// Everything that a training run of a GPT needs besides a text: the model's form and sizes, its batches, and the
/// settings of the training.
///
///     let recipe = GPTRecipe(.modern, vocabularySize: 65)
///     let model = GPT(recipe.model)
///     let trainer = Trainer(model.namedParameters, recipe.training, tokensPerStep: ...)
public struct GPTRecipe: Sendable {
  /// The model.
  public var model: GPTConfiguration
  /// The number of windows of text in a batch.
  public var batchSize: Int
  /// The settings of the training.
  public var training = TrainingOptions()

  /// Creates the recipe of a preset.
  ///
  /// - Parameter size: the sizes; nil for those that suit the preset's own run.
  public init(_ preset: GPTPreset, size: GPTSize? = nil, vocabularySize: Int) {
    let named = size ?? .small
    model = named.configuration(vocabularySize: vocabularySize)
    batchSize = named.sizes.batch
    switch preset {
    case .gpt2: break
    case .llama:
      training.learningRate = 3e-3
      training.minimumLearningRate = 3e-4
      training.beta2 = 0.95
    case .modern:
      if size == nil {
        (model.layerCount, model.headCount, model.width, model.contextLength) = (3, 3, 96, 128)
        batchSize = 6
      }
      training.steps = 6800
      training.learningRate = 4e-3
      training.minimumLearningRate = 0
      training.decay = .linear
      training.evaluateEvery = 1000
      training.memoryLearningRate = 10
    }
    preset.setParts(of: &model)
  }

  /// Changes the number of channels of the embedding, and the sizes that follow from it in the preset's form.
  public mutating func setEmbedding(_ width: Int, _ preset: GPTPreset) {
    (model.width, model.innerWidth) = (width, nil)
    preset.setParts(of: &model)
  }
}
