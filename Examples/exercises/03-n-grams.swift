// Lab 03: n-grams and Shannon's game. Replace each `throw NotYetWritten()`, then: swift run exercises 3

import Foundation
import Kindling

/// Which characters follow the context in the text, and how often each does.
///
/// The context may overlap itself: in "aaab", "aa" is followed by one a and one b. An empty context is followed by every
/// character of the text.
func followers(of context: String, in text: String) throws -> [Character: Int] {
  throw NotYetWritten()
}

/// The perplexity of a text, from the probability that the model gave each of its tokens, of which there is at least one.
///
/// Texts are long: a thousand tokens and more.
func textPerplexity(_ probabilities: [Double]) throws -> Double {
  throw NotYetWritten()
}

/// Shannon's lower and upper bound for the bits a character, from the number of guesses that each character took.
///
/// The numbers are 1 or more, and there is at least one of them.
func shannonBounds(_ guessNumbers: [Int]) throws -> (lower: Double, upper: Double) {
  throw NotYetWritten()
}

/// The interval of a message in arithmetic coding: where it begins, and how wide it is.
///
/// At each place, the characters divide the interval among themselves in the order of `shares`, from its lower end on.
///
/// - Parameter shares: each character's probability; all characters of the message are among them.
func codingInterval(
  of message: String, shares: [(character: Character, probability: Double)]
) throws -> (low: Double, width: Double) {
  throw NotYetWritten()
}
