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
    var expected: [Float] = [], dx = x
    for o in 0..<r.outer {
      for j in 0..<taken {
        for i in 0..<r.inner {
          let place = (o * taken + j) * r.inner + i
          let source = (o * r.reduced + Int(indices[place])) * r.inner + i
          expected.append(x[source])
          dx[source] += dy[place]
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
    expectSameBits(actual: back, expected: dx)
  }
}
