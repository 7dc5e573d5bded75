import TestSupport
import Testing

@testable import Kernels

@Suite struct StudentForcesTests {
  @Test(arguments: [2, 5, 16, 17, 33, 97], [1e-4, 1, 50] as [Float])
  func forcesAndDivergencesMatchTheNaiveReference(count: Int, spread: Float) {
    var random = RandomValues(seed: 7)
    let e = StudentExample(count: count, spread: spread, random: &random)
    let forces = e.forces(), naive = Naive.studentForces(e.p, x: e.x, y: e.y)
    let all = [naive.pullX, naive.pullY, naive.pushX, naive.pushY, naive.nearness]
    for (i, expected) in all.enumerated() {
      let actual = forces[i * count..<(i + 1) * count].map(Double.init)
      expectClose(actual: actual, expected: expected.values, relativeTo: .terms(expected.sizes), units: 4, "sum \(i)")
    }
    // Each logarithm is the sum of two.
    let divergences = output(count) { studentDivergences($0, e.p, x: e.x, y: e.y, count: count) }
    expectClose(
      actual: divergences.map(Double.init), expected: naive.divergences.values,
      relativeTo: .terms(naive.divergences.sizes.map { $0 + 1e-3 }), units: 8)
  }

  @Test func farAndCoincidentPointsNeverGiveNaN() {
    let p: [Float] = [0, 0.25, 0.25, 0.25, 0, 0, 0.25, 0, 0]
    for far in [0, 1e15, 1e25] as [Float] {
      let sums = output(3) { studentDivergences($0, p, x: [0, 0, far], y: [0, 0, 0], count: 3) }
      #expect(sums.allSatisfy { !$0.isNaN })
      let e = StudentExample(p: p, x: [0, 0, far], y: [0, 0, 0])
      #expect(e.forces().allSatisfy { !$0.isNaN })
    }
  }
}

/// A projection, and how likely its points are neighbors.
struct StudentExample {
  let p: [Float], x: [Float], y: [Float]

  init(p: [Float], x: [Float], y: [Float]) { (self.p, self.x, self.y) = (p, x, y) }

  /// A third of the pairs are not neighbors at all.
  init(count: Int, spread: Float, random: inout RandomValues) {
    p = (0..<count * count).map { pair in
      pair % (count + 1) == 0 || pair % 3 == 0 ? 0 : random.float(in: 0...1) / Float(count * count)
    }
    x = random.floats(count, in: -spread...spread)
    y = random.floats(count, in: -spread...spread)
  }

  /// Pull and push in both directions, and nearness, one after the other.
  func forces() -> [Float] {
    let n = x.count
    return output(5 * n) {
      studentForces(
        pullX: $0, pullY: $0 + n, pushX: $0 + 2 * n, pushY: $0 + 3 * n, nearness: $0 + 4 * n, p, x: x, y: y, count: n)
    }
  }
}
