import Corpora
import Foundation
import Testing
import TestSupport

@testable import BagOfWords

struct TermValuesTests {
  @Test func binaryValuesIgnoreHowOftenATermOccurs() throws {
    let (bag, counts) = try BagOfWords.counting(Documents(["so so so fine", "fine"]))
    #expect(counts.vectors(.counts, bag.vocabulary).values == [3, 1, 1])
    #expect(counts.vectors(.binary, bag.vocabulary).values == [1, 1, 1])
  }

  @Test func tfIdfMatchesTheFormula() throws {
    let (bag, counts) = try BagOfWords.counting(Documents(["so so fine", "fine day", "!", "a fine, fine day"]))
    let vectors = counts.vectors(.tfIdf, bag.vocabulary)
    // "so" is in 1 of 4 documents, "fine" in 3, "day" in 2.
    let (so, fine, day) = (log(5.0 / 2) + 1, log(5.0 / 4) + 1, log(5.0 / 3) + 1)
    func scaled(_ x: [Double]) -> [Double] { x.map { $0 / x.reduce(0) { $0 + $1 * $1 }.squareRoot() } }
    let expected = scaled([2 * so, fine]) + scaled([fine, day]) + scaled([2 * fine, day])
    expectClose(actual: vectors.values.map(Double.init), expected: expected, units: 1)
    #expect(vectors.starts == [0, 2, 4, 4, 6])
  }
}
