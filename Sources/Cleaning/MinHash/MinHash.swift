import Files
import Numerics

/// Short signatures of texts, from which their similarity can be estimated without the texts (Broder, 1997).
///
///     let minHash = MinHash(count: 128, shingle: 3)
///     let a = minHash.signature(of: "the ferry waits for the tide at noon")
///     let b = minHash.signature(of: "the ferry waits for the goat at noon")
///     minHash.similarity(a, b)     // about 0.33: 3 of the 9 triples of words are in both texts
///
/// A text is the set of its *shingles*, runs of a few words in lower case. The similarity of two sets is that of
/// Jaccard: the size of their intersection, divided by the size of their union. A hash function orders all shingles at
/// random, and the first shingle of the union is in both sets with exactly this probability; then both sets have the same
/// minimum. So the fraction of many hash functions with equal minima estimates the similarity J, with a standard
/// deviation of `sqrt(J (1 - J) / count)`.
public struct MinHash: Sendable {
  /// The number of hash functions.
  public let count: Int
  /// The number of words in a shingle.
  public let shingle: Int
  private let factors, offsets: [UInt64]

  /// Creates hash functions.
  ///
  /// - Parameters:
  ///   - count: the number of hash functions, at least 1.
  ///   - shingle: the number of words in a shingle, at least 1.
  ///   - seed: the seed of the hash functions.
  public init(count: Int, shingle: Int = 5, seed: UInt64 = 1) {
    require(count >= 1 && shingle >= 1, "MinHash: \(count) hash functions of \(shingle) words")
    (self.count, self.shingle) = (count, shingle)
    var generator = RandomGenerator(seed: seed, stream: 0)
    // The upper half of a x + b, for odd a, is a good hash of x (Dietzfelbinger, 1996), and x is a hash already.
    factors = (0..<count).map { _ in generator.next() | 1 }
    offsets = (0..<count).map { _ in generator.next() }
  }

  /// Returns the signature of a text: for each hash function, 16 bits of its minimum. Two different minima have the same
  /// bits with a probability of 1 in 65,536.
  ///
  /// - Complexity: `count` multiplications per word.
  public func signature(of text: String) -> [UInt16] { signature(ofShingles: shingles(of: text)) }

  /// Returns the signature of a set of shingles.
  func signature(ofShingles shingles: Set<UInt64>) -> [UInt16] {
    var minima = [UInt32](repeating: .max, count: count)
    minima.withUnsafeMutableBufferPointer { minima in
      factors.withUnsafeBufferPointer { factors in
        offsets.withUnsafeBufferPointer { offsets in
          for x in shingles {
            for i in 0..<count {
              minima[i] = min(minima[i], UInt32(truncatingIfNeeded: (x &* factors[i] &+ offsets[i]) >> 32))
            }
          }
        }
      }
    }
    // The upper bits of a minimum are mostly zeros.
    return minima.map { UInt16(truncatingIfNeeded: $0) }
  }

  /// Returns the estimated similarity of the texts of two signatures, from 0 to 1.
  public func similarity(_ a: some Collection<UInt16>, _ b: some Collection<UInt16>) -> Double {
    require(a.count == count && b.count == count, "MinHash: signatures of \(a.count) and \(b.count), not \(count)")
    return Double(zip(a, b).count { $0 == $1 }) / Double(count)
  }

  /// Returns the hashes of the shingles of a text. A text with fewer words is one shingle.
  func shingles(of text: String) -> Set<UInt64> {
    var lower = text.lowercased()
    let words = lower.withUTF8 { bytes in
      // Whatever stands between words is not compared: changed punctuation makes no other text.
      bytes.split { !isASCIIWord($0) && $0 < 0x80 }.map { hash(of: UnsafeBufferPointer(rebasing: $0), seed: 0) }
    }
    let size = min(shingle, words.count)
    guard size > 0 else { return [] }
    return Set((0...words.count - size).map { start in words[start..<start + size].reduce(1) { mixed($0 &+ $1) } })
  }
}
