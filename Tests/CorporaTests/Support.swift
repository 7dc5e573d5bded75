import Files
import Foundation
import Testing

/// Writes bytes to a file of their own, which is gone afterwards.
func withFile<Result>(_ bytes: some Sequence<UInt8>, do body: (String) throws -> Result) throws -> Result {
  let path = NSTemporaryDirectory() + "corpora-" + UUID().uuidString
  try Data(bytes).write(to: URL(fileURLWithPath: path))
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}

/// The problem that a call throws; a test fails when it throws none, or one of another kind.
func problem(_ kind: Problem.Kind, from body: () throws -> Void) throws -> Problem {
  let problem = try #require(throws: Problem.self, performing: body)
  #expect(problem.kind == kind)
  return problem
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Returns the same numbers over and over.
struct Fixed: RandomNumberGenerator {
  let numbers: [UInt64]
  private(set) var drawn = 0

  init(_ numbers: [UInt64]) { self.numbers = numbers }

  mutating func next() -> UInt64 {
    defer { drawn += 1 }
    return numbers[drawn % numbers.count]
  }
}
