import Foundation
import Kindling

// Lab 05: decoding. Replace each `throw NotYetWritten()`, then: swift run exercises 5

/// The probabilities of one or more logits, at a temperature of 0 or more.
///
/// At temperature 0 the highest logit gets probability 1, or the first of the highest if there are several. Logits can
/// be as large as 1,000.
func temperedSoftmax(_ logits: [Double], temperature: Double) throws -> [Double] {
  throw NotYetWritten()
}

/// The probabilities after top-k: those of the k most likely tokens add up to 1 again, and all others are 0.
///
/// Of equally likely tokens, the one with the lower number is kept first. k is at least 1, and can exceed the number of
/// tokens.
func keptByTopK(_ probabilities: [Double], k: Int) throws -> [Double] {
  throw NotYetWritten()
}

/// The probabilities after top-p: only the most likely tokens are kept, no more than needed to reach p together. Their
/// probabilities add up to 1 again; all others are 0.
///
/// Of equally likely tokens, the one with the lower number is kept first. p is above 0 and at most 1. If top-k is used
/// too, the given probabilities are those that it left.
func keptByTopP(_ probabilities: [Double], p: Double) throws -> [Double] {
  throw NotYetWritten()
}

/// The token that a random number draws: the tokens are intervals on a line from 0 to 1, each as long as its
/// probability, in the order of their numbers, and the random number is a point on the line.
///
/// A token with probability 0 is never drawn, even if rounding makes the sum a little less than 1.
///
/// - Parameter random: at least 0 and below 1.
func drawnToken(_ probabilities: [Double], at random: Double) throws -> Int {
  throw NotYetWritten()
}

/// The text of `length` tokens that beam search finds after a prompt, and the sum of the natural logarithms of its
/// tokens' probabilities, which are the softmax of `model.nextLogits(after:)`.
///
/// - Parameters:
///   - prompt: at least one token; together with the new ones it fits into the model's context.
///   - width: how many texts are kept at each step, at least 1.
func beamSearch(
  _ model: GPT, after prompt: [Int32], length: Int, width: Int
) throws -> (tokens: [Int32], logProbability: Double) {
  throw NotYetWritten()
}
