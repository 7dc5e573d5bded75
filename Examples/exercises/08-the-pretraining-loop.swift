// Lab 08: the pretraining loop. Replace each `throw NotYetWritten()`, then: swift run exercises 8

import Foundation
import Kindling

/// The window of `length` tokens that begins at `start`, and for each of them the token that comes after it.
func window(of tokens: [Int32], from start: Int, length: Int) throws -> (inputs: [Int32], targets: [Int32]) {
  throw NotYetWritten()
}

/// The negative logarithm, in nats, of the probability that softmax gives to the target. Scores may be in the thousands.
func lossOfScores(_ scores: [Double], target: Int) throws -> Double {
  throw NotYetWritten()
}

/// How well a model foresaw a text.
///
/// - Parameter probabilities: what the model gave to each token that came; there is one at least.
/// - Returns: the mean loss in nats, the perplexity, and the mean loss in bits.
func judgement(of probabilities: [Double]) throws -> (loss: Double, perplexity: Double, bits: Double) {
  throw NotYetWritten()
}

/// Trains a model on one batch by plain gradient descent: at each step every parameter moves by `rate` times its slope,
/// downhill.
///
/// `model.loss(batch, &pass)` is the loss, with `var pass = ForwardPass.evaluation`. After its `backward()`, a
/// parameter's slopes are in `parameter.gradient`. A tensor's numbers are `data[i]`, for i below its `count`.
///
/// - Returns: the loss of each step, before its update.
func descended(_ model: GPT, on batch: Batch, rate: Float, steps: Int) throws -> [Float] {
  throw NotYetWritten()
}
