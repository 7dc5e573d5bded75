import Foundation
import TestSupport
import Testing

@testable import Kernels

@Suite struct ElementwiseTests {
  /// The range on which the values and slopes of a function are compared, and the terms that their errors are relative
  /// to.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var formula: Formula
    var forward: @Sendable (_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ count: Int) -> Void
    var backward:
      @Sendable (
        _ dx: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>, _ count: Int
      ) -> Void
    var range: ClosedRange<Float>
    /// The magnitude of the largest term of f(x) and of f'(x).
    var terms: @Sendable (Double) -> (value: Double, slope: Double)
    /// The largest measured errors, in units of 2^-23 of those terms.
    var measured: (value: Double, slope: Double)

    init(
      function: Elementwise, range: ClosedRange<Float>,
      terms: @escaping @Sendable (Double) -> (value: Double, slope: Double), measured: (value: Double, slope: Double)
    ) {
      (testDescription, formula) = (function.rawValue, Formula(function))
      forward = { elementwise(function, $0, $1, count: $2) }
      backward = { elementwiseBackward(function, $0, $1, $2, count: $3) }
      (self.range, self.terms, self.measured) = (range, terms, measured)
    }

    init(
      activation: Activation, range: ClosedRange<Float>,
      terms: @escaping @Sendable (Double) -> (value: Double, slope: Double), measured: (value: Double, slope: Double)
    ) {
      (testDescription, formula) = (activation.rawValue, Formula(activation))
      forward = { elementwise(activation, $0, $1, count: $2) }
      backward = { elementwiseBackward(activation, $0, $1, $2, count: $3) }
      (self.range, self.terms, self.measured) = (range, terms, measured)
    }

