import Foundation
import Kindling

// Lab 16: faster than counting. Replace each `throw NotYetWritten()`, then: swift run exercises 16

/// The probabilities of the next character from counts and a network: the network is worth as much as `strength`
/// characters that were counted.
///
///     p = (count + strength q) / (total + strength)
///
/// - Parameters:
///   - counts: how often each character followed the context.
///   - network: q, the network's probability of each character.
func countedOn(_ counts: [Int], network: [Double], strength: Double) throws -> [Double] {
  throw NotYetWritten()
}

/// One step of Adagrad for a row of a table, which has one sum of squares, h, for the whole row:
///
///     h = h + mean of the squares of g        w = w - rate g / sqrt(h)
///
/// - Returns: the new row and the new sum. If all numbers of the gradient are 0, the row was not read: it stays as it
///   is, and so does the sum.
func rowStep(_ row: [Double], gradient: [Double], squares: Double, rate: Double) throws -> (
  row: [Double], squares: Double
) {
  throw NotYetWritten()
}

/// What a memory with two tables gives for an n-gram of a *new* text: the mean of its two rows, or the only one that was
/// ever updated; zeros if none was. A row that was never updated is all zeros.
func recalledRow(_ first: [Double], _ second: [Double]) throws -> [Double] {
  throw NotYetWritten()
}

/// What Muon does to a matrix whose gradient has these singular values: they are divided by the square root of the sum
/// of their squares, then mapped as often as `iterations` says by
///
///     s -> 3.4445 s - 4.775 s^3 + 2.0315 s^5
func singularValues(_ values: [Double], iterations: Int) throws -> [Double] {
  throw NotYetWritten()
}

/// The mixture of several predictions of a yes or no: the weighted sum of their log-odds, turned into a probability.
///
///     p = 1 / (1 + e^-x),  x = the sum of w_i ln(p_i / (1 - p_i))
func mixedOdds(_ probabilities: [Double], weights: [Double]) throws -> Double {
  throw NotYetWritten()
}
