import Files
import Foundation
import Kernels
import Tensors
import Testing
import TestSupport
import Tokenizers

@testable import Transformers

/// Reads and writes Hugging Face folders. `tiny-gpt2` was saved by transformers, together with the logits it computed;
/// `Examples/benchmark/peers/hugging_face.py --references` generates it.
struct HuggingFaceFolderTests {
  private struct Logits: Decodable {
    let ids: [[Int32]]
    let logits: ReferenceTensor
  }

  private let reference = Bundle.module.bundleURL.appendingPathComponent("Resources/tiny-gpt2").path

  /// Runs the body with the path of a folder that does not exist yet.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "hugging-face-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  /// Runs the body with a copy of the tiny GPT-2 whose tensors are changed.
  private func changed(_ change: (inout [String: Tensor]) -> Void, _ body: (HuggingFaceFolder) throws -> Void) throws {
    try withFolder { path in
      try FileManager.default.copyItem(atPath: reference, toPath: path)
      let folder = HuggingFaceFolder(path), file = try Safetensors(folder.file("model.safetensors"))
      var tensors: [String: Tensor] = [:]
      for name in file.names {
        let tensor = Tensor.zeros(try #require(file.shape(of: name)))
        try file.read(name, into: tensor)
        tensors[name] = tensor
      }
      change(&tensors)
      try Safetensors.write(tensors.map { ($0.key, $0.value) }, to: folder.file("model.safetensors"))
      try body(folder)
    }
  }

  private func expectProblem(_ kind: Problem.Kind = .badData, _ words: String..., body: () throws -> Void) throws {
    let problem = try #require(throws: Problem.self, performing: body)
    #expect(problem.kind == kind)
    for word in words { #expect(problem.message.contains(word), "\(word) is not in: \(problem.message)") }
  }

  @Test func logitsMatchTransformers() throws {
    let logits: Logits = try TestSupport.reference("tiny-gpt2/logits.json", in: .module)
    let model = try HuggingFaceFolder(reference).model()
    #expect(model.configuration.activation == .geluTanh)
    let ids = logits.ids.flatMap { $0 }
    expectTensor(model.logits(ids, batchSize: 2), matches: logits.logits, tolerance: 2e-6, "logits")

    // The exact GELU gives different logits, and the cached forward pass uses the same GELU as the full one.
    var configuration = model.configuration
    configuration.activation = .gelu
    let other = GPT(configuration)
    for (a, b) in zip(other.parameters, model.parameters) { a.data.update(from: b.data, count: a.count) }
    let difference = zip(other.logits(ids, batchSize: 2).elements, logits.logits.data).map { abs($0 - $1) }.max()
    #expect(try #require(difference) > 1e-4)
    let decoder = GPTDecoder(model)
    decoder.prefill(logits.ids[1])
    expectTensor(decoder.logits, matches: Array(logits.logits.data.suffix(11)), shape: [1, 11], tolerance: 2e-6)
  }

  @Test(arguments: Activation.allCases) func aWrittenModelIsReadBackBitForBit(
    activation: Activation
  ) throws {
    let model = GPT(
      GPTConfiguration(
        vocabularySize: 7, contextLength: 5, layerCount: 2, headCount: 3, width: 9, dropout: 0.2, activation: activation
      ))
    fill(model)
    try withFolder { path in
      try HuggingFaceFolder(path).write(model, tokenizer: nil)
      let read = try HuggingFaceFolder(path).model()
      #expect(read.configuration == model.configuration)
      for (a, b) in zip(read.namedParameters, model.namedParameters) {
        #expect(a.parameter.elements == b.parameter.elements, "\(a.name)")
      }
      #expect(try HuggingFaceFolder(path).tokenizer() == nil)
    }
  }

  @Test func aModelWithoutBiasesIsReadBackAsTheSameFunction() throws {
    let model = GPT(
      GPTConfiguration(vocabularySize: 7, contextLength: 5, layerCount: 2, headCount: 3, width: 9, hasBiases: false))
    fill(model)
    try withFolder { path in
      try HuggingFaceFolder(path).write(model, tokenizer: nil)
      let read = try HuggingFaceFolder(path).model()
      #expect(read.configuration.hasBiases)
      let ids: [Int32] = [6, 0, 3, 3, 1]
      expectTensor(
        read.logits(ids, batchSize: 1), matches: model.logits(ids, batchSize: 1).elements, shape: [1, 5, 7])
    }
  }

  @Test func oldNamesMasksAndATiedOutputLayerAreRead() throws {
    let expected = try HuggingFaceFolder(reference).model().parameters.map(\.elements)
    try changed({ tensors in
      tensors = Dictionary(uniqueKeysWithValues: tensors.map { ($0.key.replacing("transformer.", with: ""), $0.value) })
      tensors["h.0.attn.bias"] = .ones([1, 1, 8, 8])
      tensors["h.1.attn.masked_bias"] = .full([], -1e4)
    }) { folder in
      let found = try folder.model().parameters.map(\.elements)
      #expect(found == expected)
    }
    try changed({ tensors in
      tensors["lm_head.weight"] = tensors["transformer.wte.weight"]
      tensors["transformer.h.0.attn.bias"] = .ones([1, 1, 8, 8])
    }) { folder in
      let found = try folder.model().parameters.map(\.elements)
      #expect(found == expected)
    }
  }

  @Test func wrongTensorsAreNamed() throws {
    let lacking = "transformer.h.1.mlp.c_fc.bias", crossed = "transformer.h.0.attn.c_attn.weight"
    try changed({ $0[lacking] = nil }) { folder in
      try expectProblem(.badData, folder.file("model.safetensors"), "\"\(lacking)\"") { _ = try folder.model() }
    }
    try changed({ $0[crossed] = .ones([18, 6]) }) { folder in
      try expectProblem(.badData, "model.safetensors", crossed, "(18, 6)", "(6, 18)") { _ = try folder.model() }
    }
    for name in ["logit.weight", "transformer.h.2.ln_1.weight", "wte.weight", "h.0.attn.bias"] {
      try changed({ $0[name] = .ones([6]) }) { folder in
        try expectProblem(.badData, "model.safetensors", "\"\(name)\"") { _ = try folder.model() }
      }
    }
    try changed({ $0["\u{1B}[2J" + String(repeating: "x", count: 1000)] = .ones([6]) }) { folder in
      try expectProblem(.badData, "model.safetensors", #""\u001b[2Jxxx"#, "xxx...\"") { _ = try folder.model() }
    }
    try changed({ $0[lacking]?.data[3] = .nan }) { folder in
      try expectProblem(.badData, "model.safetensors", lacking, "finite") { _ = try folder.model() }
    }
  }

  @Test func differingDropoutRatesCauseARemark() throws {
    var remarks: [String] = []
    _ = try HuggingFaceFolder(reference).model { remarks.append($0) }
    #expect(remarks.isEmpty)
    try changed({ _ in }) { folder in
      var fields = try #require(
        try JSONSerialization.jsonObject(with: readFile(folder.file("config.json"))) as? [String: Any])
      fields["resid_pdrop"] = 0.25
      fields["embd_pdrop"] = 0.5
      fields["attn_pdrop"] = 0.25
      try writeFile(JSONSerialization.data(withJSONObject: fields), to: folder.file("config.json"))
      let model = try folder.model { remarks.append($0) }
      #expect(model.configuration.dropout == 0.25)
      #expect(remarks.count == 1)
      for words in [folder.file("config.json"), "embd_pdrop is 0.5;", "resid_pdrop, 0.25"] {
        #expect(remarks.first?.contains(words) == true, "\(remarks)")
      }
    }
  }

  @Test func anOutputLayerMustBeTiedOrNotAsTheConfigurationSays() throws {
    for head in [Tensor.ones([11, 6]), .ones([6])] {
      try changed({ $0["lm_head.weight"] = head }) { folder in
        try expectProblem(.badData, "model.safetensors", "lm_head.weight") { _ = try folder.model() }
      }
    }
    func untied(_ folder: HuggingFaceFolder) throws {
      let text = String(decoding: try readFile(folder.file("config.json")), as: UTF8.self)
      try writeFile(text.replacing("embeddings\": true", with: "embeddings\": false"), to: folder.file("config.json"))
    }
    try changed({ _ in }) { folder in
      try untied(folder)
      try expectProblem(.badData, "lm_head.weight", "tie_word_embeddings") { _ = try folder.model() }
    }
    try changed({ $0["lm_head.weight"] = $0["transformer.wte.weight"] }) { folder in
      try untied(folder)
      let head = try #require(try folder.model().head), token = try folder.model().tokenEmbedding
      #expect(head.weight.elements == token.weight.elements)
    }
  }

  @Test func weightsInShardsAreRead() throws {
    let expected = try HuggingFaceFolder(reference).model().parameters.map(\.elements)
    try changed({ _ in }) { folder in
      let file = try Safetensors(folder.file("model.safetensors"))
      var map: [String: String] = [:]
      for (i, names) in [file.names.prefix(7), file.names.dropFirst(7)].enumerated() {
        let shard = "model-0000\(i + 1)-of-00002.safetensors"
        let tensors = try names.map { name in
          let tensor = Tensor.zeros(try #require(file.shape(of: name)))
          try file.read(name, into: tensor)
          map[name] = shard
          return (name: name, tensor: tensor)
        }
        try Safetensors.write(tensors, to: folder.file(shard))
      }
      let index = folder.file("model.safetensors.index.json")
      try writeFile(JSONSerialization.data(withJSONObject: ["metadata": [:], "weight_map": map]), to: index)
      try FileManager.default.removeItem(atPath: folder.file("model.safetensors"))
      #expect(try folder.model().parameters.map(\.elements) == expected)
      // A wrong tensor is reported with its shard, a missing one with the index.
      let shard = folder.file("model-00002-of-00002.safetensors"), last = try #require(file.names.last)
      try Safetensors.write([(last, Tensor.ones([2]))], to: shard)
      let listed = map.filter { $0.value.contains("00001") }.merging([last: "model-00002-of-00002.safetensors"]) { $1 }
      try writeFile(JSONSerialization.data(withJSONObject: ["weight_map": listed]), to: index)
      try expectProblem(.badData, shard, last, "(2,)") { _ = try folder.model() }
      try FileManager.default.removeItem(atPath: shard)
      try expectProblem(.missing, index, "model-00002-of-00002.safetensors") { _ = try folder.model() }
      let first = map.filter { $0.value.contains("00001") }
      try writeFile(JSONSerialization.data(withJSONObject: ["weight_map": first]), to: index)
      try expectProblem(.badData, index, "which the model needs") { _ = try folder.model() }
    }
  }

  @Test func weightsInUnsupportedFilesAreReported() throws {
    for (name, kind) in [
      ("model.safetensors.index.json", Problem.Kind.badData), ("pytorch_model.bin", .badData), ("", .missing),
    ] {
      try changed({ _ in }) { folder in
        try FileManager.default.removeItem(atPath: folder.file("model.safetensors"))
        if !name.isEmpty { try writeFile("{}", to: folder.file(name)) }
        try expectProblem(kind, folder.path, name.isEmpty ? "model.safetensors" : name) { _ = try folder.model() }
      }
    }
    try expectProblem(.missing, "/no/such/folder") { _ = try HuggingFaceFolder("/no/such/folder").model() }
    try withFolder { path in
      try createFolder(path)
      try expectProblem(.missing, path, "config.json") { _ = try HuggingFaceFolder(path).model() }
    }
  }

  @Test func aTokenizerIsKeptUnchanged() throws {
    let model = GPT(GPTConfiguration(vocabularySize: 3, contextLength: 5, layerCount: 1, headCount: 1, width: 2))
    fill(model)
    let text = Data(try CharacterTokenizer(text: "abc").huggingFaceJSON().utf8)
    try withFolder { path in
      let folder = HuggingFaceFolder(path)
      try folder.write(model, tokenizer: text)
      #expect(try folder.tokenizer() == text)
      #expect(try Set(FileManager.default.contentsOfDirectory(atPath: path)).isSubset(of: HuggingFaceFolder.fileNames))
      try writeFile("{}", to: folder.file("tokenizer.json"))
      try expectProblem(.badData, folder.file("tokenizer.json")) { _ = try folder.tokenizer() }
    }
  }
}