    var isForPositiveNumbers: Bool { range.lowerBound > 0 }
  }

  static let cases: [Case] = functions + activations

  private static let functions: [Case] = [
    Case(function: .abs, range: -3...3, terms: own(.abs), measured: (0, 0)),
    Case(function: .sin, range: -12_800...12_800, terms: own(.sin), measured: (1.38, 1.7)),
    Case(function: .cos, range: -12_800...12_800, terms: own(.cos), measured: (1.38, 1.7)),
    Case(function: .exp, range: -86...88, terms: own(.exp), measured: (0.71, 1.05)),
    Case(function: .log, range: 1e-37...1e37, terms: own(.log), measured: (0.68, 1)),
    Case(function: .squareRoot, range: 1e-37...1e37, terms: own(.squareRoot), measured: (0.51, 1.2)),
    // 1 - tanh^2 and 1 - sigmoid lose digits near 1; the loss is small compared with 1.
    Case(function: .tanh, range: -20...20, terms: { (abs(tanh($0)), 1) }, measured: (1.2, 1.2)),
    Case(
      function: .sigmoid, range: -86...80, terms: { (Formula(.sigmoid).f($0), Formula(.sigmoid).f($0)) },
      measured: (1.25, 1.8)),
  ]

  private static let activations: [Case] = [
    Case(activation: .gelu, range: -20...20, terms: { (abs($0), 1) }, measured: (1.9, 2.3)),
    Case(activation: .geluTanh, range: -20...20, terms: { (abs($0), 1 + abs($0)) }, measured: (0.9, 1)),
    Case(activation: .relu, range: -3...3, terms: { (max(0, $0), $0 > 0 ? 1 : 0) }, measured: (0, 0)),
    Case(
      activation: .reluSquared, range: -3...3, terms: { (max(0, $0) * max(0, $0), 2 * max(0, $0)) },
      measured: (0.5, 0.5)),
    Case(
      activation: .silu, range: -80...80,
      terms: { (abs(Formula(.silu).f($0)), Formula(.sigmoid).f($0) * (1 + abs($0))) }, measured: (1.7, 2.1)),
  ]

  /// Relative accuracy: the results themselves are the terms.
  static func own(_ function: Elementwise) -> @Sendable (Double) -> (value: Double, slope: Double) {
    { (abs(Formula(function).f($0)), abs(Formula(function).df($0))) }
  }

  @Test func everyFunctionHasACase() {
    #expect(
      Self.cases.map(\.testDescription) == Elementwise.allCases.map(\.rawValue) + Activation.allCases.map(\.rawValue))
  }

  @Test(arguments: cases) func valuesMatchTheFormulas(_ c: Case) {
    let x = points(c.range)
    let y = output(x.count) { c.forward($0, x, x.count) }
    expectClose(
      actual: y, expected: x.map { c.formula.f(Double($0)) },
      relativeTo: .terms(x.map { c.terms(Double($0)).value }),
      units: c.measured.value)
  }

  @Test(arguments: cases) func derivativesMatchTheFormulas(_ c: Case) {
    let x = points(c.range)
    var random = RandomValues(seed: 1)
    let dy = random.floats(x.count)
    let dx = output(x.count) { c.backward($0, dy, x, x.count) }
    expectClose(
      actual: dx, expected: x.indices.map { c.formula.df(Double(x[$0])) * Double(dy[$0]) },
      relativeTo: .terms(x.indices.map { c.terms(Double(x[$0])).slope * Double(abs(dy[$0])) }),
      units: c.measured.slope)
  }

  /// The formulas' derivatives match their values, within the accuracy of finite differences in double precision.
  @Test(arguments: cases) func derivativeFormulasMatchFiniteDifferences(_ c: Case) {
    let formula = c.formula
    let x = stride(from: c.isForPositiveNumbers ? 0.5 : -6, through: 6, by: 0.0501).map { $0 }
    let slopes = x.map { Naive.slopes(of: { formula.f($0[0]) }, at: [$0])[0] }
    expectClose(
      actual: slopes, expected: x.map(formula.df), relativeTo: .terms(x.map { 1 + abs(formula.df($0)) }),
      units: 0.01)
  }

  @Test(arguments: [1, 15, 16, 17, 33]) func resultsCanReplaceTheirArguments(_ count: Int) {
    var random = RandomValues(seed: 2)
    let x = random.floats(count, in: 0.1...3), dy = random.floats(count)
    for c in Self.cases {
      expectSameBits(
        actual: output(startingAs: x) { c.forward($0, $0, count) },
        expected: output(count) { c.forward($0, x, count) }, c.testDescription)
      expectSameBits(
        actual: output(startingAs: dy) { c.backward($0, $0, x, count) },
        expected: output(count) { c.backward($0, dy, x, count) }, "\(c.testDescription) backward")
    }
  }

  @Test func reluHasZeroSlopeAtZero() {
    let x: [Float] = [-1, 0, 1, .nan]
    #expect(output(3) { elementwise(.relu, $0, x, count: 3) } == [0, 0, 1])
    #expect(output(3) { elementwiseBackward(.relu, $0, [5, 6, 7], x, count: 3) } == [0, 0, 7])
    #expect(output(4) { elementwise(.relu, $0, x, count: 4) }[3].isNaN)
  }

  @Test(arguments: [0, 1, 15, 16, 17, 97]) func addScaledAddsAndScaleMultiplies(_ count: Int) {
    var random = RandomValues(seed: 3)
    let x = random.floats(count), y = random.floats(count), factor: Float = -1.7
    let sums = output(startingAs: y) { addScaled($0, x, scale: factor, count: count) }
    let terms = x.indices.map { (Double(y[$0]), Double(factor) * Double(x[$0])) }
    expectClose(
      actual: sums, expected: terms.map { $0 + $1 }, relativeTo: .terms(terms.map { max(abs($0), abs($1)) }),
      units: 1)
    expectSameBits(
      actual: output(startingAs: y) { addScaled($0, x, count: count) },
      expected: x.indices.map { y[$0] + x[$0] })
    expectSameBits(
      actual: output(count) { Kernels.scale($0, x, by: factor, count: count) },
      expected: x.map { $0 * factor })
    expectSameBits(
      actual: output(startingAs: x) { Kernels.scale($0, $0, by: factor, count: count) },
      expected: x.map { $0 * factor })
  }

  /// An odd count, so the last group of lanes is not full.
  private func points(_ range: ClosedRange<Float>) -> [Float] {
    sweep(range, count: 50_000) + [range.lowerBound]
  }
}
