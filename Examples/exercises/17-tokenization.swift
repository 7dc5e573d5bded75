import Foundation
import Kindling

// Lab 17: tokenization. Replace each `throw NotYetWritten()`, then: swift run exercises 17

/// How often each pair of neighboring tokens occurs in a text of words.
///
/// - Parameter words: how often each word occurs; a word is its tokens.
/// - Returns: the number of times of each pair [left, right]. A pair that overlaps with itself counts at each place:
///   [7, 7, 7] has [7, 7] twice.
func pairCounts(_ words: [[Int]: Int]) throws -> [[Int]: Int] {
  throw NotYetWritten()
}

/// A word in which a new token replaces each occurrence of a pair, from left to right: in [7, 7, 7], only the first two
/// become one.
func merged(_ word: [Int], pair: [Int], into token: Int) throws -> [Int] {
  throw NotYetWritten()
}

/// The merges that byte-pair encoding learns: again and again, the most frequent pair becomes a new token.
///
/// The new tokens are numbered from 256 on, since the first 256 are the bytes. Of equally frequent pairs, the one with
/// the smaller left token is taken, then the one with the smaller right token. Stop early if no pair is left.
func learnedMerges(_ words: [[Int]: Int], count: Int) throws -> [[Int]] {
  throw NotYetWritten()
}

/// The tokens of a word: of the pairs that it has, the one that was learned first is merged, until none is left.
///
/// - Parameter merges: the pairs in the order in which they were learned; number i became token 256 + i.
func encoded(_ bytes: [Int], merges: [[Int]]) throws -> [Int] {
  throw NotYetWritten()
}

/// The pieces of a word as WordPiece finds them: at each place the longest one that fits. All but the first begin with
/// `##`.
///
/// - Returns: nil if at some place no piece fits. The word is then unknown as a whole.
func longestMatches(_ word: String, in pieces: Set<String>) throws -> [String]? {
  throw NotYetWritten()
}

/// A loss in bits per character, from one in nats per token: it does not depend on how long the tokens are.
func bitsPerCharacter(natsPerToken: Double, tokens: Int, characters: Int) throws -> Double {
  throw NotYetWritten()
}
