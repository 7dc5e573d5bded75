import Foundation
import Kindling

// Lab 09: learning rate, overfitting, checkpoints. Replace each `throw NotYetWritten()`, then: swift run exercises 9

/// The learning rate of a step, counted from 0: it rises linearly during the warmup, then falls along half a cosine
/// from the highest rate to the lowest.
func scheduledRate(at step: Int, steps: Int, warmup: Int, highest: Double, lowest: Double) throws -> Double {
  throw NotYetWritten()
}

/// The gradient, shortened to the length `longest` if it is longer; its direction stays the same.
///
/// The length is the square root of the sum of all squares.
func clipped(_ gradient: [Double], longest: Double) throws -> [Double] {
  throw NotYetWritten()
}

/// Which checkpoint to keep, and when to stop.
///
/// - Parameters:
///   - losses: the validation loss of each evaluation, in order; at least one.
///   - patience: training stops after this many evaluations in a row without a new lowest loss.
/// - Returns: the number of the best evaluation up to then, counted from 0, and the number of the last one made.
func earlyStop(_ losses: [Double], patience: Int) throws -> (best: Int, last: Int) {
  throw NotYetWritten()
}

/// The activations after dropout: those that are not kept become 0, and the others are scaled up, so the sum stays the
/// same on average.
///
/// - Parameters:
///   - kept: for each value, whether it is kept.
///   - rate: the probability that a value is dropped.
func dropped(_ values: [Double], kept: [Bool], rate: Double) throws -> [Double] {
  throw NotYetWritten()
}
