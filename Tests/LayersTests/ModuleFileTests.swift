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
  let saved = FeedForward(width: 6, bias: true, dropout: 0, outputDeviation: 0.02)
  saved.initialise(seed: 3)
  try saved.save(to: path)
  let loaded = FeedForward(width: 6, bias: true, dropout: 0, outputDeviation: 0.02)
  try loaded.load(from: path)
  #expect(loaded.parameters.count == 4)
  for (a, b) in zip(saved.parameters, loaded.parameters) { #expect(a.elements == b.elements) }
}

@Test func aFileThatDoesNotFitIsRefusedBeforeAnythingChanges() throws {
  let path = temporaryPath()
  defer { try? FileManager.default.removeItem(atPath: path) }
  let module = Linear(3, 5)
  module.initialise(seed: 1)
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
