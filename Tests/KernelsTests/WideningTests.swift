import Kernels
import TestSupport
import Testing

@Suite struct WideningTests {
  private let patterns = (0...UInt16.max).map { $0 }

  private func expect(_ floats: [Float], are expected: [Double]) {
    #expect(floats.count == expected.count)
    let wrong = floats.indices.first { i in
      expected[i].isNaN
        ? !floats[i].isNaN : Double(floats[i]) != expected[i] || floats[i].sign != expected[i].sign
    }
    if let wrong { Issue.record("number \(wrong) is \(floats[wrong]), not \(expected[wrong])") }
  }

  @Test func allHalfPrecisionPatternsAreExact() {
    let expected = patterns.map { naiveFloatingPoint($0, exponentBits: 5, mantissaBits: 10) }
    expect(output(patterns.count) { widenFloat16($0, patterns, count: patterns.count) }, are: expected)
  }

  @Test func allBFloat16PatternsAreExact() {
    let expected = patterns.map { naiveFloatingPoint($0, exponentBits: 8, mantissaBits: 7) }
    expect(output(patterns.count) { widenBFloat16($0, patterns, count: patterns.count) }, are: expected)
  }

  @Test func doublesRoundToTheNearestFloatWithTiesToEven() {
    var random = RandomValues(seed: 1)
    // Every float's neighborhood: itself, a quarter, half and three quarters of the way to the next.
    let floats = (0..<5_000).map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: random.next()) & 0xFF7F_FFFF) }
    for part in [0, 0.25, 0.5, 0.75] {
      let doubles = floats.map { Double($0) + part * (Double($0.nextUp) - Double($0)) }
      let narrowed = output(doubles.count) { narrowDouble($0, doubles, count: doubles.count) }
      for (float, number) in zip(floats, narrowed) {
        let isUp = part > 0.5 || (part == 0.5 && float.bitPattern & 1 == 1)
        #expect(number == (isUp ? float.nextUp : float))
      }
    }
    let special: [Double] = [1e39, -1e39, .infinity, -.infinity, .nan, -0.0, 0x1p-150, 0x1.8p-150, 0x1p-149]
    let expected: [Double] = [.infinity, -.infinity, .infinity, -.infinity, .nan, -0.0, 0, 0x1p-149, 0x1p-149]
    expect(output(special.count) { narrowDouble($0, special, count: special.count) }, are: expected)
  }
}
