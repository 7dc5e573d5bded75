import TestSupport
import Testing

@testable import Kernels

@Suite struct AttentionTests {
  private static let lengths = [1, 31, 32, 33, 64, 97]
  private static let headSizes = [1, 16, 24, 64, 80]
  private static let headCounts = [(heads: 1, groups: 1), (4, 2), (6, 1), (5, 5)]
  private static let masks: [AttentionMask] = [.none, .causal, .window(1), .window(7), .window(32), .window(40)]

  /// All pairs of query and key counts, twice. The other settings rotate so that each value also occurs with each value
  /// of every other setting: 72 examples instead of the 8640 of all combinations.
  private static let pairs = (0..<72).map { i in
    let (queries, keys, round) = (i % 6, i / 6 % 6, i / 36)
    let (heads, groups) = headCounts[(i + 3 * round) % 4]
    return AttentionExample(
      heads: heads, groups: groups, queries: lengths[queries], keys: lengths[keys],
      headSize: headSizes[(i + i / 6) % 5],
      masks[(queries + keys) % 6], rate: (i / 6 + round + i / 2) % 2 == 0 ? 0 : 0.3)
  }

  private static let projections = lengths.enumerated().flatMap { i, length in
    masks.enumerated().map { j, mask in
      let (heads, groups) = headCounts[(i + j) % 4]
      return AttentionExample(
        heads: heads, groups: groups, queries: length, keys: length, headSize: headSizes[(i + 2 * j) % 5], mask,
        rate: j % 2 == 0 ? 0.3 : 0, .joint)
    }
  }

  /// Sums longer than a depth block: over channels, over keys, and over the keys inside a window.
  private static let large = [
    AttentionExample(
      batchSize: 1, heads: 2, groups: 2, queries: 50, keys: 50, headSize: 301, .causal, rate: 0.3, .joint),
    AttentionExample(batchSize: 1, heads: 2, groups: 1, queries: 300, keys: 300, headSize: 12, .causal, .joint),
    AttentionExample(batchSize: 1, heads: 2, groups: 1, queries: 67, keys: 411, headSize: 33, .none, rate: 0.3),
    AttentionExample(batchSize: 1, heads: 1, groups: 1, queries: 67, keys: 411, headSize: 33, .window(230)),
  ]

  /// Every mask that hides later keys, several blocks, groups, dropout, and numbers of heads with either rule for slopes.
  private static let biased = (0..<20).map { i in
    let (heads, groups) = headCounts[i % 4], rate: Float = i % 3 == 0 ? 0.3 : 0
    return AttentionExample(
      heads: heads, groups: groups, queries: lengths[1 + (i + i / 5) % 5], keys: lengths[5 - i % 5],
      headSize: headSizes[(i + i / 4) % 5], masks[1 + i % 5], bias: .alibi, rate: rate)
  }

  static let examples = pairs + projections + large + biased

  @Test(arguments: examples) func attentionMatchesTheNaiveReference(_ e: AttentionExample) {
    let (o, totals) = e.forward()
    let heads = e.naiveHeads()
    expectClose(
      actual: o, expected: heads.flatMap { $0.output.flatMap { $0 } }, relativeTo: .terms(o.map { _ in 1 }),
      units: units)
    let rows = totals.count / 2
    expectClose(actual: Array(totals[..<rows]), expected: heads.flatMap(\.largestScores), units: 5)
    expectClose(actual: Array(totals[rows...]), expected: heads.flatMap(\.sums), units: units)
  }

  @Test(arguments: examples) func attentionBackwardMatchesTheNaiveReference(_ e: AttentionExample) {
    let (o, totals) = e.forward()
    let actual = e.backward(o, totals), naive = e.naiveGradients()
    func check(_ name: String, _ actual: [Float], _ expected: [Double], size: Double) {
      let magnitude = max(size, expected.map(abs).max()!)
      expectClose(
        actual: actual, expected: expected, relativeTo: .terms(expected.map { _ in magnitude }), units: units, name)
    }
    check("dq", actual.dq, naive.dq, size: naive.size)
    check("dk", actual.dk, naive.dk, size: naive.size)
    check("dv", actual.dv, naive.dv, size: 0)
  }

  /// Scores reach 8, where the last place is eight units of a weight's relative error. The measured errors are 7 units
  /// for a result, 9.3 for a gradient and 2.5 for a log-sum-exp.
  private let units = 10.0

  @Test(arguments: [1, 2, 3, 6, 8, 12, 16, 20]) func slopesAreThoseOfThePaper(headCount H: Int) {
    let slopes = (0..<H).map { AttentionBias.alibi.slope(ofHead: $0, of: H) }
    expectClose(actual: slopes, expected: Naive.slopes(headCount: H), relativeTo: .each, units: 1)
  }

