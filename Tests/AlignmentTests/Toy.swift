import Alignment
import Layers
import Numerics
import Tensors
import TestSupport
import Transformers

/// A model of eight tokens, of which 0 ends an answer.
func toyModel(seed: UInt64 = 1, context: Int = 12) -> GPT {
  let model = GPT(GPTConfiguration(vocabularySize: 8, contextLength: context, layerCount: 1, headCount: 2, width: 16))
  model.initialize(seed: seed)
  return model
}

/// A model whose numbers are all of order one, so its probabilities differ.
func livelyModel(seed: UInt64 = 5) -> GPT {
  let model = GPT(GPTConfiguration(vocabularySize: 7, contextLength: 9, layerCount: 1, headCount: 2, width: 6))
  fill(model, seed: seed)
  return model
}

/// The share of a token in an answer: a reward whose best value is 1.
func share(of token: Int32, in answers: [Answer]) -> [Double] {
  answers.map { answer in Double(answer.tokens.count { $0 == token }) / Double(answer.tokens.count) }
}

/// Answers of different lengths to prompts of different lengths.
let fewAnswers = [
  Answer(prompt: [3, 1], tokens: [4, 1, 5]), Answer(prompt: [2], tokens: [6]),
  Answer(prompt: [1, 2, 3, 4], tokens: [5, 6]),
]
