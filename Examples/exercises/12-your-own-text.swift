// Lab 12: your own text. Replace each `throw NotYetWritten()`, then: swift run exercises 12

import Foundation
import Kindling

/// How often a training run reads each character that it learns from, on average.
///
/// - Parameters:
///   - batchSize: how many windows of text go into a step.
///   - contextLength: how many characters a window has.
///   - characters: how many the whole text has.
///   - validation: the share of them that is set aside.
func timesRead(
  steps: Int, batchSize: Int, contextLength: Int, characters: Int, validation: Double
) throws -> Double {
  throw NotYetWritten()
}

/// The characters (Unicode scalars, as the tokenizer takes them) that stand in the text fewer than `limit` times, in the
/// order of their numbers.
func rareCharacters(in text: String, below limit: Int) throws -> [Unicode.Scalar] {
  throw NotYetWritten()
}

/// Which evaluation of a run has the best model, and after which one should stop: the first that comes `patience`
/// evaluations after the best so far, or the last if there is none.
///
/// Evaluations count from 0. A loss that is equal to the lowest so far is not a new best.
func whenToStop(_ losses: [Double], patience: Int) throws -> (best: Int, stop: Int) {
  throw NotYetWritten()
}

/// The longest passage of the sample that stands in the text word for word; the first one, if several are as long.
func longestCopy(of sample: String, in text: String) throws -> String {
  throw NotYetWritten()
}
