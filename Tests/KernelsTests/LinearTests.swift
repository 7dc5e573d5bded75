import TestSupport
import Testing

@testable import Kernels

/// Linear maps fused with what follows them: against their naive twins, and against the kernels that do one thing each.
@Suite struct LinearTests {
  @Test(arguments: LinearExample.all, [false, true])
  func linearMatchesTheNaiveTwin(_ e: LinearExample, hasBias: Bool) {
    let naive = e.naive.sums(hasBias: hasBias)
    expectClose(
      actual: e.linear(hasBias: hasBias), expected: naive.values, relativeTo: .terms(naive.sizes), units: 2)
  }

  @Test(arguments: LinearExample.all, [Elementwise.gelu, .geluTanh])
  func linearGELUAndItsSlopesMatchTheNaiveTwin(_ e: LinearExample, function: Elementwise) {
    let formula = Formula(function)
    for hasBias in [false, true] {
      let u = e.naive.sums(hasBias: hasBias)
      let (y, slopes) = e.linearGELU(hasBias: hasBias, byTanh: function == .geluTanh)
      // GELU's slope is at most 1.13, so the sum's error passes on as it is.
      expectClose(
        actual: y, expected: u.values.map(formula.f), relativeTo: .terms(u.sizes), units: 2.5, "bias: \(hasBias)")
      expectClose(
        actual: slopes, expected: u.values.map(formula.df), relativeTo: .terms(u.sizes.map { 1 + $0 }), units: 1.5,
        "slopes, bias: \(hasBias)")
    }
  }

  @Test(arguments: LinearExample.all) func linearTimesFactorsMatchesTheNaiveTwin(_ e: LinearExample) {
    let naive = e.naive.multiplied
    expectClose(
      actual: e.linearTimesFactors(), expected: naive.values, relativeTo: .terms(naive.sizes), units: 2.5)
  }

  /// The mask is the one of the kernel that gives the gradient.
  @Test(arguments: LinearExample.all, [0, 0.3] as [Float])
  func linearAddedToAResidualMatchesTheNaiveTwin(_ e: LinearExample, rate: Float) {
    let mask = e.mask(rate: rate)
    for hasBias in [false, true] {
      let naive = e.naive.addedToResidual(hasBias: hasBias, mask: mask)
      let y = e.linearAddedToResidual(hasBias: hasBias, dropout: rate)
      expectClose(
        actual: y, expected: naive.values, relativeTo: .terms(naive.sizes), units: 2.5, "bias: \(hasBias)")
      let isUntouched = mask.indices.allSatisfy { mask[$0] != 0 || y[$0] == e.naive.residual[$0] }
      #expect(isUntouched, "what is dropped changes the residual")
    }
  }

  @Test(arguments: LinearExample.all, [false, true])
  func fusedKernelsGiveWhatTheKernelsOfOneStepGive(_ e: LinearExample, hasBias: Bool) {
    let u = e.product.enumerated().map { i, sum in hasBias ? sum + e.naive.bias[i % e.naive.n] : sum }
    expectSameBits(actual: e.linear(hasBias: hasBias), expected: u, "bias")
    expectSameBits(
      actual: e.linearTimesFactors(), expected: zip(e.product, e.naive.factors).map { $0 * $1 }, "factors")
    expectSameBits(
      actual: e.linearAddedToResidual(hasBias: hasBias, dropout: 0),
      expected: zip(e.naive.residual, u).map { $0 + $1 }, "residual")

    // A fused multiply-add rounds once where two kernels round twice.
    let dropped = output(e.count) { dropout($0, u, count: e.count, rate: 0.3, key: LinearExample.key) }
    expectClose(
      actual: e.linearAddedToResidual(hasBias: hasBias, dropout: 0.3),
      expected: zip(e.naive.residual, dropped).map { $0 + $1 },
      relativeTo: .terms(zip(e.naive.residual, dropped).map { Double(abs($0) + abs($1)) }), units: 1, "dropout")

    let ones = u.map { _ in 1 as Float }
    for function in [Elementwise.gelu, .geluTanh] {
      let (y, slopes) = e.linearGELU(hasBias: hasBias, byTanh: function == .geluTanh)
      expectClose(
        actual: y, expected: output(e.count) { elementwise(function, $0, u, count: e.count) },
        relativeTo: .terms(u.map { Double(abs($0)) }), units: 1, "\(function)")
      expectClose(
        actual: slopes, expected: output(e.count) { elementwiseBackward(function, $0, ones, u, count: e.count) },
        relativeTo: .terms(u.map { 1 + Double(abs($0)) }), units: 1, "\(function) slopes")
    }
  }
}

extension LinearExample {
  /// x W by the kernel of matrix products.
  fileprivate var product: [Float] {
    output(count) { y in
      matrixProduct(
        y, naive.x, naive.weight, m: naive.rows, n: naive.n, k: naive.k, transposeB: naive.isTransposed)
    }
  }
}
