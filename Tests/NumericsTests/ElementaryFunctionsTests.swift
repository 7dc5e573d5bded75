import Foundation
import Numerics
import TestSupport
import Testing

/// Compares the double-precision functions with the C library, whose error is below one unit in the last place.
struct ElementaryFunctionsTests {
  @Test func naturalLogarithmIsWithinTwoUnitsInTheLastPlace() {
    var generator = RandomGenerator(seed: 3)
    var numbers = [Double.leastNormalMagnitude, .greatestFiniteMagnitude, 0.5, 1.5, 2, .pi]
    for _ in 0..<20_000 {
      numbers.append(
        Double(sign: .plus, exponent: Int(generator.next() % 2000) - 1000, significand: 1 + Double(generator.uniform()))
      )
      numbers.append(0.5 + Double(generator.uniform()))
    }
    for x in numbers where x != 1 {
      let expected = Foundation.log(x)
      #expect(abs(naturalLogarithm(x) - expected) <= 2 * expected.ulp, "ln \(x)")
    }
    #expect(naturalLogarithm(1) == 0)
  }

  @Test func cosineIsWithinFourRoundings() {
    for i in 0...10_000 {
      let angle = Double.pi * Double(i) / 10_000
      #expect(abs(cosine(angle) - Foundation.cos(angle)) <= 4 * 0x1p-53, "cos \(angle)")
    }
    #expect(cosine(.pi / 2) == 0)
  }
}
