import Foundation
import Kindling

// Lab 21: fine-tuning. Replace each `throw NotYetWritten()`, then: swift run exercises 21

/// What a model should predict after each token of a conversation but the last: the next token where it is the
/// assistant's to say, and -1 where it does not count.
///
/// The assistant's part begins after the token `assistant`, which is not part of it, and ends with the token `end`, which
/// is.
///
/// - Parameters:
///   - assistant: the token that gives the assistant the floor.
///   - end: the token that ends a turn, of any speaker.
func answerTargets(_ tokens: [Int], assistant: Int, end: Int) throws -> [Int] {
  throw NotYetWritten()
}

/// How many numbers a low-rank change of a linear map has: A is (rank, inputs), and B is (outputs, rank).
func adapterSize(inputs: Int, outputs: Int, rank: Int) throws -> Int {
  throw NotYetWritten()
}

/// The share of the numbers that learn, if each map gets a low-rank change and the model itself rests. Use your
/// `adapterSize`.
///
/// - Parameters:
///   - maps: the maps, each as [inputs, outputs].
///   - parameters: the numbers of the model without the changes.
/// - Returns: the numbers of all changes, divided by `parameters`.
func trainedShare(maps: [[Int]], rank: Int, parameters: Int) throws -> Double {
  throw NotYetWritten()
}

/// A weight after its low-rank change was added: W + alpha / r B A.
///
/// - Parameters:
///   - w: W, a row for each output.
///   - a: A, r rows of as many numbers as a row of W.
///   - b: B, a row of r numbers for each output.
func mergedWeight(_ w: [[Double]], a: [[Double]], b: [[Double]], alpha: Double) throws -> [[Double]] {
  throw NotYetWritten()
}

/// The number of the run that has learned most among those that have not forgotten too much; nil if all have.
///
/// - Parameters:
///   - answers: the loss of held-out answers after each run.
///   - texts: the loss of the pretraining text after each run.
///   - before: the loss of the pretraining text before.
///   - limit: the most by which it may have risen.
func bestRun(answers: [Double], texts: [Double], before: Double, limit: Double) throws -> Int? {
  throw NotYetWritten()
}
