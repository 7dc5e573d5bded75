import Files
import Foundation
import TestSupport
import Testing

@testable import Tensors

struct SafetensorsShardsTests {
  /// Runs the body with a folder of two shards and this index.
  private func withShards(
    _ index: String, second: [(name: String, tensor: Tensor)]? = nil, _ body: (String) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      try Safetensors.write([("b", Tensor([2], [1, 2])), ("a", Tensor([1], [3]))], to: folder + "/one.safetensors")
      let second = second ?? [("c", Tensor([3], [4, 5, 6]))]
      try Safetensors.write(second, to: folder + "/two.safetensors")
      try writeFile(index, to: folder + "/index.json")
      try body(folder + "/index.json")
    }
  }

  private let index =
    #"{"metadata":{"total_size":24},"weight_map":{"a":"one.safetensors","b":"one.safetensors","c":"two.safetensors"}}"#

  @Test func theTensorsOfAllShardsAreRead() throws {
    try withShards(index + "\n") { path in
      let shards = try SafetensorsShards(index: path)
      #expect(shards.names == ["a", "b", "c"] && shards.path == path)
      #expect(shards.shape(of: "b") == [2] && shards.shape(of: "d") == nil)
      #expect(shards.file(of: "c")?.path.hasSuffix("/two.safetensors") == true)
      let tensor = Tensor.zeros([3])
      try shards.read("c", into: tensor)
      #expect(tensor.elements == [4, 5, 6])
      let problem = #expect(throws: Problem.self) { try shards.read("d", into: tensor) }
      #expect(problem?.message == "\(path) has no tensor \"d\", which is needed")
    }
  }

  @Test func aSingleFileIsReadInTheSameWay() throws {
    try withShards(index) { path in
      let one = try Safetensors(path.replacing("index.json", with: "one.safetensors"))
      let shards = SafetensorsShards(one), tensor = Tensor.zeros([2])
      try shards.read("b", into: tensor)
      #expect(shards.names == ["a", "b"] && shards.path == one.path && tensor.elements == [1, 2])
    }
  }

  /// transformers reads what the shards hold, whether the index lists it or not.
  @Test func aTensorThatTheIndexDoesNotListIsReadToo() throws {
    try withShards(#"{"weight_map":{"b":"one.safetensors","c":"two.safetensors"}}"#) { path in
      let shards = try SafetensorsShards(index: path)
      #expect(shards.names == ["a", "b", "c"])
    }
  }

  @Test(arguments: [
    ("{}", "is not an index of safetensors files: it has no \"weight_map\""),
    (#"{"weight_map":{}}"#, "no \"weight_map\" with tensors"),
    (#"{"weight_map":[]}"#, "byte 14: expected \"{\""),
    (#"{"weight_map":{"a":5}}"#, "expected a string"),
    (#"{"weight_map":{"a":"x.safetensors"}"#, "expected"),
    (#"{"weight_map":{"a":"one.safetensors"}} x"#, "unexpected data"),
    (#"{"weight_map":{"a":"one.safetensors","a":"one.safetensors"}}"#, "tensor \"a\" appears twice"),
    (#"{"weight_map":{"a":"../one.safetensors"}}"#, "\"../one.safetensors\" is not the name of a safetensors file"),
    (#"{"weight_map":{"a":"/etc/passwd"}}"#, "\"/etc/passwd\" is not the name of a safetensors file"),
    (#"{"weight_map":{"a":"pytorch_model-1.bin"}}"#, "is not the name of a safetensors file"),
    (
      #"{"weight_map":{"a":"one.safetensors","d":"one.safetensors"}}"#,
      "tensor \"d\" is not in the shard \"one.safetensors\", nor"
    ),
    (
      #"{"weight_map":{"a":"one.safetensors","c":"one.safetensors","b":"two.safetensors"}}"#,
      "\"one.safetensors\" but in"
    ),
  ]) func aWrongIndexIsExplained(index: String, words: String) throws {
    try withShards(index) { path in
      let problem = try problem(.badData) { _ = try SafetensorsShards(index: path) }
      #expect(problem.message.hasPrefix(path) && problem.message.contains(words), "\(problem.message)")
    }
  }

  @Test func aMissingShardIsNamed() throws {
    try withShards(index.replacing("two", with: "three")) { path in
      let problem = try problem(.missing) { _ = try SafetensorsShards(index: path) }
      #expect(problem.message.contains("names the shard \"three.safetensors\", but there is no such file"))
    }
    _ = try problem(.missing) { _ = try SafetensorsShards(index: "/no/such/index.json") }
  }

  @Test func aTensorInTwoShardsIsRefused() throws {
    try withShards(index, second: [("c", .zeros([1])), ("a", .zeros([1]))]) { path in
      let problem = try problem(.badData) { _ = try SafetensorsShards(index: path) }
      #expect(problem.message.hasPrefix("tensor \"a\" is in two shards: "))
    }
  }

  @Test func aDamagedShardIsNamed() throws {
    try withShards(index) { path in
      let shard = path.replacing("index.json", with: "two.safetensors")
      try writeFile(Data(readFile(shard).dropLast(4)), to: shard)
      let problem = try problem(.badData) { _ = try SafetensorsShards(index: path) }
      #expect(problem.message.hasPrefix("\(shard) is not a valid safetensors file"))
    }
  }
}
