// Lab 11: from scalar loop to threads. Replace each `throw NotYetWritten()`, then: swift run exercises 11

import Dispatch
import Kindling

/// The product C = A B, computed row of B by row of B: i, p, j from the outside in.
///
/// - Parameters:
///   - a: m x k; b: k x n; rows one after another.
/// - Returns: m x n. Each sum is rounded as in the plain loop: a product, then an addition, p counting up.
func productByRows(_ a: [Float], _ b: [Float], m: Int, n: Int, k: Int) throws -> [Float] {
  throw NotYetWritten()
}

/// The dot product of two arrays of one length, in sixteen running sums: term i is a product, then added to sum i % 16.
/// At the end the sums are added up from the first to the last, beginning with 0. `SIMD16<Float>` holds all sixteen.
func dotInLanes(_ x: [Float], _ y: [Float]) throws -> Float {
  throw NotYetWritten()
}

/// The sum of many numbers, by several threads, the same bits for any number of them.
///
/// - Parameters:
///   - chunk: how many neighbours are added up at a time, first to last, beginning with 0; the last chunk may be
///     shorter. The chunks' sums are then added up, first to last, beginning with 0.
///   - threads: how many iterations `DispatchQueue.concurrentPerform` shares the chunks out to.
func sumInChunks(_ values: [Float], chunk: Int, threads: Int) throws -> Float {
  throw NotYetWritten()
}

/// The least time in seconds that a machine could take for a product (m x k) (k x n) of floats, all of it in memory at
/// first. Arithmetic and memory work at once.
///
/// - Parameters:
///   - flops: how many operations a second the machine can do.
///   - bandwidth: how many bytes a second go to and from memory. A and B are read once, C is written once.
func leastSeconds(m: Int, n: Int, k: Int, flops: Double, bandwidth: Double) throws -> Double {
  throw NotYetWritten()
}
