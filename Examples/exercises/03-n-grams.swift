import Foundation
import Kindling

// Lab 03: n-grams and Shannon's game. Replace each `throw NotYetWritten()`, then: swift run exercises 3

/// Which characters follow the context in the text, and how often each does.
///
/// Occurrences of the context can overlap: in "aaab", "aa" is followed by one a and one b. An empty context is followed
/// by every character of the text.
func followers(of context: String, in text: String) throws -> [Character: Int] {
  throw NotYetWritten()
}

/// The perplexity of a text, from the probability that the model gave each of its tokens.
///
/// There is at least one token, and there can be thousands.
func textPerplexity(_ probabilities: [Double]) throws -> Double {
  throw NotYetWritten()
}

/// Shannon's lower and upper bounds for the bits per character, from the number of guesses that each character took.
///
/// The numbers are 1 or more, and there is at least one of them.
func shannonBounds(_ guessNumbers: [Int]) throws -> (lower: Double, upper: Double) {
  throw NotYetWritten()
}

/// The interval of a message in arithmetic coding: its lower end and its width.
///
/// For each character of the message, the characters divide the interval among themselves in the order of `shares`,
/// starting at its lower end.
///
/// - Parameter shares: the probability of each character; all characters of the message are among them.
func codingInterval(
  of message: String, shares: [(character: Character, probability: Double)]
) throws -> (low: Double, width: Double) {
  throw NotYetWritten()
}
