import Foundation
import LanguageModels
import Numerics

/// A small model whose logits depend on the last two tokens; two of the same seed are the same.
struct TableModel: LanguageModel {
  let vocabularySize: Int
  private let table: [Float]

  init(vocabularySize V: Int, seed: UInt64, spread: Float = 3) {
    var generator = RandomGenerator(seed: seed)
    vocabularySize = V
    table = (0..<(V + 1) * (V + 1) * V).map { _ in (generator.uniform() - 0.5) * 2 * spread }
  }

  var parameterCount: Int { table.count }

  func nextLogits(after tokens: [Int32]) -> [Float] {
    let last = tokens.suffix(2).map { Int($0) + 1 }
    let row = last.reduce(0) { $0 * (vocabularySize + 1) + $1 } * vocabularySize
    return Array(table[row..<row + vocabularySize])
  }

  func evaluate(_ tokens: [Int32], from start: Int) -> Evaluation { Evaluation() }

  /// The logarithm of the probability of `tokens` after `prompt`, in double precision.
  func logProbability(_ tokens: [Int32], after prompt: [Int32]) -> Double {
    tokens.indices.reduce(0) { sum, i in
      let logits = nextLogits(after: prompt + tokens[..<i]).map(Double.init)
      return sum + logits[Int(tokens[i])] - log(logits.reduce(0) { $0 + exp($1) })
    }
  }
}

/// All texts of `length` tokens, in the order of their numbers.
func allTexts(_ V: Int, length: Int) -> [[Int32]] {
  (0..<length).reduce([[]]) { texts, _ in texts.flatMap { text in (0..<Int32(V)).map { text + [$0] } } }
}
