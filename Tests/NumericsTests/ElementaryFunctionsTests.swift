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

  @Test func exponentialIsWithinTwoUnitsInTheLastPlace() {
    var generator = RandomGenerator(seed: 4)
    var numbers = [0.0, 1, -1, 709.7, -708.3, -744, 1e-300, -1e-17, 0.34657359027997264]
    for _ in 0..<20_000 {
      numbers.append(1400 * (Double(generator.uniform()) - 0.5))
      numbers.append(4 * (Double(generator.uniform()) - 0.5))
    }
    for x in numbers {
      let expected = Foundation.exp(x)
      #expect(abs(exponential(x) - expected) <= 2 * expected.ulp, "e^\(x)")
    }
    #expect(exponential(0) == 1 && exponential(-.infinity) == 0 && exponential(.infinity) == .infinity)
    #expect(exponential(-800) == 0 && exponential(709.9) == .infinity && exponential(.nan).isNaN)
  }

  @Test func cosineIsWithinFourRoundings() {
    for i in 0...10_000 {
      let angle = Double.pi * Double(i) / 10_000
      #expect(abs(cosine(angle) - Foundation.cos(angle)) <= 4 * 0x1p-53, "cos \(angle)")
    }
    #expect(cosine(.pi / 2) == 0)
  }
}
