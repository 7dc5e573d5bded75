import Testing

@testable import Corpora

struct UTF8ValidationTests {
  /// Compares all four-byte sequences of boundary values from table 3-7 of the Unicode Standard with the standard
  /// library.
  @Test func firstInvalidByteAgreesWithTheStandardLibrary() {
    let edges: [UInt8] = [
      0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF3, 0xF4, 0xF5,
    ]
    var different = 0
    var valid = 0
    for a in edges {
      for b in edges {
        for c in edges {
          for d in edges {
            let bytes = [a, b, c, d]
            let expected = firstErrorAccordingToTheStandardLibrary(bytes)
            if bytes.withUnsafeBytes(firstInvalidByte) != expected { different += 1 }
            if expected == nil { valid += 1 }
          }
        }
      }
    }
    #expect(different == 0)
    #expect(valid > 50)
  }

  @Test func firstInvalidByteAgreesAtEveryOffsetOfALongerText() {
    let text = Array("plain ASCII, then ä, then €, then 😀, and ASCII again to the end".utf8)
    for index in text.indices {
      for bad: UInt8 in [0x20, 0x80, 0xC0, 0xE2, 0xFF] {
        var bytes = text
        bytes[index] = bad
        #expect(bytes.withUnsafeBytes(firstInvalidByte) == firstErrorAccordingToTheStandardLibrary(bytes))
        let cut = Array(bytes[...index])
        #expect(cut.withUnsafeBytes(firstInvalidByte) == firstErrorAccordingToTheStandardLibrary(cut))
      }
    }
  }

  @Test func theCompletePartLeavesOutACharacterThatIsCutOff() {
    for (bytes, expected) in [
      ([], 0), ([0x61], 1), ([0x61, 0xC3], 1), ([0xC3, 0xA9], 2), ([0xE2], 0), ([0xE2, 0x82], 0),
      ([0xE2, 0x82, 0xAC], 3),
      ([0x61, 0xF0, 0x9F, 0x98], 1), ([0xF0, 0x9F, 0x98, 0x80], 4), ([0x80, 0x80, 0x80, 0x80], 4), ([0xFF], 0),
    ] as [([UInt8], Int)] {
      #expect(bytes.withUnsafeBytes(completePart) == expected, "\(bytes)")
    }
  }

  private func firstErrorAccordingToTheStandardLibrary(_ bytes: [UInt8]) -> Int? {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &rest) {
      case .valid(let scalar): offset += scalar.count
      case .error: return offset
      case .emptyInput: return nil
      }
    }
  }
}
