import Files
import Foundation
import Layers
import Tensors
import Testing

private func temporaryPath() -> String {
  FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).safetensors").path
}

@Test func aSavedModuleLoadsWithTheSameBits() throws {
  let path = temporaryPath()
  defer { try? FileManager.default.removeItem(atPath: path) }
  let saved = FeedForward(width: 6, bias: true, dropout: 0, output: .normal(standardDeviation: 0.02))
  saved.initialize(seed: 3)
  try saved.save(to: path)
  let loaded = FeedForward(width: 6, bias: true, dropout: 0, output: .normal(standardDeviation: 0.02))
  try loaded.load(from: path)
  #expect(loaded.parameters.count == 4)
  for (a, b) in zip(saved.parameters, loaded.parameters) { #expect(a.elements == b.elements) }
}

@Test func aFileThatDoesNotMatchIsRejectedBeforeAnythingChanges() throws {
  let path = temporaryPath()
  defer { try? FileManager.default.removeItem(atPath: path) }
  let module = Linear(3, 5)
  module.initialize(seed: 1)
  let before = module.weight.elements
  let weight = Tensor.ones([5, 3]), bias = Tensor.ones([5])
  for (tensors, word) in [
    ([("weight", weight)], "bias"), ([("weight", .ones([3, 5])), ("bias", bias)], "(3, 5)"),
    ([("weight", weight), ("bias", bias), ("extra", bias)], "extra"),
    ([("weight", .full([5, 3], .nan)), ("bias", bias)], "finite"),
  ] {
    try Safetensors.write(tensors, to: path)
    let problem = #expect(throws: Problem.self) { try module.load(from: path) }
    #expect(problem?.message.contains(word) == true && problem?.message.contains(path) == true)
    if word != "finite" { #expect(module.weight.elements == before) }
  }
}

/// A file as Python writes it, with a different number type for each parameter.
@Test func aCheckpointOfAnotherNumberTypeLoadsWithRounding() throws {
  let path = temporaryPath()
  defer { try? FileManager.default.removeItem(atPath: path) }
  let header =
    #"{"bias":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]},"weight":{"dtype":"F16","shape":[2,3],"data_offsets":[4,16]}}"#
  let numbers: [UInt16] = [0x3F80, 0xC049, 0x3C00, 0xBC00, 0x3555, 0x0001, 0x7BFF, 0x8000]
  let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
  try writeFile(length + Data(header.utf8) + numbers.withUnsafeBytes { Data($0) }, to: path)
  let module = Linear(3, 2)
  try module.load(from: path)
  #expect(module.bias?.elements == [1, -3.140625])
  #expect(module.weight.elements == [1, -1, 0x1.554p-2, 0x1p-24, 65504, 0])
}

@Test func anUnsupportedTypeIsRejectedBeforeAnythingChanges() throws {
  let path = temporaryPath()
  defer { try? FileManager.default.removeItem(atPath: path) }
  let header =
    #"{"weight":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"bias":{"dtype":"I32","shape":[1],"data_offsets":[4,8]}}"#
  let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
  try writeFile(length + Data(header.utf8) + Data(count: 8), to: path)
  let module = Linear(1, 1)
  module.initialize(seed: 1)
  let before = module.weight.elements
  let problem = #expect(throws: Problem.self) { try module.load(from: path) }
  #expect(
    problem == Problem(.badData, "\(path): tensor \"bias\" has type I32; only F32, F16, BF16 and F64 can be read"))
  #expect(module.weight.elements == before)
}
