import Foundation
import Tensors
import Testing

@Test(arguments: ["a \"quoted\" \\ name\n", "\0\u{1F}\u{7F}\u{85}", "", "Straße, 東京, 🚂", "/"])
func anyNameAndAnyMetadataReadBack(_ text: String) throws {
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

@Test func withoutMetadataThereIsNoPlaceForThem() throws {
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

@Test func aNameThatIsTakenStopsTheWriter() async {
  await #expect(processExitsWith: .failure) {
    try Safetensors.write([("a", .ones([1])), ("a", .ones([1]))], to: "/tmp/never-written.safetensors")
  }
  await #expect(processExitsWith: .failure) {
    try Safetensors.write([("__metadata__", .ones([1]))], to: "/tmp/never-written.safetensors")
  }
}
