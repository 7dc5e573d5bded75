import Foundation
import Tensors
import Testing

@Test(arguments: ["a \"quoted\" \\ name\n", "\0\u{1F}\u{7F}\u{85}", "", "Straße, 東京, 🚂", "/"])
func anyNameAndAnyMetadataAreReadBack(_ text: String) throws {
  try withTemporaryPath { path in
    try Safetensors.write([(text, .ones([2]))], metadata: [text: text, "seed": "1"], to: path)
    let file = try Safetensors(path)
    #expect(file.names == [text])
    #expect(file.metadata == [text: text, "seed": "1"])
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let header = try JSONSerialization.jsonObject(with: data.dropFirst(8).dropLast(8)) as? [String: Any]
    #expect(header?.keys.sorted() == ["__metadata__", text].sorted())
  }
}

@Test func theSameTensorsGiveTheSameFile() throws {
  let metadata = Dictionary(uniqueKeysWithValues: (0..<20).map { ("key \($0)", "\($0)") })
  let files = try (0..<3).map { _ in
    try withTemporaryPath { path in
      try Safetensors.write([("b", .ones([3])), ("a", .ones([2]))], metadata: metadata, to: path)
      return try Data(contentsOf: URL(fileURLWithPath: path))
    }
  }
  #expect(Set(files).count == 1)
}

@Test func withoutMetadataTheHeaderHasNoEntryForIt() throws {
  try withTemporaryPath { path in
    try Safetensors.write([], metadata: [:], to: path)
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: path)) == Data([8, 0, 0, 0, 0, 0, 0, 0] + Array("{}      ".utf8)))
    #expect(try Safetensors(path).names.isEmpty)
  }
}

@Test func theNumbersStartAtAMultipleOfEightBytes() throws {
  for name in ["a", "ab", "abc", "abcdefg"] {
    try withTemporaryPath { path in
      try Safetensors.write([(name, .ones([1]))], to: path)
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      #expect((data.count - 4) % 8 == 0)
      #expect(data[0] == UInt8((data.count - 4 - 8) & 0xFF))
    }
  }
}

@Test func aDuplicateOrReservedNameStopsTheWriter() async {
  await #expect(processExitsWith: .failure) {
    try Safetensors.write([("a", .ones([1])), ("a", .ones([1]))], to: "/tmp/never-written.safetensors")
  }
  await #expect(processExitsWith: .failure) {
    try Safetensors.write([("__metadata__", .ones([1]))], to: "/tmp/never-written.safetensors")
  }
}

@Test func tensorsCreatedOneByOneGiveTheSameFile() throws {
  let tensors = [("b", Tensor([3], [1, 2, 3])), ("none", .ones([0, 2])), ("a", Tensor([2, 1], [4, 5]))]
  func file(_ write: (String) throws -> Void) throws -> Data {
    try withTemporaryPath { path in
      try write(path)
      return try Data(contentsOf: URL(fileURLWithPath: path))
    }
  }
  let together = try file { try Safetensors.write(tensors, to: $0) }
  let inTurn = try file { path in
    try Safetensors.write(tensors.map { ($0.0, $0.1.shape) }, to: path) { i in tensors[i].1 }
  }
  #expect(inTurn == together)
}

@Test func eachTensorIsReleasedBeforeTheNextIsCreated() throws {
  try withTemporaryPath { path in
    weak var previous: Tensor?
    var order: [Int] = []
    try Safetensors.write((0..<4).map { ("\($0)", [1000]) }, to: path) { i in
      #expect(previous == nil, "tensor \(i - 1) is still there")
      order.append(i)
      let tensor = Tensor.full([1000], Float(i))
      previous = tensor
      return tensor
    }
    #expect(order == [0, 1, 2, 3])
    let file = try Safetensors(path), tensor = Tensor.zeros([1000])
    for i in order {
      try file.read("\(i)", into: tensor)
      #expect(tensor.elements == [Float](repeating: Float(i), count: 1000))
    }
  }
}

@Test func noFileIsLeftIfATensorCannotBeCreated() throws {
  struct Failure: Error {}
  try withTemporaryPath { path in
    // Any other error becomes a `Problem` that names the file.
    #expect(throws: (any Error).self) {
      try Safetensors.write([("a", [2]), ("b", [2])], to: path) { i in
        if i == 1 { throw Failure() }
        return .ones([2])
      }
    }
    for name in [path, path + ".partial"] { #expect(!FileManager.default.fileExists(atPath: name)) }
  }
}

@Test func aTensorOfTheWrongShapeStopsTheWriter() async {
  await #expect(processExitsWith: .failure) {
    try Safetensors.write([("a", [2, 3])], to: NSTemporaryDirectory() + "never-written.safetensors") { _ in
      .ones([3, 2])
    }
  }
}
