import Dispatch
import Kindling

// Lab 11: from scalar loop to threads. Replace each `throw NotYetWritten()`, then: swift run exercises 11

/// The product C = A B, computed from whole rows of B: loops over i, p and j, from the outermost to the innermost.
///
/// - Parameters:
///   - a: m x k, stored row by row.
///   - b: k x n, stored row by row.
/// - Returns: m x n. Each sum is rounded as in the plain loop: a product, then an addition, with p counting up.
func productByRows(_ a: [Float], _ b: [Float], m: Int, n: Int, k: Int) throws -> [Float] {
  throw NotYetWritten()
}

/// The dot product of two arrays of the same length, in sixteen running sums: term i is a product, which is then added
/// to sum i % 16. At the end the sums are added up from first to last, beginning with 0. `SIMD16<Float>` holds all
/// sixteen.
func dotInLanes(_ x: [Float], _ y: [Float]) throws -> Float {
  throw NotYetWritten()
}

/// The sum of many numbers, computed by several threads, with the same bits for any number of threads.
///
/// - Parameters:
///   - chunk: how many consecutive numbers are added up at a time, first to last, beginning with 0; the last chunk can
///     be shorter. The sums of the chunks are then added up, first to last, beginning with 0.
///   - threads: how many iterations of `DispatchQueue.concurrentPerform` share the chunks.
func sumInChunks(_ values: [Float], chunk: Int, threads: Int) throws -> Float {
  throw NotYetWritten()
}

/// The shortest time in seconds that a machine could take for a product (m x k) (k x n) of floats, with A and B
/// initially in memory. Arithmetic and memory transfers run at the same time.
///
/// - Parameters:
///   - flops: how many floating-point operations per second the machine can do.
///   - bandwidth: how many bytes per second go to and from memory. A and B are read once, C is written once.
func leastSeconds(m: Int, n: Int, k: Int, flops: Double, bandwidth: Double) throws -> Double {
  throw NotYetWritten()
}
