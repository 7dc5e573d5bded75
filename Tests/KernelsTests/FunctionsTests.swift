import Foundation
import TestSupport
import Testing

@testable import Kernels

/// Tests the elementary functions through the elementwise kernels: sixteen lanes do not cross module boundaries.
@Suite struct FunctionsTests {
  /// A function on a range, and the largest error measured there, in units in the last place.
  ///
  /// Each error was measured over 10 million numbers or more; the suite tests fewer. The error of log is that of a
  /// build without fused multiply-add.
  struct Claim: Sendable, CustomTestStringConvertible {
    var function: Elementwise
    var range: ClosedRange<Float>
    var measured: Double
    var testDescription: String { "\(function) on \(range)" }
  }

  @Test(arguments: [
    Claim(function: .sin, range: -12_800...12_800, measured: 2.48),
    Claim(function: .sin, range: -4...4, measured: 1.52),
    Claim(function: .cos, range: -12_800...12_800, measured: 2.39),
    Claim(function: .cos, range: -4...4, measured: 1.55),
    Claim(function: .exp, range: -86.6...88.722, measured: 0.992),
    Claim(function: .log, range: .leastNormalMagnitude ... .greatestFiniteMagnitude, measured: 0.87),
    Claim(function: .log, range: 0.5...2, measured: 0.87),
    Claim(function: .tanh, range: -20...20, measured: 1.34),
    Claim(function: .tanh, range: 0.6...0.65, measured: 1.34),
    Claim(function: .sigmoid, range: -87...90, measured: 2.49),
  ])
  func functionsStayWithinTheirMeasuredError(_ claim: Claim) {
    let x = sweep(claim.range)
    let f = Formula(claim.function).f
    let expected = x.map { f(Double($0)) }
    expectClose(
      actual: values(claim.function, x), expected: expected, relativeTo: .terms(units(of: expected)),
      units: claim.measured)
  }

  /// The probability is tested as gelu(x) / x, which adds one rounding.
  ///
  /// Its bell curve is e to the power of a rounded x^2 / 2, so the relative error grows with x^2 in the lower tail.
  @Test(arguments: [
    (-1...1 as ClosedRange<Float>, 7.7), (1...13, 2.5), (-3...(-1), 7.7), (-6...(-3), 20), (-13...(-6), 67),
  ])
  func normalProbabilityStaysWithinItsMeasuredError(_ range: ClosedRange<Float>, _ measured: Double) {
    let x = sweep(range).filter { abs($0) > 1e-30 }
    let gelu = Formula(.gelu).f
    let expected = x.map { gelu(Double($0)) }
    expectClose(
      actual: values(.gelu, x), expected: expected, relativeTo: .terms(units(of: expected)), units: measured)
  }

  /// The floats nearest to multiples of pi / 2, where all but the last digits cancel.
  @Test func anglesNextToZerosLoseNoDigits() {
    let x = (0...8148).map { Float(Double($0) * .pi / 2) }
    for function in [Elementwise.sin, .cos] {
      let f = Formula(function).f
      let expected = x.map { f(Double($0)) }
      expectClose(
        actual: values(function, x), expected: expected, relativeTo: .terms(units(of: expected)), units: 1,
        "\(function)")
    }
  }

  @Test func largeAnglesAreReducedByWholePeriodsFirst() {
    let x = sweep(12_000...1e8, count: 50_000) + [1e8]
    for function in [Elementwise.sin, .cos] {
      let f = Formula(function).f
      expectClose(
        actual: values(function, x), expected: x.map { f(Double($0)) }, relativeTo: .terms(x.map { _ in 1 }),
        units: 1.5, "\(function)")
      // A large angle beside a small one does not change the result for the small one.
      expectSameBits(
        actual: x.map { values(function, [1.25, $0])[0] },
        expected: [Float](repeating: values(function, [1.25])[0], count: x.count))
    }
  }

  @Test func limitsAndNaNAreAsDocumented() {
    let special: [Float] = [0, -0, .infinity, -.infinity, .nan]
    expectSameValues(values(.abs, special), [0, 0, .infinity, .infinity, .nan])
    expectSameValues(values(.sin, special), [0, 0, .nan, .nan, .nan])
    expectSameValues(values(.cos, special), [1, 1, .nan, .nan, .nan])
    expectSameValues(values(.exp, special), [1, 1, .infinity, 0, .nan])
    expectSameValues(values(.log, special + [-1]), [-.infinity, -.infinity, .infinity, .nan, .nan, .nan])
    expectSameValues(values(.tanh, special), [0, 0, 1, -1, .nan])
    expectSameValues(values(.sigmoid, special), [0.5, 0.5, 1, 0, .nan])
    expectSameValues(values(.gelu, [0, -0, .infinity, .nan, 100, -100]), [0, 0, .infinity, .nan, 100, 0])
  }

  @Test func expReachesItsLimitsAndNotBeyond() {
    let lowest: Float = -86.6, highest: Float = 88.722_83
    let inside = values(.exp, [lowest, highest])
    #expect(inside[0] >= .leastNormalMagnitude && inside[0] < 2.5e-38)
    #expect(inside[1] > 3.402e38 && inside[1].isFinite)
    #expect(values(.exp, [lowest.nextDown, -1e30, 88.722_85, 1e30]) == [0, 0, .infinity, .infinity])
  }

  @Test func functionsAreExactWhereTheResultIsAFloat() {
    #expect(values(.abs, [-0])[0].sign == .plus)
    #expect(values(.sin, [1e-20, -1e-20]) == [1e-20, -1e-20])
    #expect(values(.cos, [1e-20]) == [1])
    #expect(values(.exp, [0]) == [1])
    #expect(values(.log, [1]) == [0])
    #expect(values(.tanh, [0, 1e-20, 20, -20]) == [0, 1e-20, 1, -1])
    #expect(values(.sigmoid, [0]) == [0.5])
  }

  @Test func logOfOneNumberHasTheSameBitsAsInSixteenLanes() {
    let x = sweep(1e-30...1e30, count: 1000)
    expectSameBits(actual: x.map { Kernels.log($0) }, expected: values(.log, x))
  }

  private func values(_ function: Elementwise, _ x: [Float]) -> [Float] {
    output(x.count) { elementwise(function, $0, x, count: x.count) }
  }

  private func values(_ activation: Activation, _ x: [Float]) -> [Float] {
    output(x.count) { elementwise(activation, $0, x, count: x.count) }
  }

  private func expectSameValues(
    _ actual: [Float], _ expected: [Float], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectClose(
      actual: actual, expected: expected, relativeTo: .each, units: 0, sourceLocation: sourceLocation)
  }

  /// Magnitudes that make `expectClose` measure in the spacing of floats at each value.
  private func units(of expected: [Double]) -> [Double] { expected.map { Double(Float($0).ulp) * 0x1p23 } }
}
