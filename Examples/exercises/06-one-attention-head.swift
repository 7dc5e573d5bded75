import Foundation
import Kindling

// Lab 06: one attention head. Replace each `throw NotYetWritten()`, then: swift run exercises 6

/// How much a word attends to each of the words that it sees: one weight per key. The weights add up to 1.
///
/// The length of the query and of each key is the head's size. Scores can be in the thousands.
func attentionWeights(query: [Double], keys: [[Double]]) throws -> [Double] {
  throw NotYetWritten()
}

/// The mask that is added to the scores: -infinity where the column's word comes after the row's, 0 elsewhere; (T, T).
func causalMask(length: Int) throws -> Tensor {
  throw NotYetWritten()
}

/// One head with the causal mask: queries, keys and values of shape (T, D) -> (T, D).
///
/// Use matrix products; the check compares your result with the library's `attention`.
func attentionHead(queries: Tensor, keys: Tensor, values: Tensor) throws -> Tensor {
  throw NotYetWritten()
}

/// Several heads with the causal mask: (T, 3 C) -> (T, C).
///
/// The channels of `qkv` are all queries, then all keys, then all values; each of the three consists of `headCount`
/// heads, one after another. The result has the heads in the same order.
func severalHeads(qkv: Tensor, headCount: Int) throws -> Tensor {
  throw NotYetWritten()
}

/// The number of attention weights that a model of `layerCount` layers with `headCount` heads each computes for a text
/// of `length` tokens, not counting those that the causal mask hides.
func attentionWeightCount(length: Int, headCount: Int, layerCount: Int) throws -> Int {
  throw NotYetWritten()
}
