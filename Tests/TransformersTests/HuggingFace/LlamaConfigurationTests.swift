import Files
import Foundation
import Kernels
import Layers
import Tensors
import Testing
import TestSupport

@testable import Transformers

struct LlamaConfigurationTests {
  /// Reads a configuration in which some fields are replaced, or omitted if nil.
  private func read(_ changes: [String: String?] = [:]) throws -> HuggingFaceConfiguration {
    let usual: [String: String?] = [
      "model_type": "\"llama\"", "vocab_size": "11", "max_position_embeddings": "8", "hidden_size": "12",
      "num_hidden_layers": "2", "num_attention_heads": "6", "intermediate_size": "17",
    ]
    let fields = usual.merging(changes) { $1 }.compactMapValues { $0 }.map { "\"\($0)\": \($1)" }
    return try read(text: "{\(fields.joined(separator: ", "))}")
  }

  private func read(text: String) throws -> HuggingFaceConfiguration {
    let path = NSTemporaryDirectory() + "\(UUID().uuidString)-config.json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return try HuggingFaceConfiguration(contentsOf: path)
  }

  /// A Llama as its configuration describes it if only the sizes are given.
  private var plain: GPTConfiguration {
    var model = GPTConfiguration(
      vocabularySize: 11, contextLength: 8, layerCount: 2, headCount: 6, width: 12, hasBiases: false, activation: .silu)
    (model.positions, model.norm, model.normEpsilon) = (.rotary, .rms, 1e-6)
    (model.innerWidth, model.isGated, model.isTied) = (17, true, false)
    return model
  }

