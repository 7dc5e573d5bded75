import Files
import Foundation
import TestSupport
import Testing

@testable import Tensors

/// Reads the numbers of the only tensor in a file.
private func read(_ type: String, count: Int, _ data: [UInt8]) throws -> [Float] {
  let header = #"{"x":{"dtype":"\#(type)","shape":[\#(count)],"data_offsets":[0,\#(data.count)]}}"#
  return try SafetensorsFile(header, data: data).withPath { path in
    let tensor = Tensor(unfilled: [count])
    try Safetensors(path).read("x", into: tensor)
    return tensor.elements
  }
}

@Test func f16NumbersAreReadExactly() throws {
  let numbers = try read(
    "F16", count: 8, bytes(of: [0x3C00, 0xC000, 0x7BFF, 0x0001, 0x8000, 0x7C00, 0xFC00, 0x7E00] as [UInt16]))
  #expect(numbers.prefix(7).elementsEqual([1, -2, 65504, 0x1p-24, 0, .infinity, -.infinity]))
  #expect(numbers[4].sign == .minus && numbers[7].isNaN)
}

@Test func bf16NumbersAreReadExactly() throws {
  let numbers = try read(
    "BF16", count: 7, bytes(of: [0x3F80, 0xC000, 0x7F7F, 0x0001, 0x8000, 0xFF80, 0x7FC0] as [UInt16]))
  #expect(numbers.prefix(6).elementsEqual([1, -2, 0x1.FEp127, 0x1p-133, 0, -.infinity]))
  #expect(numbers[4].sign == .minus && numbers[6].isNaN)
}

@Test func f64NumbersAreRoundedToTheNearestFloat() throws {
  let doubles: [Double] = [1 + 0x1p-24, 1 + 0x3p-24, 1 + 0x1.8p-24, 0.1, -1e-300, 1e300, -.infinity, .nan, 0x1p-150]
  let numbers = try read("F64", count: 9, bytes(of: doubles))
  #expect(numbers.prefix(7).elementsEqual([1, 1 + 0x1p-22, 1 + 0x1p-23, 0.1, 0, .infinity, -.infinity]))
  #expect(numbers[4].sign == .minus && numbers[7].isNaN && numbers[8] == 0)
}

/// Sizes around the size of the chunks in which several threads read a file.
@Test(arguments: [1, 262_143, 262_144, 262_145, 1_000_003])
func tensorsOfManyChunksAreReadCorrectly(_ count: Int) throws {
  let numbers = (0..<count).map { Float($0 & 0xFF) }
  for threads in [1, 3] {
    let all = try onThreads(threads) {
      [
        try read("F32", count: count, bytes(of: numbers)),
        try read("F64", count: count, bytes(of: numbers.map(Double.init))),
        try read("BF16", count: count, bytes(of: numbers.map { UInt16($0.bitPattern >> 16) })),
      ]
    }
    for read in all { #expect(read == numbers) }
  }
}

@Test func aFileThatBecomesShorterIsAnErrorNotACrash() throws {
  try withTemporaryPath { path in
    try Safetensors.write([("a", .ones([1_000_000]))], to: path)
    let file = try Safetensors(path)
    #expect(truncate(path, 1_000_000) == 0)
    let problem = #expect(throws: Problem.self) { try file.read("a", into: .zeros([1_000_000])) }
    #expect(problem == Problem(.inputOutput, "\(path) became shorter while it was read"))
  }
}

@Test func anOpenFileIsReadEvenAfterAnotherReplacedIt() throws {
  try withTemporaryPath { path in
    try Safetensors.write([("a", Tensor(1))], to: path)
    let file = try Safetensors(path)
    try Safetensors.write([("b", Tensor(2))], to: path)
    let tensor = Tensor(0)
    try file.read("a", into: tensor)
    #expect(tensor.item == 1)
  }
}

// A sanitizer needs several bytes of its own for each byte in use.
#if os(Linux) && !KINDLING_SANITIZER
  /// The peak resident memory of the process, in bytes.
  private func peakMemory() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
  }

  /// Runs in a separate process because the peak applies to the whole process. The file is sparse: it takes no disk
  /// space, and no memory to create.
  @Test func readingTakesLittleMoreMemoryThanTheTensor() async {
    await #expect(processExitsWith: .success) {
      for (type, width) in [("F32", 4), ("F64", 8)] {
        let count = 16 << 20
        let header = #"{"x":{"dtype":"\#(type)","shape":[\#(count)],"data_offsets":[0,\#(count * width)]}}"#
        try SafetensorsFile(header).withPath { path in
          #expect(truncate(path, 8 + header.utf8.count + count * width) == 0)
          let file = try Safetensors(path)
          let before = peakMemory()
          let tensor = Tensor(unfilled: [count])
          try file.read("x", into: tensor)
          #expect(tensor.isFinite)
          let growth = peakMemory() - before
          #expect(before > 0 && growth < count * 4 * 6 / 5, "\(growth)")
          // The second tensor can reuse the memory of the first, but the first must have allocated its own.
          if type == "F32" { #expect(growth > count * 4 * 9 / 10, "\(growth)") }
        }
      }
    }
  }
#endif
