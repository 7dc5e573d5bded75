import Foundation
import Kindling

// Lab 12: your own text. Replace each `throw NotYetWritten()`, then: swift run exercises 12

/// How many times a training run reads each character of its training text, on average.
///
/// - Parameters:
///   - batchSize: how many windows of text a step reads.
///   - contextLength: how many characters a window has.
///   - characters: how many characters the whole text has.
///   - validation: the share of them that is held out.
func timesRead(
  steps: Int, batchSize: Int, contextLength: Int, characters: Int, validation: Double
) throws -> Double {
  throw NotYetWritten()
}

/// The characters (Unicode scalars, as in the tokenizer) that occur in the text fewer than `limit` times, in the order
/// of their code points.
func rareCharacters(in text: String, below limit: Int) throws -> [Unicode.Scalar] {
  throw NotYetWritten()
}

/// Which evaluation of a run has the best model, and after which evaluation to stop: the first that comes `patience`
/// evaluations after the best so far, or the last one if there is no such evaluation.
///
/// Evaluations are counted from 0. A loss equal to the lowest so far is not a new best.
func whenToStop(_ losses: [Double], patience: Int) throws -> (best: Int, stop: Int) {
  throw NotYetWritten()
}

/// The longest passage of the sample that occurs in the text word for word; the first one if several are equally long.
func longestCopy(of sample: String, in text: String) throws -> String {
  throw NotYetWritten()
}
