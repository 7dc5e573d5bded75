import Testing
import TestSupport

@testable import Compression

private func probabilities(_ bytes: EscapedBytes) -> [Float] {
  var buffer = [Float](repeating: -1, count: 256)
  buffer.withUnsafeMutableBufferPointer { bytes.fillProbabilities(into: $0) }
  return buffer
}

@Test func escapedBytesMatchTheCalculationByHand() {
  var bytes = EscapedBytes()
  #expect(probabilities(bytes).allSatisfy { $0 == 1 / 256 })
  bytes.accept(7)
  bytes.accept(7)
  bytes.beginRun()
  // Overall, 7 occurred twice and is the only distinct byte: (2 + 1/256) / 3. At a run's start it
  // occurred once: (1 + that) / 2.
  #expect(abs(probabilities(bytes)[7] - (1 + (2 + 1 / 256) / 3) / 2) < 1e-6)
  #expect(abs(probabilities(bytes)[8] - (1 / 256) / 3 / 2) < 1e-8)
}

@Test func probabilitiesOfEscapedBytesSumToOneAndLearn() {
  var bytes = EscapedBytes()
  var values = RandomValues(seed: 3)
  for _ in 0..<2000 { bytes.accept(UInt8(values.next() % 4) * 60) }
  let p = probabilities(bytes)
  #expect(abs(p.reduce(0, +) - 1) < 1e-5 && p.allSatisfy { $0 > 0 })
  #expect(p[60] > 0.2 && p[61] < 0.001)
}

@Test func flagsThatNeverChangeCostAlmostNothing() {
  for isEscape in [false, true] {
    var encoder = ArithmeticEncoder()
    var escapes = Escapes()
    for _ in 0..<3_000_000 {
      _ = escapes.encode(isEscape, &encoder)
      if isEscape { escapes.accept(1) }
    }
    #expect(encoder.finish().count <= 4)
  }
}
