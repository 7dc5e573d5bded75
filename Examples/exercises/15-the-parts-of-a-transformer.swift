import Foundation
import Kindling

// Lab 15: the parts of a transformer. Replace each `throw NotYetWritten()`, then: swift run exercises 15

/// Turns the pairs of a query or key by its position, as rotary positions do.
///
/// A head of D channels has D / 2 pairs: channel i of the first half belongs to channel i of the second half. Pair i
/// turns by the angle a = position / base^(2 i / D):
///
///     first' = first cos a - second sin a        second' = second cos a + first sin a
func rotated(_ head: [Double], position: Int, base: Double) throws -> [Double] {
  throw NotYetWritten()
}

/// What ALiBi adds to the score of a key that is `distance` tokens before the query: -slope times the distance.
///
/// The slope of head h (counted from 0) of H heads is 2^(-8 (h + 1) / H).
func linearBias(distance: Int, head: Int, headCount: Int) throws -> Double {
  throw NotYetWritten()
}

/// What is inside a SwiGLU layer: silu(gate) times up, channel by channel, where silu(x) = x / (1 + e^-x).
func gatedChannels(gate: [Double], up: [Double]) throws -> [Double] {
  throw NotYetWritten()
}

/// Which head of keys and values a head of queries uses: neighbors share one. All are counted from 0.
///
/// - Parameter groupCount: the number of heads of keys and values; it divides the number of heads.
func sharedHead(ofHead head: Int, headCount: Int, groupCount: Int) throws -> Int {
  throw NotYetWritten()
}

/// How many numbers a model must keep to continue a text of this many tokens: in each block, a key and a value of D
/// channels for each head of keys and values, and for each token that can still be seen.
///
/// - Parameter window: how many tokens attention looks back at; nil for all.
func cachedNumbers(layers: Int, groupCount: Int, headSize: Int, tokens: Int, window: Int?) throws -> Int {
  throw NotYetWritten()
}
