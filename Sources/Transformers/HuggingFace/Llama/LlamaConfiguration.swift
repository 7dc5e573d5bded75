import Files
import Layers

/// The Llama family: rotary positions, RMSNorms, gated feed-forward layers, grouped queries. Its members differ in a
/// switch or two.
///
/// This half is its `config.json`; `LlamaNames.swift` has its tensors.
struct LlamaFamily: HuggingFaceFamily {
  static var types: [String] { Member.allCases.map(\.rawValue) }
  static let dropouts = (used: "attention_dropout", others: [String]())

  /// The values of `model_type`.
  enum Member: String, CaseIterable {
    /// `attention_bias` adds biases to all four projections of attention, `mlp_bias` to those of feed-forward layers.
    case llama
    /// Every layer has a sliding window if there is one.
    case mistral
    /// The projections to queries, keys and values have biases.
    case qwen2
    /// Norms of queries and keys.
    case qwen3

    /// The number of groups of keys and values in a file that names none.
    fileprivate func groups(_ fields: HuggingFaceFields, headCount: Int) -> Int {
      if fields.has("num_key_value_heads") { return headCount }
      return switch self {
      case .llama: headCount
      case .mistral: 8
      case .qwen2, .qwen3: 32
      }
    }
  }

  let member: Member
  /// Whether the file has biases of queries, keys and values; of the projection of attention's result; and of the
  /// feed-forward layers.
  let hasInputBias, hasOutputBias, hasInnerBias: Bool

  var architecture: String {
    switch member {
    case .llama: "LlamaForCausalLM"
    case .mistral: "MistralForCausalLM"
    case .qwen2: "Qwen2ForCausalLM"
    case .qwen3: "Qwen3ForCausalLM"
    }
  }

  // MARK: Writing

  /// Chooses the member that has all parts of a model. Biases that the model lacks become zeros, and norms without
  /// weights get weights of one.
  init(writing model: GPTConfiguration) throws {
    member =
      model.window != nil
      ? .mistral
      : model.normalizesHeads ? .qwen3 : model.attentionBiases && !model.hasBiases ? .qwen2 : .llama
    (hasInputBias, hasOutputBias, hasInnerBias) =
      switch member {
      case .llama: (model.hasBiases, model.hasBiases, model.hasBiases)
      case .mistral: (false, false, false)
      case .qwen2: (true, false, false)
      case .qwen3: (model.attentionBiases, model.attentionBiases, false)
      }
    let name = ["Llama", "Mistral", "Qwen2", "Qwen3"][Member.allCases.firstIndex(of: member) ?? 0]
    try Unwritable.check(
      name,
      Unwritable.everywhere(model) + [
        (model.positions != .rotary, "\(model.positions.rawValue) positions"),
        (model.positions == .rotary && model.rotaryLayout != .halves, "rotary positions in interleaved pairs"),
        (model.norm != .rms, "\(model.norm.rawValue) norms"), (!model.isGated, "feed-forward layers without gates"),
        (model.hasBiases && !hasInnerBias, "biases in feed-forward layers"),
        (model.attentionBiases && !hasInputBias, "biases in attention"),
        (model.normalizesHeads && member != .qwen3, "norms of queries and keys"),
      ])
  }

  func fields(of c: GPTConfiguration) -> [String: HuggingFaceValue] {
    var rope: [String: HuggingFaceValue] = ["rope_type": .text("default")]
    if let scaling = c.rotaryScaling {
      rope = [
        "rope_type": .text("llama3"), "factor": .number(scaling.factor),
        "low_freq_factor": .number(scaling.lowFrequencyFactor),
        "high_freq_factor": .number(scaling.highFrequencyFactor),
        "original_max_position_embeddings": .size(scaling.originalContext),
      ]
    }
    var fields: [String: HuggingFaceValue] = [
      "model_type": .text(member.rawValue), "max_position_embeddings": .size(c.contextLength),
      "hidden_size": .size(c.width), "intermediate_size": .size(c.inner), "num_hidden_layers": .size(c.layerCount),
      "num_attention_heads": .size(c.headCount), "num_key_value_heads": .size(c.groups),
      "head_dim": .size(c.channelsPerHead), "hidden_act": .text(HuggingFaceFields.name(of: c.activation)),
      "rms_norm_eps": .single(c.normEpsilon), "attention_dropout": .single(c.dropout),
      // Versions of transformers before 5 read these two, later ones the third.
      "rope_theta": .number(c.rotaryBase), "rope_scaling": c.rotaryScaling == nil ? .null : .object(rope),
      "rope_parameters": .object(rope.merging(["rope_theta": .number(c.rotaryBase)]) { $1 }),
    ]
    switch member {
    case .llama:
      fields["attention_bias"] = .flag(hasInputBias)
      fields["mlp_bias"] = .flag(hasInnerBias)
    case .mistral: fields["sliding_window"] = c.window.map { .size($0) } ?? .null
    case .qwen2: fields["use_sliding_window"] = .flag(false)
    case .qwen3:
      fields["use_sliding_window"] = .flag(false)
      fields["attention_bias"] = .flag(hasInputBias)
    }
    return fields
  }

