import Foundation
import Kindling

// Lab 08: the pretraining loop. Replace each `throw NotYetWritten()`, then: swift run exercises 8

/// The window of `length` tokens that begins at `start`, and for each of them the next token.
func window(of tokens: [Int32], from start: Int, length: Int) throws -> (inputs: [Int32], targets: [Int32]) {
  throw NotYetWritten()
}

/// The negative logarithm, in nats, of the target's softmax probability. Logits can be in the thousands.
func lossOfLogits(_ logits: [Double], target: Int) throws -> Double {
  throw NotYetWritten()
}

/// How well a model predicted a text.
///
/// - Parameter probabilities: the probability that the model gave to each actual token; there is at least one.
/// - Returns: the mean loss in nats, the perplexity, and the mean loss in bits.
func evaluation(of probabilities: [Double]) throws -> (loss: Double, perplexity: Double, bits: Double) {
  throw NotYetWritten()
}

/// Trains a model on one batch by plain gradient descent: each step moves every parameter downhill by `rate` times its
/// slope.
///
/// `model.loss(batch, &pass)` is the loss, with `var pass = ForwardPass.evaluation`. After its `backward()`, a
/// parameter's slopes are in `parameter.gradient`. A tensor's elements are `data[i]`, for i below its `count`.
///
/// - Returns: the loss of each step, before its update.
func descended(_ model: GPT, on batch: Batch, rate: Float, steps: Int) throws -> [Float] {
  throw NotYetWritten()
}
