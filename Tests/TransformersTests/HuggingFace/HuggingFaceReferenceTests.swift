import Files
import Foundation
import Kernels
import Layers
import Tensors
import Testing
import TestSupport

@testable import Transformers

/// Compares tiny models that transformers saved, and the logits it computed in double precision, with ours. They differ
/// in their parts; `Examples/benchmark/peers/hugging_face.py --references` generates them.
struct HuggingFaceReferenceTests {
  private struct Logits: Decodable {
    let ids: [[Int32]]
    let logits: ReferenceTensor
  }

  static let names = [
    "gpt2", "gpt2-relu", "gpt2-silu-inner", "gpt2-untied", "llama", "llama-3.1", "llama-biases",
    "llama-attention-bias", "llama-mlp-bias", "mistral", "qwen2", "qwen3",
  ]

  private func folder(_ name: String) -> HuggingFaceFolder {
    HuggingFaceFolder(Bundle.module.bundleURL.appendingPathComponent("Resources/tiny-\(name)").path)
  }

  private func logits(_ name: String) throws -> Logits {
    try TestSupport.reference("tiny-\(name)/logits.json", in: .module)
  }

  /// Runs the body with a folder that a model was written to.
  private func written(_ model: GPT, _ body: (HuggingFaceFolder, _ architecture: String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "hugging-face-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(HuggingFaceFolder(path), HuggingFaceFolder(path).write(model, tokenizer: nil))
  }

  @Test(arguments: names) func logitsMatchTransformers(name: String) throws {
    let expected = try logits(name), model = try folder(name).model()
    let ids = expected.ids.flatMap { $0 }
    expectTensor(model.logits(ids, batchSize: expected.ids.count), matches: expected.logits, tolerance: 5e-6, "logits")
  }

  /// The cache gives the same logits, whose positions, windows and groups it must know.
  @Test(arguments: names) func logitsOfADecoderMatchTransformers(name: String) throws {
    let expected = try logits(name), model = try folder(name).model(), decoder = GPTDecoder(model)
    let V = model.configuration.vocabularySize, T = expected.ids[0].count
    for (t, id) in expected.ids[0].enumerated() {
      if t == 0 { decoder.prefill([id]) } else { decoder.step([id]) }
      let row = Array(expected.logits.data[t * V..<(t + 1) * V])
      // The error is measured in units of the largest of all logits.
      let largest = expected.logits.data.map(abs).max() ?? 0
      let worst = zip(decoder.logits.elements, row).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst <= 5e-6 * largest, "token \(t) of \(T)")
    }
  }

  /// What is written has the names, shapes and bits of what transformers wrote, and the fields that it needs.
  @Test(arguments: names) func aModelIsWrittenAsTransformersWroteIt(name: String) throws {
    let source = folder(name), model = try source.model()
    try written(model) { target, architecture in
      let (there, here) = (
        try Safetensors(source.file("model.safetensors")), try Safetensors(target.file("model.safetensors"))
      )
      let extra = Set(here.names).subtracting(there.names), missing = Set(there.names).subtracting(here.names)
      #expect(missing.isEmpty)
      // A model here has the biases of all its layers or of none, so some that transformers does not have are zero.
      #expect(extra.isEmpty || ["llama-attention-bias", "llama-mlp-bias"].contains(name), "\(extra)")
      for tensor in here.names {
        let found = Tensor.zeros(try #require(here.shape(of: tensor)))
        try here.read(tensor, into: found)
        let expected = Tensor.zeros(there.shape(of: tensor) ?? found.shape)
        if !extra.contains(tensor) { try there.read(tensor, into: expected) }
        #expect(found.shape == expected.shape && found.elements == expected.elements, "\(tensor)")
      }
      let (wanted, fields) = (try fields(of: source), try fields(of: target))
      let ignored: Set = [
        "transformers_version", "dtype", "use_cache", "initializer_range", "pretraining_tp", "pad_token_id",
        "sliding_window", "layer_types", "max_window_layers", "summary_activation", "summary_first_dropout",
        "summary_proj_to_labels", "summary_type", "summary_use_proj", "reorder_and_upcast_attn", "n_inner",
      ]
      let changed: Set = name.hasSuffix("-bias") ? ["attention_bias", "mlp_bias"] : []
      for (field, value) in wanted where !ignored.contains(field) && !changed.contains(field) {
        #expect(fields[field] == value, "\(field)")
      }
      #expect(fields["architectures"] == .list([.text(architecture)]))
      #expect(try target.model().configuration == model.configuration)
      let again = try target.model()
      for (a, b) in zip(again.namedParameters, model.namedParameters) {
        #expect(a.parameter.elements == b.parameter.elements, "\(a.name)")
      }
    }
  }

  /// A base, a window, a scaling or norms that were not read would show in the logits.
  @Test(arguments: [
    ("llama", \GPTConfiguration.rotaryBase, 20_000.0), ("llama-3.1", \.rotaryBase, 10_000),
  ]) func theBaseMatters(name: String, field: WritableKeyPath<GPTConfiguration, Double> & Sendable, value: Double)
    throws
  {
    try expectDifferentLogits(name) { $0[keyPath: field] = value }
  }

  @Test func everyPartMatters() throws {
    try expectDifferentLogits("llama-3.1") { $0.rotaryScaling = nil }
    try expectDifferentLogits("llama") { $0.rotaryLayout = .interleaved }
    try expectDifferentLogits("mistral") { $0.window = nil }
    try expectDifferentLogits("gpt2-untied") { $0.normEpsilon = 1e-5 }
    try expectDifferentLogits("qwen3") { $0.activation = .gelu }
  }

  /// Gives the parameters of a folder's model to one of another configuration.
  private func expectDifferentLogits(_ name: String, _ change: (inout GPTConfiguration) -> Void) throws {
    let expected = try logits(name), model = try folder(name).model()
    var configuration = model.configuration
    change(&configuration)
    let other = GPT(configuration)
    for (a, b) in zip(other.parameters, model.parameters) { a.data.update(from: b.data, count: b.count) }
    let found = other.logits(expected.ids.flatMap { $0 }, batchSize: expected.ids.count)
    let difference = zip(found.elements, expected.logits.data).map { abs($0 - $1) }.max() ?? 0
    #expect(difference > 1e-3)
  }

  private func fields(of folder: HuggingFaceFolder) throws -> [String: JSONField] {
    try JSONDecoder().decode([String: JSONField].self, from: readFile(folder.file("config.json")))
  }
}

/// A value in a JSON file, for comparisons.
private enum JSONField: Decodable, Equatable {
  case null
  case flag(Bool)
  case number(Float)
  case text(String)
  case list([JSONField])
  case object([String: JSONField])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let flag = try? value.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? value.decode(Float.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([JSONField].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: JSONField].self))
    }
  }
}
