import TestSupport
import Testing

@testable import Kernels

/// Compares fused linear maps with their naive references, and with the kernels that do one step each.
@Suite struct LinearTests {
  @Test(arguments: LinearExample.all) func everyEpilogueMatchesTheNaiveReference(_ e: LinearExample) {
    expectNaive(e)
  }

  @Test func everyEpilogueMatchesTheNaiveReferenceInLeftoverRowsAndColumns() {
    LinearExample.leftovers.forEach { expectNaive($0) }
  }

  private func expectNaive(_ e: LinearExample) {
    for hasBias in [false, true] {
      let name = "\(e.testDescription), bias: \(hasBias)", u = e.naive.sums(hasBias: hasBias)
      expectClose(
        actual: e.linear(hasBias: hasBias), expected: u.values, relativeTo: .terms(u.sizes), units: 2, name)
      for activation in Activation.allCases {
        let formula = Formula(activation)
        let (y, slopes) = e.activatedKeepingSlopes(by: activation, hasBias: hasBias)
        // The error of the sum grows with the slope: by at most 1.13, but for the squared ReLU, whose slope is 2 x.
        let sizes = zip(u.sizes, u.values).map { $0 * max(1, abs(formula.df($1))) }
        expectClose(
          actual: y, expected: u.values.map(formula.f), relativeTo: .terms(sizes), units: 2.5,
          "\(activation), \(name)")
        expectSlopes(
          slopes, of: formula, at: u, units: activation == .reluSquared ? 3 : 1.5, "slopes of \(activation), \(name)")
      }
      for rate: Float in [0, 0.3] {
        let mask = e.mask(rate: rate)
        let sums = e.naive.addedToResidual(hasBias: hasBias, mask: mask)
        let y = e.linearAddedToResidual(hasBias: hasBias, dropout: rate)
        expectClose(
          actual: y, expected: sums.values, relativeTo: .terms(sums.sizes), units: 2.5, "residual, \(name)")
        let isUntouched = mask.indices.allSatisfy { mask[$0] != 0 || y[$0] == e.naive.residual[$0] }
        #expect(isUntouched, "dropped elements change the residual, \(name)")
      }
    }
    let multiplied = e.naive.multiplied
    expectClose(
      actual: e.linearTimesFactors(), expected: multiplied.values, relativeTo: .terms(multiplied.sizes), units: 2.5,
      "factors, \(e.testDescription)")
  }

  /// A slope that jumps can have either value where the error of the sum decides between the two sides.
  private func expectSlopes(_ slopes: [Float], of formula: Formula, at u: Naive.Sums, units: Double, _ name: String) {
    let expected = u.values.indices.map { i in
      let error = u.sizes[i] * 0x1p-20
      let isAtJump = abs(formula.df(u.values[i] + error) - formula.df(u.values[i] - error)) > 0.5
      return isAtJump && slopes.indices.contains(i) ? Double(slopes[i]) : formula.df(u.values[i])
    }
    expectClose(
      actual: slopes, expected: expected, relativeTo: .terms(u.sizes.map { 1 + $0 }), units: units, name)
  }

  @Test(arguments: LinearExample.all, [false, true])
  func fusedKernelsEqualTheKernelsOfSingleSteps(_ e: LinearExample, hasBias: Bool) {
    let sums = e.linear(hasBias: false)
    if e.form != .stored { expectSameBits(actual: sums, expected: e.product, "product") }
    let u = sums.enumerated().map { i, sum in hasBias ? sum + e.naive.bias[i % e.naive.n] : sum }
    expectSameBits(actual: e.linear(hasBias: hasBias), expected: u, "bias")
    expectSameBits(
      actual: e.linearTimesFactors(), expected: zip(sums, e.naive.factors).map { $0 * $1 }, "factors")
    expectSameBits(
      actual: e.linearAddedToResidual(hasBias: hasBias, dropout: 0),
      expected: zip(e.naive.residual, u).map { $0 + $1 }, "residual")

    let two = e.linearTimesTwo()
    expectSameBits(actual: two.y, expected: e.linearTimesFactors(), "first of two factors")
    expectSameBits(actual: two.others, expected: zip(sums, e.naive.residual).map { $0 * $1 }, "second of two factors")

    // A fused multiply-add rounds once where two kernels round twice.
    let dropped = output(e.count) { dropout($0, u, count: e.count, rate: 0.3, key: LinearExample.key) }
    expectClose(
      actual: e.linearAddedToResidual(hasBias: hasBias, dropout: 0.3),
      expected: zip(e.naive.residual, dropped).map { $0 + $1 },
      relativeTo: .terms(zip(e.naive.residual, dropped).map { Double(abs($0) + abs($1)) }), units: 1, "dropout")

    let ones = u.map { _ in 1 as Float }
    for activation in Activation.allCases {
      let (y, slopes) = e.activatedKeepingSlopes(by: activation, hasBias: hasBias)
      expectSameBits(
        actual: y, expected: output(e.count) { elementwise(activation, $0, u, count: e.count) }, "\(activation)")
      expectSameBits(
        actual: slopes, expected: output(e.count) { elementwiseBackward(activation, $0, ones, u, count: e.count) },
        "slopes of \(activation)")
      expectSameBits(
        actual: e.activated(by: activation, hasBias: hasBias), expected: y, "\(activation) without slopes")

      let gated = e.gatedKeepingSlopes(by: activation, hasBias: hasBias)
      expectSameBits(actual: gated.values, expected: y, "values of \(activation) as a gate")
      expectSameBits(actual: gated.y, expected: zip(y, e.naive.factors).map { $0 * $1 }, "\(activation) as a gate")
      expectSameBits(
        actual: gated.slopes, expected: zip(slopes, e.naive.factors).map { $0 * $1 },
        "slopes of \(activation) as a gate")
      expectSameBits(
        actual: e.gated(by: activation, hasBias: hasBias), expected: gated.y, "\(activation) as a gate without slopes")
    }
  }
}

extension LinearExample {
  /// x W, computed by `matrixProduct`.
  fileprivate var product: [Float] {
    output(count) { y in
      matrixProduct(
        y, naive.x, naive.weight, m: naive.rows, n: naive.n, k: naive.k, transposeB: naive.isTransposed)
    }
  }
}
