import LanguageModels
import Tensors

extension MLP: LanguageModel {
  /// Returns the logits of the token that follows `tokens`, of which only the last n matter; `tokens` can be empty.
  public func nextLogits(after tokens: [Int32]) -> [Float] {
    let n = configuration.contextLength
    return withoutGradients { logits(padded(tokens.suffix(n)).suffix(n)).elements }
  }

  /// Returns how well the model predicts the tokens from `start` on, each from the n tokens before it or as many as
  /// there are.
  public func evaluate(_ tokens: [Int32], from start: Int) -> Evaluation {
    precondition((0...tokens.count).contains(start), "evaluate: from token \(start) of \(tokens.count)")
    let text = padded(tokens), n = configuration.contextLength, contextsAtOnce = 1024
    var total = 0.0
    withoutGradients {
      cachingPackedWeights(of: parameters) {
        for first in stride(from: start, to: tokens.count, by: contextsAtOnce) {
          let places = first..<min(first + contextsAtOnce, tokens.count)
          let mean = loss(places.flatMap { text[$0..<$0 + n] }, targets: Array(tokens[places])).item
          total += Double(mean) * Double(places.count)
        }
      }
    }
    return Evaluation(totalLoss: total, tokenCount: tokens.count - start)
  }
}
