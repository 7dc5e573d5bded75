import Foundation
import TestSupport
import Testing

@testable import WordVectors

/// The number that the parser reads from a text, and how many bytes it takes.
private func read(_ text: String) -> (value: Float, count: Int) {
  var text = text
  return text.withUTF8 { bytes in
    guard let start = bytes.baseAddress else { return (.nan, 0) }
    var p = start
    let value = DecimalParser().read(&p, start + bytes.count)
    return (value, p - start)
  }
}

/// Expects the bits that `strtof` returns.
private func expectBitsOfTheCLibrary(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
  let value = read(text).value, expected = strtof(text, nil)
  #expect(value.bitPattern == expected.bitPattern, "\(text): \(value), not \(expected)", sourceLocation: sourceLocation)
}

@Suite struct DecimalParserTests {
  @Test(arguments: [
    "0", "-0", "+0.0", "1", "-1.5", ".5", "5.", "007", "0.1", "3.4028235e38", "1e-45", "1.17549435e-38", "1e22", "1e23",
    "123456789012345678901234567890", "0.000000000000000000000000000000000000000000001", "1e-400", "9007199254740993",
    "00000000000000000000000000000.25", "1E5", "1e+5", "2.5e-3", "-0.4786482", "12345678e-22",
    // Halfway between two floats, and just next to it.
    "16777217", "16777219", "16777217.0000001", "16777216.9999999", "1.000000059604644775390625",
    "1.000000059604644775390624", "1.00000005960464478", "0.50000002980232238769531250",
  ]) func numbersMatchTheCLibraryBitForBit(text: String) { expectBitsOfTheCLibrary(text) }

  @Test func randomNumbersMatchTheCLibraryBitForBit() {
    var random = RandomValues(seed: 1)
    for _ in 0..<20_000 {
      let float = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
      if float.isFinite { expectBitsOfTheCLibrary(float.description) }
      let digits = (0...random.next() % 24).map { _ in String(random.next() % 10) }.joined()
      let point = Int(random.next() % UInt64(digits.count + 1))
      let exponent = random.next() % 3 == 0 ? "e\(Int(random.next() % 60) - 30)" : ""
      expectBitsOfTheCLibrary("\(digits.prefix(point)).\(digits.dropFirst(point))\(exponent)")
    }
  }

  @Test(arguments: [
    "", "-", "+", ".", "e5", "1e", "1e+", "--1", "1.2.3", "1,5", "0x10", "0x1p3", "nan", "inf", "-inf", "infinity",
    "1f",
    "1x", "é", "1\u{a0}",
  ]) func invalidNumbersAreNaN(text: String) {
    #expect(read(text).value.isNaN)
  }

  @Test func aNumberEndsAtWhitespaceAndCanBeTooLarge() {
    #expect(read("1.5 2") == (1.5, 3) && read("-2e1\t") == (-20, 4))
    #expect(read("1e39").value == .infinity && read("-1e9999").value == -.infinity)
  }
}
