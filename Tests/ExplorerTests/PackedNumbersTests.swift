import Explorer
import Foundation
import Testing

struct PackedNumbersTests {
  private static let rows: [Float] = [1, -2.5, 0.125, 1e-3, 0, 0, 0, 0, 300, -17, 5, 299]

  /// The bytes of base64 as numbers of a type.
  private func decoded<Number>(_ text: String, as type: Number.Type) throws -> [Number] {
    let data = try #require(Data(base64Encoded: text))
    return data.withUnsafeBytes { bytes in
      (0..<data.count / MemoryLayout<Number>.size).map {
        bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Number>.size, as: type)
      }
    }
  }

  @Test func exactNumbersAreTheirBits() throws {
    let packed = PackedNumbers(Self.rows, columns: 4, precision: .exact)
    #expect(packed.scales == nil && packed.bits == .exact)
    #expect(try decoded(packed.numbers, as: Float.self) == Self.rows)
  }

  @Test func roundedNumbersAreOffByHalfOfTheirScale() throws {
    for precision in [PackedNumbers.Precision.eight, .sixteen] {
      let packed = PackedNumbers(Self.rows, columns: 4, precision: precision)
      let scales = try decoded(try #require(packed.scales), as: Float.self)
      let whole =
        precision == .eight
        ? try decoded(packed.numbers, as: Int8.self).map(Float.init)
        : try decoded(packed.numbers, as: Int16.self).map(Float.init)
      #expect(scales.count == 3 && whole.count == 12 && scales[1] == 0)
      for (i, number) in Self.rows.enumerated() {
        #expect(abs(whole[i] * scales[i / 4] - number) <= scales[i / 4] * 0.501)
      }
      // The largest number of a row uses the whole range.
      #expect(whole[8] == (precision == .eight ? 127 : 32767))
    }
  }

  @Test func aRowOfTinyNumbersIsNoTrap() throws {
    let packed = PackedNumbers([.leastNonzeroMagnitude * 8, -.leastNonzeroMagnitude], columns: 2, precision: .eight)
    #expect(try decoded(packed.numbers, as: Int8.self).count == 2)
  }
}
