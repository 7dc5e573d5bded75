import Foundation
import TestSupport
import Testing

@testable import Kernels

@Suite struct NeighborsTests {
  @Test(arguments: [RowsShape(1, 3), RowsShape(5, 1), RowsShape(7, 33), RowsShape(33, 97)])
  func distancesMatchTheNaiveReference(_ s: RowsShape) {
    var random = RandomValues(seed: 3)
    let x = random.floats(s.count)
    let d = output(s.rows * s.rows) { squaredDistances($0, x, count: s.rows, width: s.columns) }
    let naive = Naive.squaredDistances(x, count: s.rows, width: s.columns)
    expectClose(actual: d.map(Double.init), expected: naive, relativeTo: .each, units: 4)
    for i in 0..<s.rows {
      #expect(d[i * s.rows + i] == 0)
      for j in 0..<i { #expect(d[i * s.rows + j].bitPattern == d[j * s.rows + i].bitPattern) }
    }
  }

  @Test(arguments: [1.5, 5, 20] as [Float], [1e-18, 1, 1e12] as [Float])
  func probabilitiesMatchTheNaiveReferenceAtAnyScale(perplexity: Float, scale: Float) {
    let (n, d) = distances(scale: scale)
    let p = output(n * n) { jointProbabilities($0, d, count: n, perplexity: perplexity) }
    // The reference searches at one scale only.
    let wide = d.map { Double($0) / Double(scale) }
    let naive = Naive.jointProbabilities(wide, count: n, perplexity: Double(perplexity))
    // The search stops at an entropy that is off by up to 1e-5, 84 units.
    expectClose(actual: p.map(Double.init), expected: naive, units: 500)
    #expect(abs(p.reduce(0) { $0 + Double($1) } - 1) < 1e-6)
    for i in 0..<n {
      #expect(p[i * n + i] == 0)
      for j in 0..<i { #expect(p[i * n + j].bitPattern == p[j * n + i].bitPattern) }
    }
  }

  /// Points that all have the same distances to the others are symmetric: p(j | i) = p(i | j), so p shows the rows
  /// themselves.
  @Test func thePerplexityIsReached() {
    // On a circle, each point sees the same distances as all others.
    let n = 37
    let d = (0..<n * n).map { pair in
      let steps = Float(min((pair / n - pair % n + n) % n, (pair % n - pair / n + n) % n))
      return steps * steps
    }
    for perplexity in [2, 7.5, 30] as [Float] {
      let p = output(n * n) { jointProbabilities($0, d, count: n, perplexity: perplexity) }
      for i in 0..<n {
        let row = p[i * n..<(i + 1) * n].map { Double($0) * Double(n) }
        #expect(abs(row.reduce(0, +) - 1) < 1e-5)
        #expect(abs(Naive.entropy(row) - log(Double(perplexity))) < 3e-5)
      }
    }
  }

  @Test func equalAndFarPointsHaveFiniteProbabilities() {
    let equal = output(25) { jointProbabilities($0, [Float](repeating: 0, count: 25), count: 5, perplexity: 2) }
    #expect((0..<25).allSatisfy { abs(equal[$0] - ($0 % 6 == 0 ? 0 : 0.05)) < 1e-6 })
    // Two pairs of equal points, far apart: no width results in three neighbors.
    let d: [Float] = [0, 0, 1e30, 1e30, 0, 0, 1e30, 1e30, 1e30, 1e30, 0, 0, 1e30, 1e30, 0, 0]
    for perplexity in [1, 2, 3] as [Float] {
      let p = output(16) { jointProbabilities($0, d, count: 4, perplexity: perplexity) }
      #expect(p.allSatisfy { $0.isFinite && $0 >= 0 } && abs(p.reduce(0, +) - 1) < 1e-6)
    }
    #expect(output(4) { jointProbabilities($0, [0, 3, 3, 0], count: 2, perplexity: 1) } == [0, 0.5, 0.5, 0])
  }

  private func distances(scale: Float) -> (n: Int, d: [Float]) {
    var random = RandomValues(seed: 4)
    let (n, width) = (35, 7)
    let x = random.floats(n * width)
    return (n, output(n * n) { squaredDistances($0, x, count: n, width: width) }.map { $0 * scale })
  }
}