  /// Of 6 heads, 4 have the slopes of 4 heads, and 2 those of the first and third of 8 heads.
  @Test func slopesOfOtherHeadCountsAreInterleaved() {
    let slopes = (0..<6).map { AttentionBias.alibi.slope(ofHead: $0, of: 6) }
    #expect(slopes == [0x1p-2, 0x1p-4, 0x1p-6, 0x1p-8, 0x1p-1, 0x1p-3])
    #expect(AttentionBias.none.slope(ofHead: 3, of: 6) == 0)
  }

  /// Only distances count: with the same keys and values under the mask, a query has the same bits at any time.
  @Test func aBiasDependsOnlyOnTheDistance() {
    let e = AttentionExample(
      batchSize: 1, heads: 6, groups: 6, queries: 1, keys: 41, headSize: 12, .window(32), bias: .alibi)
    var later = AttentionExample(
      batchSize: 1, heads: 6, groups: 6, queries: 1, keys: 99, headSize: 12, .window(32), bias: .alibi)
    later.q = e.q
    for head in 0..<6 {
      for i in 0..<32 * 12 {
        later.k[(head * 99 + 67) * 12 + i] = e.k[(head * 41 + 9) * 12 + i]
        later.v[(head * 99 + 67) * 12 + i] = e.v[(head * 41 + 9) * 12 + i]
      }
    }
    expectSameBits(actual: later.forward().o, expected: e.forward().o)
  }

  /// The rows of a projection this wide are copied together; the rows of separate keys and values are not.
  @Test func allPlacementsGiveTheSameBits() {
    func example(_ placement: AttentionExample.Placement) -> AttentionExample {
      AttentionExample(
        heads: 6, groups: 2, queries: 67, keys: 67, headSize: 48, .window(50), rate: 0.3, placement)
    }
    let (o, totals) = example(.separate).forward()
    let (dq, dk, dv) = example(.separate).backward(o, totals)
    for placement in [AttentionExample.Placement.joint, .headsFirst] {
      let other = example(placement).forward()
      expectSameBits(actual: other.o, expected: o, "\(placement)")
      expectSameBits(actual: other.totals, expected: totals, "\(placement)")
      let gradients = example(placement).backward(o, totals)
      expectSameBits(actual: gradients.dq, expected: dq, "\(placement), dq")
      expectSameBits(actual: gradients.dk, expected: dk, "\(placement), dk")
      expectSameBits(actual: gradients.dv, expected: dv, "\(placement), dv")
    }
  }

  /// Changing one key and its value changes the results of the queries that see it, and no bit of the other results.
  @Test(arguments: [
    (AttentionMask.causal, 50..<67), (.window(7), 50..<57), (.window(1), 50..<51), (.none, 0..<67),
  ])
  func onlyQueriesThatSeeAKeyDependOnIt(_ mask: AttentionMask, seenBy queries: Range<Int>) {
    let e = AttentionExample(heads: 3, groups: 3, queries: 67, keys: 67, headSize: 12, mask)
    var changed = e
    for index in 0..<6 {
      for i in (index * 67 + 50) * 12..<(index * 67 + 51) * 12 { (changed.k[i], changed.v[i]) = (1e3, -7e5) }
    }
    let before = e.rows(e.forward().o, 67), after = e.rows(changed.forward().o, 67)
    for (before, after) in zip(before, after) {
      #expect(before.indices.filter { before[$0] != after[$0] } == Array(queries))
    }
  }

  @Test func queriesThatSeeNoKeyHaveZeroResultsAndGradients() {
    let e = AttentionExample(heads: 2, groups: 1, queries: 70, keys: 33, headSize: 12, .causal)
    let (o, totals) = e.forward()
    let dq = e.rows(e.backward(o, totals).dq, 70)
    for (head, o) in e.rows(o, 70).enumerated() {
      #expect(o[..<37].allSatisfy { $0.allSatisfy { $0 == 0 } } && !o[37].contains(0))
      #expect(dq[head][..<37].allSatisfy { $0.allSatisfy { $0 == 0 } } && !dq[head][38].contains(0))
      #expect(totals[head * 70..<head * 70 + 37].allSatisfy { $0 == 0 })
      #expect(totals[(4 + head) * 70..<(4 + head) * 70 + 37].allSatisfy { $0 == 1 })
    }
  }

  @Test func keysThatNoQuerySeesHaveZeroGradients() {
    let e = AttentionExample(heads: 2, groups: 1, queries: 5, keys: 97, headSize: 12, .window(7))
    let (o, totals) = e.forward()
    let (_, dk, dv) = e.backward(o, totals)
    for rows in e.rows(dk, 97) + e.rows(dv, 97) {
      #expect(rows[..<86].allSatisfy { $0.allSatisfy { $0 == 0 } })
      #expect(rows[86...].allSatisfy { !$0.contains(0) })
    }
  }

