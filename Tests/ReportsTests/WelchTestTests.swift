import Testing

@testable import Reports

/// The values are those of SciPy 1.16's `ttest_ind` with `equal_var=False`.
@Test(
  arguments: [
    ([1.48, 1.49, 1.47], [1.52, 1.53, 1.51], 0.008_049_893_100_837_719),
    ([1.4845, 1.4866, 1.4822, 1.4851, 1.4839], [1.4801, 1.4853, 1.4832, 1.4790, 1.4812], 0.084_129_272_194_186),
    ([3, 4, 5, 6, 7.5], [3.1, 4.4], 0.255_945_559_849_071_1),
  ] as [([Double], [Double], Double)])
func welchTestAgreesWithSciPy(a: [Double], b: [Double], expected: Double) throws {
  let p = try #require(welchTest(a, b)), swapped = try #require(welchTest(b, a))
  #expect(abs(p - expected) < 1e-12 && abs(swapped - expected) < 1e-12)
}

/// The values are those of SciPy's `betainc`.
@Test(
  arguments: [
    (0.3, 2, 0.5, 0.037_840_969_485_813_08), (0.9, 2.5, 0.5, 0.489_589_744_564_427_55),
    (0.01, 10, 0.5, 1.770_034_965_528_571e-21), (0.5, 0.5, 0.5, 0.5), (0.999, 4, 0.5, 0.930_894_309_512_620_6),
    (0, 2, 3, 0), (1, 2, 3, 1),
  ] as [(Double, Double, Double, Double)])
func incompleteBetaAgreesWithSciPy(x: Double, a: Double, b: Double, expected: Double) {
  #expect(abs(incompleteBeta(x, a, b) - expected) <= 1e-13 * expected)
}

@Test func aTestNeedsTwoNumbersOnEachSide() {
  #expect(welchTest([1], [1, 2]) == nil && welchTest([1, 2], []) == nil)
  #expect(welchTest([1, 1], [1, 1]) == 1 && welchTest([1, 1], [2, 2]) == 0)
  #expect(mean([]) == 0 && standardDeviation([3]) == 0)
  #expect(standardDeviation([1, 2, 3, 4]) == (5.0 / 3).squareRoot())
}
