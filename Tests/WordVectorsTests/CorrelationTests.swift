import Testing

@testable import WordVectors

@Suite struct CorrelationTests {
  private let x = [1, 2.5, 2.5, 7, 7, 7, 0.3, 9], y = [0.1, -0.2, 0.4, 0.4, 0.9, 0.35, -0.7, 0.8]

  /// The expected values come from scipy.
  @Test func correlationsWithTiesMatchScipy() {
    #expect(Correlation.ranks(x) == [2, 3.5, 3.5, 6, 6, 6, 1, 8])
    #expect(abs(Correlation.spearman(x, y) - 0.796539143601819) < 1e-14)
    #expect(abs(Correlation.pearson(x, y) - 0.8124796343857519) < 1e-14)
  }

  @Test func spearmanDependsOnlyOnTheOrder() {
    let steep = x.map { $0 * $0 * $0 }
    #expect(abs(Correlation.spearman(x, steep) - 1) < 1e-14 && Correlation.pearson(x, steep) < 0.95)
    #expect(abs(Correlation.spearman(x, x.map(-)) + 1) < 1e-14)
    #expect(abs(Correlation.pearson(x, x.map { 3 - 2 * $0 }) + 1) < 1e-14)
  }

  @Test func constantValuesHaveNoCorrelation() {
    #expect(Correlation.pearson([1], [2]).isNaN && Correlation.spearman([1, 1], [1, 2]).isNaN)
    #expect(Correlation.pearson([], []).isNaN && Correlation.ranks([]).isEmpty)
  }
}
