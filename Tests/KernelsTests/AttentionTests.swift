import TestSupport
import Testing

@testable import Kernels

@Suite struct AttentionTests {
  /// Lengths around the block of 48 queries, head sizes inside and past the tiles, and both past the depth of 256.
  static let examples =
    [1, 5, 47, 48, 49, 67, 130, 300].flatMap { length in
      [4, 12, 33].flatMap { headSize in
        [false, true].map {
          AttentionExample(length: length, headSize: headSize, isProjection: $0, rate: $0 ? 0.3 : 0)
        }
      }
    } + [AttentionExample(length: 50, headSize: 301, isProjection: true, rate: 0.3)]

  @Test(arguments: examples) func attentionMatchesTheNaiveTwin(_ e: AttentionExample) {
    let (o, logSumExps) = e.forward()
    let heads = e.naiveHeads()
    expectClose(
      actual: e.heads(of: o, e.outLayout), expected: heads.flatMap { $0.output.flatMap { $0 } },
      units: units(e))
    expectClose(actual: logSumExps, expected: heads.flatMap(\.logSumExps), units: 2)
  }

  @Test(arguments: examples) func attentionBackwardMatchesTheNaiveTwin(_ e: AttentionExample) {
    let (o, logSumExps) = e.forward()
    let actual = e.backward(o, logSumExps)
    let dout = e.naiveRows(of: e.dout, e.outLayout)
    let naive = e.naiveHeads().enumerated().map { $1.gradients(dout[$0]) }
    func check(_ name: String, _ actual: [Float], _ naive: [[[Double]]], size: Double) {
      let expected = naive.flatMap { $0.flatMap { $0 } }
      let magnitude = max(size, expected.map(abs).max()!)
      expectClose(
        actual: e.heads(of: actual, e.layout), expected: expected,
        relativeTo: .terms(expected.map { _ in magnitude }), units: units(e), name)
    }
    let size = naive.map(\.size).max()!
    check("dq", actual.dq, naive.map(\.dq), size: size)
    check("dk", actual.dk, naive.map(\.dk), size: size)
    check("dv", actual.dv, naive.map(\.dv), size: 0)
  }

  /// A score has as many terms as a head has channels, and its error is a relative error of the weights.
  private func units(_ e: AttentionExample) -> Double { e.headSize > 256 ? 8 : 5 }

  @Test func bothLayoutsGiveTheSameBits() {
    let apart = AttentionExample(length: 67, headSize: 12, isProjection: false, rate: 0.3)
    let together = AttentionExample(length: 67, headSize: 12, isProjection: true, rate: 0.3)
    let (o1, logSumExps1) = apart.forward(), (o2, logSumExps2) = together.forward()
    expectSameBits(
      actual: together.heads(of: o2, together.outLayout), expected: apart.heads(of: o1, apart.outLayout))
    expectSameBits(actual: logSumExps2, expected: logSumExps1)
    let d1 = apart.backward(o1, logSumExps1), d2 = together.backward(o2, logSumExps2)
    for (one, other) in [(d1.dq, d2.dq), (d1.dk, d2.dk), (d1.dv, d2.dv)] {
      expectSameBits(
        actual: together.heads(of: other, together.layout), expected: apart.heads(of: one, apart.layout))
    }
  }

  /// Changing what comes after a query changes nothing for it, to the last bit.
  @Test func noQuerySeesLaterKeysOrValues() {
    let e = AttentionExample(length: 67, headSize: 12, isProjection: false, rate: 0)
    var changed = e
    for index in 0..<e.batchSize * e.headCount {
      for t in 50..<67 {
        for d in 0..<12 {
          let i = (index * 67 + t) * 12 + d
          changed.k[i] = 1e3
          changed.v[i] = -7e5
        }
      }
    }
    let before = e.naiveRows(of: e.forward().o, e.outLayout)
    let after = changed.naiveRows(of: changed.forward().o, e.outLayout)
    for index in before.indices {
      #expect(before[index][..<50] == after[index][..<50])
      #expect(before[index][50...] != after[index][50...])
    }
  }

  /// Large scores take the whole range of the exponential; a row that is not shifted by its largest would overflow.
  @Test func largeScoresGiveFiniteResults() {
    var e = AttentionExample(length: 49, headSize: 12, isProjection: false, rate: 0)
    e.q = e.q.map { $0 * 30 }
    e.k = e.k.map { $0 * 30 }
    let (o, logSumExps) = e.forward()
    let naive = e.naiveHeads().flatMap { $0.output.flatMap { $0 } }
    // The terms of a score add up to some 3000, whose last place is as much of a weight's relative error.
    expectClose(actual: e.heads(of: o, e.outLayout), expected: naive, units: 3000)
    expectClose(actual: logSumExps, expected: e.naiveHeads().flatMap(\.logSumExps), units: 2)
  }

  @Test(arguments: [0, 0.3] as [Float]) func naiveGradientsMatchDifferences(_ rate: Float) {
    let e = AttentionExample(length: 5, headSize: 4, isProjection: false, rate: rate)
    let head = e.naiveHeads()[1], dout = e.naiveRows(of: e.dout, e.outLayout)[1]
    let gradients = head.gradients(dout)
    func slopes(_ path: WritableKeyPath<Naive.Head, [[Double]]>) -> [Double] {
      Naive.slopes(
        of: { values in
          var moved = head
          moved[keyPath: path] = (0..<5).map { Array(values[$0 * 4..<($0 + 1) * 4]) }
          return Naive.dot(dout.flatMap { $0 }, moved.output.flatMap { $0 })
        }, at: head[keyPath: path].flatMap { $0 })
    }
    expectClose(actual: gradients.dq.flatMap { $0 }, expected: slopes(\.q), units: 0.01)
    expectClose(actual: gradients.dk.flatMap { $0 }, expected: slopes(\.k), units: 0.01)
    expectClose(actual: gradients.dv.flatMap { $0 }, expected: slopes(\.v), units: 0.01)
  }
}