  /// A window longer than the number of keys, even the largest integer, hides no more than the causal mask.
  @Test(arguments: [70, .max]) func aWindowLongerThanTheKeysEqualsTheCausalMask(_ count: Int) {
    func example(_ mask: AttentionMask) -> AttentionExample {
      AttentionExample(heads: 2, groups: 2, queries: 67, keys: 70, headSize: 12, mask)
    }
    let causal = example(.causal).forward(), windowed = example(.window(count)).forward()
    expectSameBits(actual: windowed.o, expected: causal.o)
    let expected = example(.causal).backward(causal.o, causal.totals)
    let actual = example(.window(count)).backward(causal.o, causal.totals)
    expectSameBits(actual: actual.dq + actual.dk + actual.dv, expected: expected.dq + expected.dk + expected.dv)
  }

  @Test func withoutKeysAllResultsAreZero() {
    let e = AttentionExample(heads: 2, groups: 1, queries: 33, keys: 0, headSize: 17, .none)
    let (o, totals) = e.forward()
    #expect(o.allSatisfy { $0 == 0 } && totals == [Float](repeating: 0, count: 132) + [Float](repeating: 1, count: 132))
    #expect(e.backward(o, totals).dq.allSatisfy { $0 == 0 })
  }

  @Test func withoutQueriesTheKeysHaveZeroGradients() {
    let e = AttentionExample(heads: 2, groups: 1, queries: 0, keys: 33, headSize: 17, .causal)
    let (o, totals) = e.forward()
    let (_, dk, dv) = e.backward(o, totals)
    #expect(dk.count == 2 * 33 * 17 && (dk + dv).allSatisfy { $0 == 0 })
  }

  /// Large scores span the whole range of the exponential; a row not shifted by its largest score would overflow.
  @Test func largeScoresGiveFiniteResults() {
    var e = AttentionExample(heads: 3, groups: 3, queries: 49, keys: 49, headSize: 12, .causal)
    e.q = e.q.map { $0 * 30 }
    e.k = e.k.map { $0 * 30 }
    let (o, totals) = e.forward()
    // The terms of a score add up to about 3000, where the last place is 3000 units of a weight's relative error.
    expectClose(actual: o, expected: e.naiveHeads().flatMap { $0.output.flatMap { $0 } }, units: 3000)
    let largest = Array(totals[..<(totals.count / 2)])
    expectClose(actual: largest, expected: e.naiveHeads().flatMap(\.largestScores), units: 2)
  }

  /// All scores are near 147,456 / sqrt(D), and none is rounded: only their differences count. Dividing them by
  /// sqrt(D) first, or subtracting a log-sum-exp, would change the weights by up to 0.2 %.
  @Test(arguments: [16, 12]) func aSharedOffsetOfTheScoresCostsNoDigits(headSize: Int) {
    var e = AttentionExample(heads: 3, groups: 3, queries: 49, keys: 70, headSize: headSize, .none)
    for (i, channel) in e.q.indices.map({ ($0, $0 % headSize) }) { e.q[i] = channel == 0 ? 384 : channel == 1 ? 1 : 0 }
    for (i, channel) in e.k.indices.map({ ($0, $0 % headSize) }) {
      e.k[i] = channel == 0 ? 384 : channel == 1 ? Float(i * 37 % 71) / 64 : 0
    }
    let (o, totals) = e.forward(), naive = e.naiveGradients(), actual = e.backward(o, totals)
    expectClose(actual: o, expected: e.naiveHeads().flatMap { $0.output.flatMap { $0 } }, units: units, "o")
    expectClose(actual: actual.dv, expected: naive.dv, units: units, "dv")
  }

  @Test(arguments: [.none, .causal, .window(2)] as [AttentionMask], [0, 0.3] as [Float])
  func naiveGradientsMatchFiniteDifferences(_ mask: AttentionMask, rate: Float) {
    let e = AttentionExample(heads: 3, groups: 3, queries: 5, keys: 6, headSize: 4, mask, rate: rate)
    let head = e.naiveHeads()[1], dout = e.naiveDout[1]
    let gradients = head.gradients(dout)
    func slopes(_ path: WritableKeyPath<Naive.Head, [[Double]]>) -> [Double] {
      Naive.slopes(
        of: { values in
          var moved = head
          moved[keyPath: path] = stride(from: 0, to: values.count, by: 4).map { Array(values[$0..<$0 + 4]) }
          return Naive.dot(dout.flatMap { $0 }, moved.output.flatMap { $0 })
        }, at: head[keyPath: path].flatMap { $0 })
    }
    expectClose(actual: gradients.dq.flatMap { $0 }, expected: slopes(\.q), units: 0.01)
    expectClose(actual: gradients.dk.flatMap { $0 }, expected: slopes(\.k), units: 0.01)
    expectClose(actual: gradients.dv.flatMap { $0 }, expected: slopes(\.v), units: 0.01)
  }
}
