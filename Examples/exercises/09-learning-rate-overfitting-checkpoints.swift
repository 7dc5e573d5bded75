// Lab 09: learning rate, overfitting, checkpoints. Replace each `throw NotYetWritten()`, then: swift run exercises 9

import Foundation
import Kindling

/// The learning rate of a step, counted from 0: it rises in a straight line during the warm-up, and falls along half a
/// cosine from the highest rate to the lowest after it.
func scheduledRate(at step: Int, steps: Int, warmup: Int, highest: Double, lowest: Double) throws -> Double {
  throw NotYetWritten()
}

/// The gradient, made shorter where it is longer than it may be; its direction stays.
///
/// The length is the root of the sum of all squares.
func clipped(_ gradient: [Double], longest: Double) throws -> [Double] {
  throw NotYetWritten()
}

/// Which checkpoint to take, and when to stop.
///
/// - Parameters:
///   - losses: the validation loss of each evaluation, in order; one at least.
///   - patience: how many evaluations in a row may pass without a new lowest loss; the training stops after them.
/// - Returns: the number of the best evaluation up to then, counted from 0, and that of the last one which is made.
func earlyStop(_ losses: [Double], patience: Int) throws -> (best: Int, last: Int) {
  throw NotYetWritten()
}

/// What dropout makes of some activations: those that are not kept become 0, and the others grow, so that the sum stays
/// what it was on average.
///
/// - Parameters:
///   - kept: for each value, whether it is kept.
///   - rate: the share that is dropped in the long run.
func dropped(_ values: [Double], kept: [Bool], rate: Double) throws -> [Double] {
  throw NotYetWritten()
}
