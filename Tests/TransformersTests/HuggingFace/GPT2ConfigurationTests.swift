import Files
import Foundation
import Kernels
import Tensors
import Testing

@testable import Transformers

struct GPT2ConfigurationTests {
  /// Reads a configuration in which some fields are replaced, or omitted if nil.
  private func read(_ changes: [String: String?] = [:]) throws -> HuggingFaceConfiguration {
    let usual: [String: String?] = [
      "model_type": "\"gpt2\"", "vocab_size": "11", "n_positions": "8", "n_embd": "6", "n_layer": "2", "n_head": "3",
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

  @Test func missingFieldsHaveTheDefaultsOfTransformers() throws {
    let read = try read()
    #expect(
      read.model
        == GPTConfiguration(
          vocabularySize: 11, contextLength: 8, layerCount: 2, headCount: 3, width: 6, dropout: 0.1,
          activation: .geluTanh))
    #expect(read.model.isTied)
  }

  @Test func supportedValuesAreAccepted() throws {
    #expect(try read(["activation_function": "\"gelu\""]).model.activation == .gelu)
    #expect(try read(["activation_function": "\"gelu_new\""]).model.activation == .geluTanh)
    #expect(try read(["activation_function": "\"gelu_pytorch_tanh\""]).model.activation == .geluTanh)
    #expect(try read(["activation_function": "\"relu2\""]).model.activation == .reluSquared)
    #expect(try !read(["tie_word_embeddings": "false"]).model.isTied)
    #expect(try read(["layer_norm_epsilon": "1e-06"]).model.normEpsilon == 1e-6)
    let dropouts: [String: String?] = ["resid_pdrop": "0.25", "embd_pdrop": "0.25", "attn_pdrop": "0.25"]
    #expect(try read(dropouts).model.dropout == 0.25)
    // The inner size as a number or as null, and fields that do not affect the function.
    for inner in ["24", "null"] {
      #expect(try read(["n_inner": inner, "n_ctx": "8", "bos_token_id": "50256"]).model.innerWidth == nil)
    }
    #expect(try read(["n_inner": "25"]).model.innerWidth == 25)
  }

  @Test(arguments: [
    ("model_type", "\"gemma\"", "\"gemma\""), ("model_type", nil, "\"gpt2\""),
    ("activation_function", "\"relu6\"", "\"relu6\""), ("layer_norm_epsilon", "true", "type"),
    ("n_inner", "2.5", "type"), ("scale_attn_weights", "false", "false"),
    ("scale_attn_by_inverse_layer_idx", "true", "true"), ("add_cross_attention", "true", "true"),
    ("resid_pdrop", "1", "below 1"), ("resid_pdrop", "-0.5", "-0.5"), ("vocab_size", nil, "missing"),
    ("activation_function", #""\u001b[2J""#, #""\u001b[2J""#), ("embd_pdrop", "\"none\"", "type"),
    ("n_embd", nil, "missing"),
    ("n_layer", "2.5", "type"), ("n_layer", "\"two\"", "type"), ("n_positions", "1e30", "type"),
    ("tie_word_embeddings", "1", "type"), ("resid_pdrop", "true", "type"),
  ])
  func unsupportedValuesAreRejectedByFileFieldAndValue(field: String, value: String?, word: String) throws {
    let problem = try #require(throws: Problem.self, performing: { try read([field: value]) })
    #expect(problem.kind == .badData)
    for part in ["-config.json", field, word] {
      #expect(problem.message.contains(part), "\(part) is not in: \(problem.message)")
    }
  }

  @Test(arguments: [
    ("n_head", "4", "4 heads"), ("vocab_size", "0", "vocabulary"), ("n_embd", "-6", "embedding"),
    ("n_inner", "-1", "inner width"),
  ])
  func impossibleSizesAreRejected(field: String, value: String, words: String) throws {
    let problem = try #require(throws: Problem.self, performing: { try read([field: value]) })
    #expect(problem.kind == .badData && problem.message.contains("-config.json"))
    #expect(problem.message.contains(words), "\(problem.message)")
  }

  @Test(arguments: [("attn_pdrop", "0.5"), ("embd_pdrop", "0.0"), ("embd_pdrop", "7.0")])
  func differingDropoutRatesAreReportedButNotRejected(field: String, value: String) throws {
    let read = try read([field: value, "resid_pdrop": "0.25"])
    #expect(read.model.dropout == 0.25)
    let difference = try #require(read.dropoutDifference)
    for words in ["\(field) is \(value)", "resid_pdrop, 0.25"] { #expect(difference.contains(words), "\(difference)") }
    #expect(try self.read().dropoutDifference == nil)
    #expect(try self.read(["resid_pdrop": "0", "embd_pdrop": "0", "attn_pdrop": "0"]).dropoutDifference == nil)
  }

  @Test func aLongValueIsTruncated() throws {
    let value = "\"" + String(repeating: "x", count: 10_000) + "\""
    let problem = try #require(throws: Problem.self, performing: { try read(["model_type": value]) })
    #expect(problem.message.contains("xxx...\"") && problem.message.count < 400)
  }

  @Test(arguments: ["", "{\"n_embd\": NaN}", "{", "{\"n_embd\": 6", "\u{0}"]) func brokenJSONIsRejected(text: String)
    throws
  {
    let problem = try #require(throws: Problem.self, performing: { try read(text: text) })
    #expect(problem.kind == .badData && problem.message.hasSuffix("-config.json is not valid JSON"))
  }

  @Test(arguments: ["[]", "null", "7", "\"text\""]) func jsonOtherThanAnObjectIsRejected(text: String) throws {
    let problem = try #require(throws: Problem.self, performing: { try read(text: text) })
    #expect(problem.kind == .badData && problem.message.hasSuffix("-config.json is valid JSON, but not an object"))
  }

  @Test(arguments: Activation.allCases) func aWrittenConfigurationIsReadBack(activation: Activation) throws {
    var model = GPTConfiguration(
      vocabularySize: 11, contextLength: 8, layerCount: 2, headCount: 3, width: 6, dropout: 0.15, activation: activation
    )
    (model.innerWidth, model.isTied, model.normEpsilon) = (17, false, 1e-6)
    let text = String(decoding: try HuggingFaceConfiguration(model).json(), as: UTF8.self)
    #expect(try read(text: text).model == model)
    // Otherwise Python would default to GPT-2's end-of-text token, 50256.
    #expect(text.contains("\"bos_token_id\" : null") && text.contains("\"eos_token_id\" : null"))
    let name = [.geluTanh: "gelu_new", .reluSquared: "relu2"][activation] ?? activation.rawValue
    #expect(text.contains("\"\(name)\""))
  }
}
