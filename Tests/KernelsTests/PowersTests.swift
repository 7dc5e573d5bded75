import Foundation
import TestSupport
import Testing

@testable import Kernels

@Suite struct PowersTests {
  /// The relative error is proportional to the exponent of e, because the exponent contains the rounding of the
  /// logarithm.
  @Test func powersMatchDoublePrecision() {
    var random = RandomValues(seed: 1)
    let x = random.floats(20_001, in: 1e-3...50), y = random.floats(20_001, in: -9...9)
    let z = output(x.count) { broadcast(.power, $0, x, y, shape: [x.count], xStrides: [1], yStrides: [1]) }
    let expected = zip(x, y).map { pow(Double($0), Double($1)) }
    let sizes = x.indices.map { expected[$0] * max(2, abs(Double(y[$0]) * log(Double(x[$0])))) }
    expectClose(actual: z, expected: expected, relativeTo: .terms(sizes), units: 1)
  }

  @Test(arguments: [0, 1, 2, 3, 5, 7, 64, -1, -3, 65, -70, 0.5, 1.5, -0.25] as [Float])
  func fixedExponentsMatchDoublePrecision(_ exponent: Float) {
    var random = RandomValues(seed: 2)
    let isProduct = exponent == exponent.rounded() && exponent.magnitude <= 64
    let x = random.floats(1001, in: (isProduct ? -1.5 : 0.4)...1.5).filter { abs($0) > 0.3 }
    let expected = x.map { pow(Double($0), Double(exponent)) }
    let y = output(x.count) { power($0, x, exponent: exponent, count: x.count) }
    let sizes = x.indices.map {
      let factors = Double(exponent.magnitude)
      return abs(expected[$0]) * (isProduct ? factors / 2 : max(2, factors * abs(log(Double(x[$0])))))
    }
    expectClose(actual: y, expected: expected, relativeTo: .terms(sizes), units: 1.1)
    expectSameBits(
      actual: output(startingAs: x) { power($0, $0, exponent: exponent, count: x.count) }, expected: y)
  }

  @Test func signsZerosAndInfinitiesFollowIEEE754() {
    let numbers: [Float] = [-.infinity, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4, 1e6, .infinity, .nan]
    let x = numbers.flatMap { [Float](repeating: $0, count: numbers.count) }
    let y = numbers.flatMap { _ in numbers }
    let z = output(x.count) { broadcast(.power, $0, x, y, shape: [x.count], xStrides: [1], yStrides: [1]) }
    for i in x.indices where abs(x[i]) != 1 || !y[i].isInfinite {
      let expected = Float(pow(Double(x[i]), Double(y[i])))
      expectClose(actual: [z[i]], expected: [expected], relativeTo: .each, units: 20, "\(x[i]) to the power \(y[i])")
    }
  }
}
