// Lab 04: Word2Vec. Replace each `throw NotYetWritten()`, then: swift run exercises 4

import Foundation
import Kindling

/// Each word of a sentence with each of its neighbours, at most `window` words away to either side: `[word, neighbour]`,
/// in the order of the text, the neighbours of a word from left to right.
func skipGramPairs(of words: [String], window: Int) throws -> [[String]] {
  throw NotYetWritten()
}

/// The loss of one pair with negative samples, and its slopes with respect to the numbers of `x`.
///
/// - Parameters:
///   - x: the neighbour's row.
///   - y: the row of the word that belongs to it.
///   - negatives: the rows of words that do not.
func negativeSamplingLoss(
  x: [Double], y: [Double], negatives: [[Double]]
) throws -> (loss: Double, slopes: [Double]) {
  throw NotYetWritten()
}

/// The word that is to `c` as `b` is to `a`: the one whose vector has the largest cosine with b - a + c, each of the three
/// made one long first. The three words of the question are no answers.
func answerToAnalogy(
  _ a: String, isTo b: String, as c: String, in vectors: [String: [Double]]
) throws -> String {
  throw NotYetWritten()
}

/// The parameters of a network with one hidden layer and biases, from a word to a word; of Word2Vec; and of GloVe.
func parametersOfWordModels(
  vocabulary v: Int, dimensions d: Int
) throws -> (plain: Int, word2vec: Int, glove: Int) {
  throw NotYetWritten()
}
