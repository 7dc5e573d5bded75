import Foundation
import Kindling

// Lab 04: Word2Vec. Replace each `throw NotYetWritten()`, then: swift run exercises 4

/// Each word of a sentence with each of its neighbors, which are at most `window` words away on either side.
///
/// - Returns: pairs `[word, neighbor]` in the order of the text, the neighbors of a word from left to right.
func skipGramPairs(of words: [String], window: Int) throws -> [[String]] {
  throw NotYetWritten()
}

/// The loss of one pair with negative samples, and its slopes with respect to the elements of `x`.
///
/// - Parameters:
///   - x: the neighbor's row.
///   - y: the row of the word that belongs to it.
///   - negatives: the rows of words that do not.
func negativeSamplingLoss(
  x: [Double], y: [Double], negatives: [[Double]]
) throws -> (loss: Double, slopes: [Double]) {
  throw NotYetWritten()
}

/// The word that is to `c` as `b` is to `a`: the one with the largest cosine between its vector and b - a + c, where
/// each of the three is first scaled to length 1. The three words of the question are not allowed as answers.
func answerToAnalogy(
  _ a: String, isTo b: String, as c: String, in vectors: [String: [Double]]
) throws -> String {
  throw NotYetWritten()
}

/// The number of parameters of a network with one hidden layer and biases that predicts a word from a word; of
/// Word2Vec; and of GloVe.
func parametersOfWordModels(
  vocabulary v: Int, dimensions d: Int
) throws -> (plain: Int, word2vec: Int, glove: Int) {
  throw NotYetWritten()
}