  // MARK: Reading

  private init(_ member: Member, hasInputBias: Bool, hasOutputBias: Bool, hasInnerBias: Bool) {
    (self.member, self.hasInputBias) = (member, hasInputBias)
    (self.hasOutputBias, self.hasInnerBias) = (hasOutputBias, hasInnerBias)
  }

  static func read(_ fields: HuggingFaceFields) throws -> (family: LlamaFamily, model: GPTConfiguration) {
    let member = try Member(rawValue: fields.value("model_type", default: "llama")) ?? .llama
    let attention = member == .mistral || member == .qwen2 ? false : try fields.value("attention_bias", default: false)
    let inner = member == .llama ? try fields.value("mlp_bias", default: false) : false
    let family = LlamaFamily(
      member, hasInputBias: attention || member == .qwen2, hasOutputBias: attention, hasInnerBias: inner)
    if member == .qwen2 || member == .qwen3 {
      // With a window, some layers have it and others do not.
      try fields.expect("use_sliding_window", false)
    }

    let heads = try fields.size("num_attention_heads")
    var model = GPTConfiguration(
      vocabularySize: try fields.size("vocab_size"), contextLength: try fields.size("max_position_embeddings"),
      layerCount: try fields.size("num_hidden_layers"), headCount: heads, width: try fields.size("hidden_size"),
      dropout: try fields.dropout(dropouts.used, default: 0), hasBiases: family.hasOutputBias || inner,
      activation: try fields.activation("hidden_act", default: "silu"))
    // A model here has biases everywhere, or only those of Qwen2; biases that the file does not have are then zero.
    model.hasAttentionBiases = family.hasInputBias && !model.hasBiases ? true : nil
    let groups = try fields.given("num_key_value_heads") ?? member.groups(fields, headCount: heads)
    model.groupCount = groups == heads ? nil : groups
    // Only Qwen3 has a head size of its own unless the file says so.
    let headSize = try fields.given("head_dim", as: Int.self) ?? (member == .qwen3 ? 128 : nil)
    if let headSize, headSize &* heads != model.width { model.headSize = headSize }
    model.innerWidth = try fields.size("intermediate_size")
    model.isGated = true
    model.norm = .rms
    model.normEpsilon = try fields.value("rms_norm_eps", default: 1e-6)
    model.normalizesHeads = member == .qwen3
    if member == .mistral {
      model.window = fields.has("sliding_window") ? try fields.given("sliding_window") : 4096
    }
    model.isTied = try fields.value("tie_word_embeddings", default: false)
    model.positions = .rotary
    try readRotary(fields, into: &model)
    return (family, model)
  }

  /// Reads the base and the scaling of rotary positions: from `rope_parameters` or, in files of transformers before 5,
  /// from `rope_theta` and `rope_scaling`.
  private static func readRotary(_ fields: HuggingFaceFields, into model: inout GPTConfiguration) throws {
    let scaling = try fields.object("rope_parameters") ?? fields.object("rope_scaling")
    model.rotaryBase =
      try scaling?.given("rope_theta") ?? fields.value("rope_theta", default: 10_000)
    guard let scaling else { return }
    try scaling.expect("partial_rotary_factor", 1.0)
    let type: String = try scaling.given("rope_type") ?? scaling.value("type", default: "default")
    switch type {
    case "default": return
    case "llama3":
      func number(_ name: String) throws -> Double {
        guard let number: Double = try scaling.given(name) else {
          throw Problem(.badData, "\(name) of the rotary scaling is missing")
        }
        return number
      }
      let read = RotaryScaling(
        factor: try number("factor"), lowFrequencyFactor: try number("low_freq_factor"),
        highFrequencyFactor: try number("high_freq_factor"),
        originalContext: try scaling.size("original_max_position_embeddings"))
      guard read.factor >= 1, read.lowFrequencyFactor > 0, read.highFrequencyFactor > read.lowFrequencyFactor,
        read.originalContext > 0
      else {
        throw Problem(
          .badData,
          "the rotary scaling must have a factor of at least 1, a low_freq_factor above 0 and below high_freq_factor, "
            + "and a positive original_max_position_embeddings")
      }
      model.rotaryScaling = read
    default: throw scaling.refusal("rope_type", type, "supported here: default, llama3")
    }
  }
}