  @Test func missingFieldsHaveTheDefaultsOfTransformers() throws {
    #expect(try read().model == plain)
    var expected = plain
    (expected.groupCount, expected.window, expected.headCount) = (8, 4096, 16)
    let mistral = try read(["model_type": "\"mistral\"", "num_attention_heads": "16", "hidden_size": "32"]).model
    expected.width = 32
    #expect(mistral == expected)
    #expect(
      try read(["model_type": "\"mistral\"", "num_key_value_heads": "3", "sliding_window": "null"]).model.window == nil)
    let qwen = try read(["model_type": "\"qwen3\"", "num_key_value_heads": "null"]).model
    #expect(qwen.groupCount == nil && qwen.headSize == 128 && qwen.normalizesHeads && !qwen.attentionBiases)
    let biased = try read(["model_type": "\"qwen2\"", "num_key_value_heads": "2"]).model
    #expect(biased.groupCount == 2 && biased.attentionBiases && !biased.hasBiases && !biased.normalizesHeads)
  }

  @Test func supportedValuesAreAccepted() throws {
    var expected = plain
    (expected.groupCount, expected.headSize, expected.normEpsilon, expected.isTied) = (2, 4, 1e-5, true)
    (expected.activation, expected.dropout) = (.geluTanh, 0.25)
    let fields: [String: String?] = [
      "num_key_value_heads": "2", "head_dim": "4", "rms_norm_eps": "1e-05", "tie_word_embeddings": "true",
      "hidden_act": "\"gelu_pytorch_tanh\"", "attention_dropout": "0.25", "pretraining_tp": "1", "bos_token_id": "1",
    ]
    #expect(try read(fields).model == expected)
    #expect(try read(["hidden_act": "\"swish\""]).model.activation == .silu)
  }

  /// Transformers before 5 wrote two fields, where later ones write one.
  @Test func bothFormsOfRotaryFieldsAreRead() throws {
    #expect(try read(["rope_theta": "500000.0", "rope_scaling": "null"]).model.rotaryBase == 500_000)
    #expect(
      try read(["rope_parameters": #"{"rope_theta": 500000, "rope_type": "default"}"#]).model.rotaryBase == 500_000)
    let scaling = RotaryScaling(factor: 32, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalContext: 8192)
    let factors = """
      "factor": 32.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192
      """
    for old in ["rope_type", "type"] {
      let model = try read(["rope_theta": "500000.0", "rope_scaling": "{\"\(old)\": \"llama3\", \(factors)}"]).model
      #expect(model.rotaryBase == 500_000 && model.rotaryScaling == scaling)
    }
    let new = try read(["rope_parameters": "{\"rope_type\": \"llama3\", \"rope_theta\": 1e6, \(factors)}"]).model
    #expect(new.rotaryBase == 1e6 && new.rotaryScaling == scaling)
  }

  @Test(arguments: [
    ("hidden_act", "\"relu6\"", "\"relu6\""), ("hidden_size", nil, "missing"), ("intermediate_size", nil, "missing"),
    ("num_key_value_heads", "2.5", "type"), ("head_dim", "\"wide\"", "type"), ("attention_bias", "1", "type"),
    ("attention_dropout", "1", "below 1"), ("rope_scaling", "7", "type"),
    ("rope_scaling", #"{"type": "linear", "factor": 2.0}"#, "\"linear\""),
    ("rope_parameters", #"{"rope_type": "yarn"}"#, "\"yarn\""),
    ("rope_parameters", #"{"rope_theta": "high"}"#, "rope_theta has the wrong type"),
    ("rope_parameters", #"{"partial_rotary_factor": 0.5}"#, "partial_rotary_factor is 0.5"),
    ("rope_scaling", #"{"rope_type": "llama3", "factor": 8.0}"#, "low_freq_factor"),
    (
      "rope_scaling",
      #"""
      {"rope_type": "llama3", "factor": 8, "low_freq_factor": 4, "high_freq_factor": 4,
      "original_max_position_embeddings": 32}
      """#, "low_freq_factor"
    ),
  ])
  func unsupportedValuesAreRejectedByFileFieldAndValue(field: String, value: String?, word: String) throws {
    let problem = try #require(throws: Problem.self, performing: { try read([field: value]) })
    #expect(problem.kind == .badData)
    for part in ["-config.json", word] { #expect(problem.message.contains(part), "\(part): \(problem.message)") }
  }

  @Test(arguments: [
    ("num_key_value_heads", "4", "4 groups"), ("num_key_value_heads", "0", "groups"), ("head_dim", "3", "even"),
    ("hidden_size", "13", "6 heads"), ("intermediate_size", "0", "inner width"), ("rope_theta", "0", "rotary base"),
  ])
  func impossibleSizesAreRejected(field: String, value: String, words: String) throws {
    let problem = try #require(throws: Problem.self, performing: { try read([field: value]) })
    #expect(problem.kind == .badData && problem.message.contains("-config.json"))
    #expect(problem.message.contains(words), "\(problem.message)")
  }

  @Test func windowsOfSomeLayersAreRejected() throws {
    for type in ["qwen2", "qwen3"] {
      let problem = try #require(throws: Problem.self) {
        try read(["model_type": "\"\(type)\"", "num_key_value_heads": "2", "use_sliding_window": "true"])
      }
      #expect(problem.message.contains("use_sliding_window is true"))
    }
  }

  // MARK: Writing

  private static let variants: [(architecture: String, change: @Sendable (inout GPTConfiguration) -> Void)] = [
    ("LlamaForCausalLM", { _ in }), ("LlamaForCausalLM", { $0.groupCount = 3 }),
    ("LlamaForCausalLM", { $0.hasBiases = true }), ("LlamaForCausalLM", { $0.headSize = 4 }),
    ("LlamaForCausalLM", { $0.rotaryScaling = RotaryScaling(originalContext: 4) }),
    ("LlamaForCausalLM", { ($0.isTied, $0.normEpsilon, $0.activation) = (true, 1e-5, .reluSquared) }),
    ("MistralForCausalLM", { $0.window = 5 }), ("Qwen2ForCausalLM", { $0.hasAttentionBiases = true }),
    ("Qwen3ForCausalLM", { $0.normalizesHeads = true }),
    ("Qwen3ForCausalLM", { ($0.normalizesHeads, $0.headSize) = (true, 6) }),
  ]

  @Test func everyVariantIsWrittenAsItsArchitectureAndReadBack() throws {
    for (architecture, change) in Self.variants {
      var model = plain
      change(&model)
      let written = try HuggingFaceConfiguration(model)
      #expect(written.family.architecture == architecture)
      #expect(try read(text: String(decoding: written.json(), as: UTF8.self)).model == model)
    }
  }

  /// Norms without weights get weights of one, and biases that only some layers have are zero in the others.
  @Test func whatAFamilyHasAndAModelLacksIsFilledIn() throws {
    for change: (inout GPTConfiguration) -> Void in [
      { $0.normsHaveWeights = false }, { ($0.normsHaveWeights, $0.normalizesHeads) = (false, true) },
      { ($0.hasBiases, $0.hasAttentionBiases) = (true, false) },
      { ($0.normalizesHeads, $0.hasAttentionBiases) = (true, true) },
    ] {
      var configuration = plain
      change(&configuration)
      let model = GPT(configuration)
      fill(model)
      let path = NSTemporaryDirectory() + "hugging-face-\(UUID().uuidString)"
      defer { try? FileManager.default.removeItem(atPath: path) }
      try HuggingFaceFolder(path).write(model, tokenizer: nil)
      let ids: [Int32] = [6, 0, 3, 3, 1, 10]
      expectTensor(
        try HuggingFaceFolder(path).model().logits(ids, batchSize: 1),
        matches: model.logits(ids, batchSize: 1).elements,
        shape: [1, 6, 11], tolerance: 1e-6)
    }
  }

  @Test func partsThatNoFamilyHasAreNamed() throws {
    func expect(_ words: String..., from start: GPTConfiguration, _ change: (inout GPTConfiguration) -> Void) throws {
      var model = start
      change(&model)
      let problem = try #require(throws: Problem.self) { try HuggingFaceConfiguration(model) }
      #expect(problem.kind == .usage)
      for word in words { #expect(problem.message.contains(word), "\(word) is not in: \(problem.message)") }
    }
    let gpt2 = GPTConfiguration(vocabularySize: 11, contextLength: 8, layerCount: 2, headCount: 3, width: 6)
    try expect("n-gram memory", from: gpt2) { $0.memory = NGramMemory.Form() }
    try expect("Llama has no n-gram memory", from: plain) { $0.memory = NGramMemory.Form() }
    try expect("Llama has no value embeddings", "no soft cap", from: plain) {
      ($0.softCap, $0.hasValueEmbeddings) = (15, true)
    }
    try expect("Llama has no gates of attention", from: plain) { $0.gatesHeads = true }
    try expect("GPT-2 has no alibi positions", from: gpt2) { $0.positions = .alibi }
    try expect("GPT-2 has no norms after its layers", from: gpt2) { $0.normPlacement = .after }
    try expect("GPT-2 has no grouped queries", from: gpt2) { $0.groupCount = 1 }
    try expect("Llama has no feed-forward layers without gates", from: plain) { $0.isGated = false }
    try expect("Llama has no rotary positions in interleaved pairs", from: plain) { $0.rotaryLayout = .interleaved }
    try expect("Mistral has no biases in attention", from: plain) { ($0.window, $0.hasAttentionBiases) = (5, true) }
    try expect("Mistral has no norms of queries and keys", from: plain) { ($0.window, $0.normalizesHeads) = (5, true) }
    try expect("Qwen3 has no biases in feed-forward layers", from: plain) {
      ($0.normalizesHeads, $0.hasBiases) = (true, true)
    }
  }

  @Test func onlyRotaryFrequenciesAreIgnored() throws {
    let family = try LlamaFamily(writing: plain)
    #expect(family.isIgnored("layers.11.self_attn.rotary_emb.inv_freq"))
    for name in ["layers.x.self_attn.rotary_emb.inv_freq", "layers.0.self_attn.inv_freq", "rotary_emb.inv_freq", ""] {
      #expect(!family.isIgnored(name))
    }
  }
}
