import Files
import Foundation
import Layers
import Tensors
import TestSupport
import Testing

@testable import Transformers

/// Compares adapters that PEFT saved over the tiny models, and the logits it computed in double precision, with ours.
/// `Examples/benchmark/peers/adapters.py --references` generates them.
struct AdapterFolderTests {
  private struct Logits: Decodable {
    let ids: [[Int32]]
    let logits: ReferenceTensor
  }

  static let names = ["gpt2", "llama", "qwen3", "gpt2-untied"]

  private func resource(_ name: String) -> String {
    Bundle.module.bundleURL.appendingPathComponent("Resources/\(name)").path
  }

  private func base(_ name: String) throws -> GPT { try HuggingFaceFolder(resource("tiny-\(name)")).model() }

  private func logits(_ model: GPT, _ ids: [[Int32]]) -> Tensor {
    model.logits(ids.flatMap { $0 }, batchSize: ids.count)
  }

  @Test(arguments: names) func logitsMatchPEFT(name: String) throws {
    let model = try base(name)
    let expected: Logits = try reference("tiny-\(name)-lora/logits.json", in: .module)
    let before = logits(model, expected.ids).elements
    try AdapterFolder(resource("tiny-\(name)-lora")).load(into: model)
    expectTensor(logits(model, expected.ids), matches: expected.logits, tolerance: 5e-6, "logits")
    #expect(zip(before, expected.logits.data).map { abs($0 - $1) }.max()! > 0.05)
    model.mergeAdapters()
    expectTensor(logits(model, expected.ids), matches: expected.logits, tolerance: 1e-5, "merged")
  }

  /// What is written has the names, shapes and bits of what PEFT wrote, and the settings that change the logits.
  @Test(arguments: names) func adaptersAreWrittenAsPEFTWroteThem(name: String) throws {
    let model = try base(name)
    try AdapterFolder(resource("tiny-\(name)-lora")).load(into: model)
    try withTemporaryFolder { folder in
      try AdapterFolder(folder).write(of: model)
      let files = try [resource("tiny-\(name)-lora"), folder].map { try Safetensors($0 + "/adapter_model.safetensors") }
      // PEFT also repeats the output layer of the model.
      #expect(files[0].names.filter { !$0.contains("base_layer") } == files[1].names)
      for tensor in files[1].names {
        let both = try files.map { file in
          let tensor1 = Tensor.zeros(try #require(file.shape(of: tensor)))
          try file.read(tensor, into: tensor1)
          return tensor1
        }
        #expect(both[0].shape == both[1].shape, "\(tensor)")
        expectSameBits(actual: both[1].elements, expected: both[0].elements, tensor)
      }
      let fields = try [resource("tiny-\(name)-lora"), folder].map { try jsonObject($0 + "/adapter_config.json") }
      // With both of GPT-2's kinds of layers, PEFT turns the layout of one of them off and reads either setting.
      let layout = name == "gpt2-untied" ? [] : ["fan_in_fan_out"]
      for field in ["peft_type", "task_type", "bias", "use_dora", "use_rslora"] + layout {
        #expect("\(fields[0][field] ?? "")" == "\(fields[1][field] ?? "")", "\(field)")
      }
    }
  }

  private func jsonObject(_ path: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: readFile(path)) as? [String: Any])
  }

  /// GPT-2 has one map for what are three adapters here.
  @Test(arguments: ["gpt2", "llama", "gpt2-untied"], [[AdaptedMap.query, .value], [.key], AdaptedMap.allCases])
  func writtenAdaptersGiveTheSameLogits(name: String, maps: [AdaptedMap]) throws {
    let model = try base(name), ids: [[Int32]] = [[1, 2, 3, 4, 5]]
    let possible = maps.filter(AdaptedMap.all(of: model.configuration).contains)
    let options = AdapterOptions(rank: 3, alpha: 5, maps: possible)
    try model.adapt(options, seed: 4)
    for named in model.trainableParameters { fill(named.parameter) }
    let expected = logits(model, ids).elements
    try withTemporaryFolder { folder in
      try AdapterFolder(folder).write(of: model, base: "exported")
      let again = try base(name)
      try AdapterFolder(folder).load(into: again)
      expectClose(actual: logits(again, ids).elements, expected: expected, units: 64)
      let fields = try jsonObject(folder + "/adapter_config.json")
      #expect(fields["base_model_name_or_path"] as? String == "exported")
      if name == "gpt2", maps.count == 2 {
        #expect(fields["r"] as? Int == 6 && fields["lora_alpha"] as? Double == 10)
        #expect(fields["target_modules"] as? [String] == ["attn.c_attn"])
      }
    }
  }

  private func fill(_ parameter: Parameter) {
    var values = RandomValues(seed: UInt64(parameter.count))
    for i in 0..<parameter.count { parameter.data[i] = values.float() * 0.3 }
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let source = resource("tiny-gpt2-lora")
    func refused(_ kind: Problem.Kind, _ text: String, _ change: (String) throws -> Void) throws {
      try withTemporaryFolder { folder in
        for file in AdapterFolder.fileNames {
          try FileManager.default.copyItem(atPath: "\(source)/\(file)", toPath: "\(folder)/\(file)")
        }
        try change(folder)
        let model = try base("gpt2")
        let found = try problem(kind) { try AdapterFolder(folder).load(into: model) }
        #expect(found.message.contains(text), "\(found)")
        #expect(!model.isAdapted && model.parameters.allSatisfy(\.isTrainable))
      }
    }
    func edit(_ folder: String, _ old: String, _ new: String) throws {
      let path = folder + "/adapter_config.json", text = String(decoding: try readFile(path), as: UTF8.self)
      #expect(text.contains(old))
      try writeFile(text.replacingOccurrences(of: old, with: new), to: path)
    }
    try refused(.missing, "adapter_config.json") { folder in
      try FileManager.default.removeItem(atPath: folder + "/adapter_config.json")
    }
    try refused(.badData, "use_dora") { try edit($0, "\"use_dora\": false", "\"use_dora\": true") }
    try refused(.badData, "rank") { try edit($0, "\"r\": 3", "\"r\": 4") }
    try refused(.badData, "lora_alpha") { try edit($0, "\"lora_alpha\": 6", "\"lora_alpha\": -6") }
    try refused(.badData, "not a JSON object") { try writeFile("[1]", to: $0 + "/adapter_config.json") }
    try refused(.badData, "no map") { folder in
      let name = "base_model.model.other.lora_A.weight"
      try Safetensors.write([(name, .ones([3, 4]))], to: folder + "/adapter_model.safetensors")
    }
    try refused(.badData, "does not fit") { folder in
      let name = "base_model.model.transformer.h.0.attn.c_attn.lora_A.weight"
      try Safetensors.write([(name, .ones([3, 4]))], to: folder + "/adapter_model.safetensors")
    }
    _ = try problem(.usage) { try AdapterFolder("nowhere").write(of: base("gpt2")) }
  }

  @Test func anotherModelsOutputLayerIsRefused() throws {
    let model = try base("gpt2-untied")
    try #require(model.head).weight.data[0] += 1
    let found = try problem(.badData) { try AdapterFolder(resource("tiny-gpt2-untied-lora")).load(into: model) }
    #expect(found.message.contains("is not the output layer of this model") && !model.isAdapted)
  }
}
