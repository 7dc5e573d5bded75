import Files
import Foundation
import Tensors

/// The `config.json` of a GPT-2, as Hugging Face's transformers library reads and writes it.
struct HuggingFaceConfiguration {
  /// The model that the file describes; like every GPT-2, it has biases.
  let model: GPTConfiguration
  /// Whether the output layer is the token embedding and needs no weights of its own.
  let isTied: Bool
  /// A message about dropouts in the file that differ from the one the model uses; nil if they are all the same.
  let dropoutDifference: String?

  /// Creates the configuration to write for a model. A model without biases is written as one with zero biases.
  init(_ model: GPTConfiguration) { (self.model, isTied, dropoutDifference) = (model, true, nil) }

  /// Reads a file. Missing fields have the defaults of transformers; only the sizes are required.
  ///
  /// - Throws: `Problem` of kind `missing` if the file cannot be read; `badData` that names the file, the field and its
  ///   value if this is not a GPT-2, or a kind of GPT-2 that is not supported here.
  init(contentsOf path: String) throws {
    let data = try readFile(path)
    do {
      self = try JSONDecoder().decode(Self.self, from: data)
    } catch let problem as Problem {
      throw Problem(.badData, "\(path): \(problem.message)", suggestion: problem.suggestion)
    } catch DecodingError.dataCorrupted {
      throw Problem(.badData, "\(path) is not valid JSON")
    } catch {
      throw Problem(.badData, "\(path) is valid JSON, but not an object")
    }
  }

  /// Returns the contents of the file.
  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return try encoder.encode(self) + Data("\n".utf8)
  }
}

extension HuggingFaceConfiguration: Codable {
  enum CodingKeys: String, CodingKey {
    case architectures
    case modelType = "model_type"
    case vocabularySize = "vocab_size"
    case contextLength = "n_positions"
    case width = "n_embd"
    case layerCount = "n_layer"
    case headCount = "n_head"
    case innerWidth = "n_inner"
    case activation = "activation_function"
    case epsilon = "layer_norm_epsilon"
    case scalesScores = "scale_attn_weights"
    case scalesScoresByLayer = "scale_attn_by_inverse_layer_idx"
    case hasCrossAttention = "add_cross_attention"
    case isTied = "tie_word_embeddings"
    case dropout = "resid_pdrop"
    case embeddingDropout = "embd_pdrop"
    case attentionDropout = "attn_pdrop"
    case firstToken = "bos_token_id"
    case lastToken = "eos_token_id"
    case type = "torch_dtype"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    func given<Value: Decodable>(_ key: CodingKeys) throws -> Value? {
      do {
        return try fields.decodeIfPresent(Value.self, forKey: key)
      } catch {
        throw Problem(.badData, "\(key.rawValue) has the wrong type")
      }
    }
    func value<Value: Decodable>(_ key: CodingKeys, default standard: Value) throws -> Value {
      try given(key) ?? standard
    }
    /// Refuses every value except one, which is also the default of a missing field.
    func expect<Value: Decodable & Equatable>(_ key: CodingKeys, _ only: Value, standard: Value? = nil) throws {
      let found = try value(key, default: standard ?? only)
      guard found == only else { throw Self.refusal(key, found, "only \(Self.text(only)) is supported here") }
    }
    func size(_ key: CodingKeys) throws -> Int {
      guard let size: Int = try given(key) else {
        throw Problem(.badData, "\(key.rawValue) is missing")
      }
      return size
    }

    try expect(.modelType, "gpt2", standard: "")
    try expect(.epsilon, 1e-5)
    try expect(.scalesScores, true)
    try expect(.scalesScoresByLayer, false)
    try expect(.hasCrossAttention, false)
    let activation = try value(.activation, default: "gelu_new")
    guard let function = Self.activations.first(where: { $0.name == activation })?.function else {
      let names = Self.activations.map(\.name).joined(separator: ", ")
      throw Self.refusal(.activation, activation, "supported here: \(names)")
    }
    let dropout = try value(.dropout, default: Float(0.1))
    guard 0..<1 ~= dropout else { throw Self.refusal(.dropout, dropout, "it must be at least 0 and below 1") }
    // This model has a single dropout. Since dropouts matter only in training, other values are no reason to refuse it.
    let others = try [CodingKeys.embeddingDropout, .attentionDropout].compactMap { key in
      let other = try value(key, default: Float(0.1))
      return other == dropout ? nil : "\(key.rawValue) is \(other)"
    }
    dropoutDifference =
      others.isEmpty
      ? nil
      : others.joined(separator: " and ")
        + "; further training uses \(CodingKeys.dropout.rawValue), \(dropout), for all dropouts"
    isTied = try value(.isTied, default: true)
    model = GPTConfiguration(
      vocabularySize: try size(.vocabularySize), contextLength: try size(.contextLength),
      layerCount: try size(.layerCount), headCount: try size(.headCount), width: try size(.width), dropout: dropout,
      hasBiases: true, activation: function)
    try model.validate(.badData)
    try expect(.innerWidth, 4 * model.width)
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    let c = model
    try fields.encode(["GPT2LMHeadModel"], forKey: .architectures)
    try fields.encode("gpt2", forKey: .modelType)
    for (key, size) in [
      (CodingKeys.vocabularySize, c.vocabularySize), (.contextLength, c.contextLength), (.width, c.width),
      (.layerCount, c.layerCount), (.headCount, c.headCount), (.innerWidth, 4 * c.width),
    ] { try fields.encode(size, forKey: key) }
    try fields.encode(Self.activations.first { $0.function == c.activation }?.name, forKey: .activation)
    try fields.encode(1e-5, forKey: .epsilon)
    try fields.encode(true, forKey: .scalesScores)
    try fields.encode(false, forKey: .scalesScoresByLayer)
    try fields.encode(false, forKey: .hasCrossAttention)
    try fields.encode(true, forKey: .isTied)
    for key in [CodingKeys.dropout, .embeddingDropout, .attentionDropout] { try fields.encode(c.dropout, forKey: key) }
    // Without these two, transformers would use GPT-2's own token ids, which can be outside this vocabulary.
    for key in [CodingKeys.firstToken, .lastToken] { try fields.encodeNil(forKey: key) }
    try fields.encode("float32", forKey: .type)
  }

  /// The names of the activations; if a function has several names, the first is written.
  private static let activations: [(name: String, function: Activation)] = [
    ("gelu", .gelu), ("gelu_new", .geluTanh), ("gelu_pytorch_tanh", .geluTanh), ("relu", .relu), ("silu", .silu),
  ]

  private static func refusal(_ key: CodingKeys, _ value: some Any, _ instead: String) -> Problem {
    Problem(.badData, "\(key.rawValue) is \(text(value)); \(instead)")
  }

  private static func text(_ value: some Any) -> String {
    (value as? String).map { quoted($0, limit: 100) } ?? "\(value)"
  }
}
