import Foundation
import Kindling

// Lab 18: data. Replace each `throw NotYetWritten()`, then: swift run exercises 18

/// Jaccard's similarity of two texts: how many runs of `size` words are in both, divided by how many are in at least
/// one of them. A run that occurs twice in a text counts once.
///
/// Words are what stands between spaces. A text with fewer than `size` words is a single run.
func jaccard(_ a: String, _ b: String, size: Int) throws -> Double {
  throw NotYetWritten()
}

/// The fraction of the lines of a text that came before in it; empty lines do not count. 0 for a text without lines.
func repeatedLines(_ text: String) throws -> Double {
  throw NotYetWritten()
}

/// The probability that the signatures of two documents agree in all rows of at least one band.
///
/// - Parameter similarity: the probability that they agree in one row.
func probabilityOfComparing(_ similarity: Double, bands: Int, rows: Int) throws -> Double {
  throw NotYetWritten()
}

/// Whether digits pass the check of Luhn: going from the right, every second digit is doubled, beginning with the second
/// one. If the result has two digits, these are added up. The sum of everything must be a multiple of ten.
func passesLuhn(_ digits: [Int]) throws -> Bool {
  throw NotYetWritten()
}

/// How many times each source of a mixture is read.
///
/// - Parameters:
///   - weights: the weight of each source; only their ratios count.
///   - sizes: the number of tokens of each source.
///   - drawn: how many tokens are read in all.
func epochs(weights: [Double], sizes: [Int], drawn: Int) throws -> [Double] {
  throw NotYetWritten()
}
