import Files
import Foundation
import Tensors
import Testing

private func temporaryPath() -> String {
  FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).safetensors").path
}

/// A file with the given header and numbers.
private func file(_ header: String, bytes: Int, length: UInt64? = nil) throws -> String {
  let path = temporaryPath()
  var data = Data()
  withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) { data.append(contentsOf: $0) }
  try writeFile(data + Data(header.utf8) + Data(count: bytes), to: path)
  return path
}

@Test func tensorsReadBackWithTheSameBits() throws {
  let path = temporaryPath()
  defer { try? FileManager.default.removeItem(atPath: path) }
  let a = Tensor([2, 3], [1, -2.5, .pi, 1e-30, -0.0, 3e38]), b = Tensor(7), empty = Tensor([0, 4], [])
  try Safetensors.write([("a", a), ("deep.b", b), ("empty", empty)], to: path)
  let file = try Safetensors(path)
  #expect(file.names == ["a", "deep.b", "empty"])
  #expect(file.shape(of: "a") == [2, 3] && file.shape(of: "deep.b") == [] && file.shape(of: "c") == nil)
  let read = Tensor.zeros([2, 3]), number = Tensor.zeros([])
  try file.read("a", into: read)
  try file.read("deep.b", into: number)
  #expect(read.elements.map(\.bitPattern) == a.elements.map(\.bitPattern))
  #expect(number.item == 7)
}

@Test func anyNameReadsBack() throws {
  let path = temporaryPath()
  defer { try? FileManager.default.removeItem(atPath: path) }
  let name = "a \"quoted\" \\ name\n"
  try Safetensors.write([(name, .ones([2]))], to: path)
  #expect(try Safetensors(path).names == [name])
}

@Test func theNumbersStartAtAMultipleOfEightBytes() throws {
  for name in ["a", "ab", "abc", "abcdefg"] {
    let path = temporaryPath()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Safetensors.write([(name, .ones([1]))], to: path)
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect((data.count - 4) % 8 == 0)
    #expect(data[0] == UInt8((data.count - 4 - 8) & 0xFF))
  }
}

@Test func readingATensorOfAnotherShapeNamesBothShapes() throws {
  let path = temporaryPath()
  defer { try? FileManager.default.removeItem(atPath: path) }
  try Safetensors.write([("a", .ones([2, 3]))], to: path)
  let file = try Safetensors(path)
  let shape = #expect(throws: Problem.self) { try file.read("a", into: .zeros([3, 2])) }
  #expect(shape?.message.contains("(2, 3)") == true && shape?.message.contains("(3, 2)") == true)
  let missing = #expect(throws: Problem.self) { try file.read("b", into: .zeros([1])) }
  #expect(missing?.message.contains("\"b\"") == true)
}

/// Headers that lie, each with a word of the message that it must get.
private let lies: [(header: String, bytes: Int, word: String)] = [
  ("not json", 0, "JSON"),
  ("[1, 2]", 0, "JSON"),
  (String(repeating: "[", count: 100_000), 0, "JSON"),
  ("{\"a\":[[[[[[]]]]]]}", 0, "JSON"),
  ("{\"a\":5}", 0, "lacks"),
  (#"{"a":{"dtype":"F32","shape":[1]}}"#, 4, "lacks"),
  (#"{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}"#, 4, "F16"),
  (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4, "8 bytes"),
  (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4, "0"),
  (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, 4, "-4"),
  (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}"#, 4, "8"),
  (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4, "impossible"),
  (#"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#, 0, "impossible"),
  (
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 4,
    "overlaps"
  ),
  (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "gap"),
  (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 12, "12"),
]

@Test(arguments: lies.indices)
func aHeaderThatLiesIsRefusedWithTheFilesName(_ i: Int) throws {
  let path = try file(lies[i].header, bytes: lies[i].bytes)
  defer { try? FileManager.default.removeItem(atPath: path) }
  let problem = #expect(throws: Problem.self) { try Safetensors(path) }
  #expect(problem?.kind == .badData)
  #expect(problem?.message.contains(path) == true)
  #expect(problem?.message.contains(lies[i].word) == true, "\(problem?.message ?? "")")
}

@Test(arguments: [UInt64.max, 1 << 40, 3])
func aWrongHeaderLengthIsRefused(_ length: UInt64) throws {
  let path = try file("{}", bytes: 0, length: length)
  defer { try? FileManager.default.removeItem(atPath: path) }
  #expect(throws: Problem.self) { try Safetensors(path) }
}

@Test func aFileThatIsCutAnywhereIsRefused() throws {
  let path = temporaryPath()
  defer { try? FileManager.default.removeItem(atPath: path) }
  try Safetensors.write([("a", .ones([3])), ("b", .ones([2]))], to: path)
  let whole = try Data(contentsOf: URL(fileURLWithPath: path))
  for count in 0..<whole.count {
    try writeFile(whole.prefix(count), to: path)
    #expect(throws: Problem.self) { try Safetensors(path) }
  }
}
