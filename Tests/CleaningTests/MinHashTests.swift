@testable import Cleaning
import Foundation
import Numerics
import Testing

struct MinHashTests {
  /// Two texts of single-word shingles that share `shared` of their words.
  private func texts(shared: Int, own: Int) -> (String, String) {
    let common = (0..<shared).map { "common\($0)" }
    func text(_ name: String) -> String { (common + (0..<own).map { "\(name)\($0)" }).joined(separator: " ") }
    return (text("left"), text("right"))
  }

  @Test func equalTextsHaveEqualSignatures() {
    let minHash = MinHash(count: 64, shingle: 3)
    let text = "The ferry waits for the tide, at noon."
    let signature = minHash.signature(of: text)
    #expect(signature.count == 64)
    #expect(minHash.similarity(signature, minHash.signature(of: text)) == 1)
    // Case, punctuation and white space do not matter.
    #expect(minHash.signature(of: "the ferry -- waits\nfor THE tide at noon") == signature)
    #expect(minHash.signature(of: "the ferry waits for the tide at one") != signature)
    #expect(MinHash(count: 64, shingle: 3, seed: 2).signature(of: text) != signature)
  }

  /// Pairs of 4 words against pairs of 4 words: counted by hand.
  @Test func shinglesAreRunsOfWords() {
    let minHash = MinHash(count: 1, shingle: 2)
    let a = minHash.shingles(of: "one two three four"), b = minHash.shingles(of: "two three four five")
    #expect(a.count == 3 && b.count == 3 && a.intersection(b).count == 2)
    #expect(minHash.shingles(of: "one one one one").count == 1)
    #expect(minHash.shingles(of: "one").count == 1 && minHash.shingles(of: "... !").isEmpty)
    #expect(minHash.shingles(of: "one two").isDisjoint(with: minHash.shingles(of: "two one")))
    #expect(MinHash(count: 1, shingle: 5).shingles(of: "Éa b") == MinHash(count: 1, shingle: 5).shingles(of: "éA, b"))
  }

  /// The mean of 30 estimates is within four of its standard deviations of the exact similarity, and each is within
  /// five of its own.
  @Test(arguments: [(5, 45), (50, 50), (60, 20), (80, 10), (95, 2)])
  func estimatesAreNearTheExactSimilarity(shared: Int, own: Int) {
    let (left, right) = texts(shared: shared, own: own)
    let exact = Double(shared) / Double(shared + 2 * own), count = 200
    let deviation = (exact * (1 - exact) / Double(count)).squareRoot()
    let estimates = (0..<30).map { seed in
      let minHash = MinHash(count: count, shingle: 1, seed: UInt64(seed))
      return minHash.similarity(minHash.signature(of: left), minHash.signature(of: right))
    }
    for estimate in estimates { #expect(abs(estimate - exact) < 5 * deviation) }
    let mean = estimates.reduce(0, +) / 30
    #expect(abs(mean - exact) < 4 * deviation / 30.0.squareRoot(), "\(mean) for \(exact)")
  }

  @Test func theTableFindsWhatAgreesInABand() {
    var table = BandTable(bands: 3, rows: 2), generator = RandomGenerator(seed: 1)
    // Far more than the first slots hold.
    let signatures = (0..<2000).map { _ in (0..<6).map { _ in UInt16(truncatingIfNeeded: generator.next()) } }
    for signature in signatures { table.add(signature) }
    for (number, signature) in signatures.enumerated() {
      for band in 0..<3 {
        var other = signature.map { ~$0 }
        for i in 2 * band..<2 * band + 2 { other[i] = signature[i] }
        #expect(table.first(like: other) { $0 == number } == number)
      }
      // One row of each band is not enough.
      let other = signature.enumerated().map { $0.offset.isMultiple(of: 2) ? $0.element : ~$0.element }
      #expect(table.first(like: other) { _ in true } == nil)
    }
  }

  /// Many signatures with a band in common cost no more than a few hundred comparisons.
  @Test func aCrowdedBandGivesUp() {
    var table = BandTable(bands: 2, rows: 1)
    for number in 0..<5000 { table.add([7, UInt16(number)]) }
    var compared = 0
    #expect(
      table.first(like: [7, 60_000]) { _ in
        compared += 1
        return false
      } == nil)
    #expect(compared > 0 && compared <= 512)
  }
}
