import Foundation
import Kindling

// Lab 22: rewards and preferences. Replace each `throw NotYetWritten()`, then: swift run exercises 22

/// The probability that the first of two answers is preferred, by the model of Bradley and Terry: the sigmoid of the
/// difference of their rewards.
func preferenceProbability(_ reward: Double, over other: Double) throws -> Double {
  throw NotYetWritten()
}

/// The loss of a reward model: the mean of the negative natural logarithms of the probabilities that it gave to what was
/// chosen. Use your `preferenceProbability`.
///
/// - Parameters:
///   - chosen: the rewards of the preferred answers.
///   - rejected: the rewards of the other answers of the same pairs.
func preferenceLoss(chosen: [Double], rejected: [Double]) throws -> Double {
  throw NotYetWritten()
}

/// The DPO loss of one pair.
///
/// - Parameters:
///   - policy: the logarithms of the probabilities of the chosen and of the rejected answer.
///   - reference: the same under the reference.
func pairLoss(policy: [Double], reference: [Double], beta: Double) throws -> Double {
  throw NotYetWritten()
}

/// The derivative of the DPO loss of a pair by log p(chosen). The one by log p(rejected) is the same with the other sign.
func pairSlope(policy: [Double], reference: [Double], beta: Double) throws -> Double {
  throw NotYetWritten()
}

/// What PPO gains with a token: min(ratio advantage, clipped advantage), where the clipped ratio is between 1 - clip and
/// 1 + clip.
func clippedGain(ratio: Double, advantage: Double, clip: Double) throws -> Double {
  throw NotYetWritten()
}

/// Each reward minus the mean of the other ones: the advantages of at least two answers to the same question.
func advantagesOverOthers(_ rewards: [Double]) throws -> [Double] {
  throw NotYetWritten()
}

/// Precision and recall of a filter, as [precision, recall].
///
/// - Parameters:
///   - stopped: which texts the filter stopped.
///   - harmful: which texts it should have stopped.
/// - Returns: the share of the stopped texts that are harmful, and the share of the harmful texts that were stopped; 0
///   where there are none to take a share of.
func precisionAndRecall(stopped: [Bool], harmful: [Bool]) throws -> [Double] {
  throw NotYetWritten()
}
