import Foundation
import Kindling

// Lab 20: looking inside. Replace each `throw NotYetWritten()`, then: swift run exercises 20

/// The surprise at a character, in bits: 0 for one that was certain, 1 for one that was as likely as not.
func surprise(_ probability: Double) throws -> Double {
  throw NotYetWritten()
}

/// How much a head looks at what is `distance` places back: the mean of these weights, over the rows that have one.
///
/// - Parameter attention: `attention[t][s]` is the weight with which place t looks at place s; row t has t + 1 weights.
func lookBack(_ attention: [[Double]], distance: Int) throws -> Double {
  throw NotYetWritten()
}

/// How many places a row of attention looks at: 1 if all of the weight is on one place, n if n places have equal weights.
///
/// Two to the power of the entropy of the weights in bits; a weight of 0 adds nothing.
func placesSeen(_ weights: [Double]) throws -> Double {
  throw NotYetWritten()
}

/// The layer and the head that look back by a distance the most, as `[layer, head]`, both counted from 0. Use your
/// `lookBack`.
///
/// - Parameter attention: the attention of each head of each layer.
func bestHead(_ attention: [[[[Double]]]], distance: Int) throws -> [Int] {
  throw NotYetWritten()
}

/// The logit lens: the token that a stream of C numbers points to most. The logit of a token is the sum of the products
/// of the stream and the token's row.
///
/// - Parameter rows: the output layer, a row of C numbers for each token.
func lens(_ stream: [Double], rows: [[Double]]) throws -> Int {
  throw NotYetWritten()
}
