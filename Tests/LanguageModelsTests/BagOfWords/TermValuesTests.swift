import Corpora
import Foundation
import TestSupport
import Testing

@testable import LanguageModels

struct TermValuesTests {
  @Test func binaryForgetsHowOften() throws {
    let (bag, counts) = try BagOfWords.counting(Documents(["so so so fine", "fine"]))
    #expect(counts.vectors(.counts, bag.vocabulary).values == [3, 1, 1])
    #expect(counts.vectors(.binary, bag.vocabulary).values == [1, 1, 1])
  }

  @Test func tfIdfIsThatOfTheFormula() throws {
    let (bag, counts) = try BagOfWords.counting(Documents(["so so fine", "fine day", "!", "a fine, fine day"]))
    let vectors = counts.vectors(.tfIdf, bag.vocabulary)
    // so is in 1 of 4 documents, fine in 3, day in 2.
    let (so, fine, day) = (log(5.0 / 2) + 1, log(5.0 / 4) + 1, log(5.0 / 3) + 1)
    func scaled(_ x: [Double]) -> [Double] { x.map { $0 / x.reduce(0) { $0 + $1 * $1 }.squareRoot() } }
    let expected = scaled([2 * so, fine]) + scaled([fine, day]) + scaled([2 * fine, day])
    expectClose(actual: vectors.values.map(Double.init), expected: expected, units: 1)
    #expect(vectors.starts == [0, 2, 4, 4, 6])
  }

  @Test func theLogarithmIsThatOfTheCLibraryButForItsLastBits() {
    var random = RandomValues(seed: 9)
    var numbers: [Double] = [1, 2, 0.5, 10, 1e-300, 1e300, 1.414_213_562_373_095, 1.414_213_562_373_096]
    for _ in 0..<10_000 { numbers.append(exp(Double(random.float(in: -80...80)))) }
    for _ in 0..<10_000 { numbers.append(1 + Double(random.float(in: -0.01...0.01))) }
    for x in numbers {
      let expected = log(x)
      #expect(abs(naturalLogarithm(x) - expected) <= 2 * expected.ulp, "\(x)")
    }
    #expect(naturalLogarithm(1) == 0)
  }
}
