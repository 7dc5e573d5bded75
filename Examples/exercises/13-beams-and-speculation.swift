import Foundation
import Kindling

// Lab 13: beams and speculation. Replace each `throw NotYetWritten()`, then: swift run exercises 13

/// The probabilities after min-p: only tokens that are at least `minP` times as likely as the likeliest one are kept.
/// Their probabilities add up to 1 again; all others are 0.
///
/// - Parameter minP: from 0 to 1.
func keptByMinP(_ probabilities: [Double], minP: Double) throws -> [Double] {
  throw NotYetWritten()
}

/// A text that a beam search has found so far, and the natural logarithm of its probability.
struct FoundText: Equatable {
  var tokens: [Int]
  var logProbability: Double
}

/// One step of beam search: the `width` likeliest of all texts that are one token longer, the likeliest first.
///
/// Tokens with probability 0 continue no text. There can be fewer than `width` longer texts.
///
/// - Parameters:
///   - texts: the texts that the step before has kept.
///   - probabilities: for each of these texts, the probability of each next token.
func beamStep(_ texts: [FoundText], _ probabilities: [[Double]], width: Int) throws -> [FoundText] {
  throw NotYetWritten()
}

/// Whether a token that the drafter drew is accepted: with the probability p / q, or always if that is above 1.
///
/// - Parameters:
///   - p: the probabilities of the model.
///   - q: the probabilities of the drafter, from which the token was drawn, so that its own is above 0.
///   - random: a random number, at least 0 and below 1. Below a number x, it falls with the probability x.
func isAccepted(_ token: Int, p: [Double], q: [Double], at random: Double) throws -> Bool {
  throw NotYetWritten()
}

/// The probabilities from which the token is drawn that replaces a rejected one: what p has more than q, if it is more,
/// scaled so that it adds up to 1.
///
/// p and q are not equal.
func replacementProbabilities(p: [Double], q: [Double]) throws -> [Double] {
  throw NotYetWritten()
}

/// The mean number of tokens that one pass of the model gives if each of `draftTokens` tokens is accepted with the same
/// probability: the accepted ones up to the first that is not, and one more.
///
/// - Parameter acceptance: from 0 to 1; with 1, all tokens are accepted.
func tokensPerPass(acceptance: Double, draftTokens: Int) throws -> Double {
  throw NotYetWritten()
}
