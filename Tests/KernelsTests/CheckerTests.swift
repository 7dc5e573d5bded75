import TestSupport
import Testing

/// The checks themselves must be able to fail.
@Suite struct CheckerTests {
  private let expected = [1.0, -2, 0.5]

  /// What `expectClose` finds.
  private func found(
    _ actual: [Float], _ expected: [Double] = [1, -2, 0.5], shapes: (actual: [Int], expected: [Int])? = nil,
    relativeTo magnitude: Magnitude = .largest, units: Double = 4
  ) -> [String] {
    complaints { expectClose(actual: actual, expected: expected, shapes: shapes, relativeTo: magnitude, units: units) }
  }

  @Test func expectCloseNoticesAWrongValue() {
    #expect(found([1, -2, 0.5], units: 0) == [])
    #expect(found([1, -2.00001, 0.5]).first?.hasPrefix("element 1 of 3: -2.00001") == true)
    #expect(found([1, 2, 0.5]).first?.hasPrefix("element 1 of 3: 2.0, expected -2.0") == true)
    // 2^-23 is one unit for 1, half a unit for the largest number, and two units for the last one.
    let off: [Float] = [1, -2, 0.5 + 0x1p-23]
    #expect(expectClose(actual: off, expected: expected, units: 1) == 0.5)
    #expect(expectClose(actual: off, expected: expected, relativeTo: .each, units: 3) == 2)
    #expect(expectClose(actual: off, expected: expected, relativeTo: .terms([1, 1, 1]), units: 1) == 1)
    let units = "2.0 units in the last place, at most 1.0 allowed"
    #expect(found(off, relativeTo: .each, units: 1).first?.contains(units) == true)
  }

  @Test func expectCloseNoticesAWrongCountOrShape() {
    #expect(found([1, -2]) == ["2 values, expected 3"])
    #expect(found([1, -2, 0.5, 0]) == ["4 values, expected 3"])
    #expect(found([]) == ["0 values, expected 3"])
    #expect(found([1, -2, 0.5], shapes: ([3], [3, 1])) == ["shape [3], expected [3, 1]"])
    #expect(found([1, -2, 0.5], relativeTo: .terms([1])) == ["1 magnitudes for 3 values"])
  }

  @Test func expectCloseNoticesNaNAndInfinities() {
    #expect(found([1, .nan, 0.5]).count == 1)
    #expect(found([1, -.infinity, 0.5]).count == 1)
    #expect(found([1], [.nan]).count == 1)
    #expect(found([-.infinity], [.infinity]).count == 1)
    #expect(found([1e-30], [0]).count == 1)
    #expect(found([.nan, .infinity, 0], [.nan, .infinity, 0], units: 0) == [])
  }

  @Test func expectSameBitsNoticesTheLastBit() {
    func found(_ actual: [Float], _ expected: [Float]) -> [String] {
      complaints { expectSameBits(actual: actual, expected: expected) }
    }
    #expect(found([1, .nan], [1, .nan]) == [])
    #expect(found([1], [Float(1).nextUp]) == ["element 0: 1.0, expected 1.0000001 to the last bit"])
    #expect(found([0], [-0.0]).count == 1)
    #expect(found([1], [1, 1]) == ["1 values, expected 2"])
  }

  @Test func outputNoticesWritesOutOfBounds() {
    #expect(complaints { _ = output(3) { $0[3] = 0 } } == ["wrote past the end"])
    #expect(complaints { _ = output(3) { $0[-1] = 0 } } == ["wrote before the start"])
    #expect(output(2) { $0[0] = 1 }[1].isNaN)
  }

  @Test func contextComesBeforeTheComplaint() {
    #expect(complaints { expectSameBits(actual: [], expected: [1], "loss") } == ["loss: 0 values, expected 1"])
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
