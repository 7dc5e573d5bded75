import TestSupport
import Testing

/// The checks themselves must be able to fail.
@Suite struct CheckerTests {
  private let expected = [1.0, -2, 0.5]

  @Test func expectCloseNoticesAWrongValue() {
    expectClose(actual: [1, -2, 0.5] as [Float], expected: expected, units: 0)
    withKnownIssue { expectClose(actual: [1, -2.00001, 0.5] as [Float], expected: expected, units: 4) }
    withKnownIssue { expectClose(actual: [1, 2, 0.5] as [Float], expected: expected, units: 4) }
    // 2^-23 is one unit for 1, half a unit for the largest number, and two units for the last one.
    let off: [Float] = [1, -2, 0.5 + 0x1p-23]
    #expect(expectClose(actual: off, expected: expected, units: 1) == 0.5)
    #expect(expectClose(actual: off, expected: expected, relativeTo: .each, units: 3) == 2)
    #expect(expectClose(actual: off, expected: expected, relativeTo: .terms([1, 1, 1]), units: 1) == 1)
    withKnownIssue { expectClose(actual: off, expected: expected, relativeTo: .each, units: 1) }
  }

  @Test func expectCloseNoticesAWrongCountOrShape() {
    withKnownIssue { expectClose(actual: [1, -2] as [Float], expected: expected, units: 4) }
    withKnownIssue { expectClose(actual: [1, -2, 0.5, 0] as [Float], expected: expected, units: 4) }
    withKnownIssue { expectClose(actual: [] as [Float], expected: expected, units: 4) }
    withKnownIssue {
      expectClose(actual: [1, -2, 0.5] as [Float], expected: expected, shapes: ([3], [3, 1]), units: 4)
    }
    withKnownIssue {
      expectClose(actual: [1, -2, 0.5] as [Float], expected: expected, relativeTo: .terms([1]), units: 4)
    }
  }

  @Test func expectCloseNoticesNaNAndInfinities() {
    withKnownIssue { expectClose(actual: [1, .nan, 0.5] as [Float], expected: expected, units: 4) }
    withKnownIssue { expectClose(actual: [1, -.infinity, 0.5] as [Float], expected: expected, units: 4) }
    withKnownIssue { expectClose(actual: [1] as [Float], expected: [Double.nan], units: 4) }
    withKnownIssue { expectClose(actual: [-Float.infinity], expected: [Double.infinity], units: 4) }
    withKnownIssue { expectClose(actual: [1e-30] as [Float], expected: [0.0], units: 4) }
    expectClose(
      actual: [.nan, .infinity, 0] as [Float], expected: [.nan, .infinity, 0] as [Double], units: 0)
  }

  @Test func expectSameBitsNoticesTheLastBit() {
    expectSameBits(actual: [1, .nan], expected: [1, .nan])
    withKnownIssue { expectSameBits(actual: [1], expected: [Float(1).nextUp]) }
    withKnownIssue { expectSameBits(actual: [0], expected: [-0.0]) }
    withKnownIssue { expectSameBits(actual: [1], expected: [1, 1]) }
  }

  @Test func outputNoticesWritesOutOfBounds() {
    withKnownIssue { _ = output(3) { $0[3] = 0 } }
    withKnownIssue { _ = output(3) { $0[-1] = 0 } }
    #expect(output(2) { $0[0] = 1 }[1].isNaN)
  }

  @Test func randomValuesDependOnlyOnTheSeed() {
    var one = RandomValues(seed: 5), same = RandomValues(seed: 5), other = RandomValues(seed: 6)
    let values = one.floats(1000, in: 2...3)
    #expect(values == same.floats(1000, in: 2...3))
    #expect(values != other.floats(1000, in: 2...3))
    #expect(values.allSatisfy { (2...3).contains($0) } && Set(values).count > 900)
    // The first number of SplitMix64 for seed 0.
    var zero = RandomValues(seed: 0)
    #expect(zero.next() == 0xE220_A839_7B1D_CDAF)
  }
}
