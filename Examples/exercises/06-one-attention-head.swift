// Lab 06: one attention head. Replace each `throw NotYetWritten()`, then: swift run exercises 6

import Foundation
import Kindling

/// How much a word looks at each of the words that it sees: a weight for each key, which add up to 1.
///
/// The query and the keys have as many numbers as the head's size. Scores may be in the thousands.
func lookWeights(query: [Double], keys: [[Double]]) throws -> [Double] {
  throw NotYetWritten()
}

/// What is added to the scores: -infinity where the column's word comes after the row's, 0 elsewhere; (T, T).
func causalMask(length: Int) throws -> Tensor {
  throw NotYetWritten()
}

/// One head with the causal mask: queries, keys and values of shape (T, D) -> (T, D).
///
/// Do it by matrix products; the library's `attention` is what it is compared with.
func attentionHead(queries: Tensor, keys: Tensor, values: Tensor) throws -> Tensor {
  throw NotYetWritten()
}

/// Several heads with the causal mask: (T, 3 C) -> (T, C).
///
/// The channels of `qkv` are all queries, then all keys, then all values; each of these is `headCount` heads, one after
/// another. The result has the heads in the same order.
func severalHeads(qkv: Tensor, headCount: Int) throws -> Tensor {
  throw NotYetWritten()
}

/// How many attention weights a model of `layerCount` layers with `headCount` heads each computes for a text of `length`
/// tokens; those that the causal mask hides do not count.
func attentionWeightCount(length: Int, headCount: Int, layerCount: Int) throws -> Int {
  throw NotYetWritten()
}
