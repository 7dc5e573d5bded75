import TestSupport
import Testing

@testable import Kernels

@Suite struct GatherTests {
  @Test(arguments: ReductionsTests.reductions, [1, 3, 21]) func gatherReadsFromIndicesAndScatterAddAddsBackToThem(
    _ r: Reduction, taken: Int
  ) {
    var random = RandomValues(seed: 1)
    let x = random.floats(r.count), dy = random.floats(r.outer * taken * r.inner)
    let indices = random.ids(dy.count, below: r.reduced)
    var expected: [Float] = [], dx = x.map(Double.init), sizes = x.map { Double(abs($0)) }
    for o in 0..<r.outer {
      for j in 0..<taken {
        for i in 0..<r.inner {
          let place = (o * taken + j) * r.inner + i
          let source = (o * r.reduced + Int(indices[place])) * r.inner + i
          expected.append(x[source])
          dx[source] += Double(dy[place])
          sizes[source] += Double(abs(dy[place]))
        }
      }
    }
    let y = output(dy.count) {
      gather($0, x, indices, outer: r.outer, size: r.reduced, taken: taken, inner: r.inner)
    }
    expectSameBits(actual: y, expected: expected)
    let back = output(startingAs: x) {
      scatterAdd($0, dy, indices, outer: r.outer, size: r.reduced, taken: taken, inner: r.inner)
    }
    expectClose(actual: back, expected: dx, relativeTo: .terms(sizes), units: 1.5)
  }

  @Test func anElementThatIsTakenVeryOftenDoesNotDrift() {
    let count = 100_003, dy = [Float](repeating: 0.1, count: 2 * count)
    let indices = (0..<2 * count).map { Int32($0 % 5 == 0 ? 2 : 1) }
    let dx = output(startingAs: [Float](repeating: 0, count: 6)) {
      scatterAdd($0, dy, indices, outer: 1, size: 3, taken: count, inner: 2)
    }
    let expected = (0..<6).map { i in
      Double(Float(0.1)) * Double((0..<count).count { Int(indices[$0 * 2 + i % 2]) == i / 2 })
    }
    expectClose(actual: dx, expected: expected, relativeTo: .each, units: 1)
  }
}
