import Alignment
import Conversations
import Files
import Layers
import Runs
import Tensors
import TestSupport
import Tokenizers
import Training
import Transformers
import Tuning

/// Three short talks.
let talks = [
  Conversation([Turn(.user, "who?"), Turn(.assistant, "me")]),
  Conversation([Turn(.system, "be loud"), Turn(.user, "who?"), Turn(.assistant, "ME")]),
  Conversation([Turn(.user, "where?"), Turn(.assistant, "here"), Turn(.user, "and who?"), Turn(.assistant, "you")]),
]

/// A model that can chat, with random parameters.
func toyChat(context: Int = 48, longest: Int = 8, seed: UInt64 = 1) throws -> ChatModel {
  let text = talks.flatMap { $0.turns.map(\.content) }.joined(separator: " ")
  let tokenizer = try ChatTemplate.reserveTokens(in: CharacterTokenizer(text: text))
  let model = GPT(
    GPTConfiguration(
      vocabularySize: tokenizer.vocabularySize, contextLength: context, layerCount: 1, headCount: 2, width: 16))
  model.initialize(seed: seed)
  return ChatModel(model, try ChatTemplate(tokenizer), longestAnswer: longest)
}

/// The settings of a short training.
func shortOptions(_ steps: Int, rate: Double = 1e-2) -> TrainingOptions {
  var options = TrainingOptions()
  (options.steps, options.learningRate, options.minimumLearningRate, options.warmup) = (steps, rate, rate, 0)
  options.weightDecay = 0
  return options
}

/// Everything that the next step depends on.
func state(_ model: some Module, _ trainer: Trainer) -> [Float] {
  (model.parameters + trainer.optimizer.parameters).flatMap(\.elements)
}
