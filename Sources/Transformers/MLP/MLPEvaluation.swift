import LanguageModels
import Tensors

extension MLP {
  /// Returns how well the model predicts the tokens from `start` on, each from the n tokens before it or as many as
  /// there are.
  public func evaluate(_ tokens: [Int32], from start: Int) -> Evaluation {
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
    let count = tokens.count - start
    return Evaluation(loss: total / Double(max(1, count)), tokenCount: count)
  }
}
