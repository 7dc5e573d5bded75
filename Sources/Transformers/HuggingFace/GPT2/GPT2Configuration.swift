import Layers

/// The GPT-2 family, `GPT2LMHeadModel`: learned positions, LayerNorms, biases everywhere.
///
/// This half is its `config.json`; `GPT2Names.swift` has its tensors.
struct GPT2Family: HuggingFaceFamily {
  static let types = ["gpt2"]
  static let dropouts = (used: "resid_pdrop", others: ["embd_pdrop", "attn_pdrop"])
  let architecture = "GPT2LMHeadModel"

  private init() {}

  /// Models without biases become models with biases of zero.
  init(writing model: GPTConfiguration) throws {
    try Unwritable.check(
      "GPT-2",
      Unwritable.everywhere(model) + [
        (model.positions != .learned, "\(model.positions.rawValue) positions"),
        (model.norm != .layer, "\(model.norm.rawValue) norms"), (model.normalizesHeads, "norms of queries and keys"),
        (model.isGated, "gated feed-forward layers"), (model.window != nil, "window of attention"),
        (model.groups != model.headCount, "grouped queries"),
        (model.channelsPerHead * model.headCount != model.width, "heads of \(model.channelsPerHead) channels"),
      ])
  }

  static func read(_ fields: HuggingFaceFields) throws -> (family: GPT2Family, model: GPTConfiguration) {
    try fields.expect("scale_attn_weights", true)
    try fields.expect("scale_attn_by_inverse_layer_idx", false)
    try fields.expect("add_cross_attention", false)
    var model = GPTConfiguration(
      vocabularySize: try fields.size("vocab_size"), contextLength: try fields.size("n_positions"),
      layerCount: try fields.size("n_layer"), headCount: try fields.size("n_head"), width: try fields.size("n_embd"),
      dropout: try fields.dropout(dropouts.used, default: 0.1), hasBiases: true,
      activation: try fields.activation("activation_function", default: "gelu_new"))
    model.innerWidth = try fields.given("n_inner")
    // Files of four times the width are those of older versions, which knew no other.
    if model.innerWidth == 4 * model.width { model.innerWidth = nil }
    model.normEpsilon = try fields.value("layer_norm_epsilon", default: 1e-5)
    model.isTied = try fields.value("tie_word_embeddings", default: true)
    return (GPT2Family(), model)
  }

  func fields(of c: GPTConfiguration) -> [String: HuggingFaceValue] {
    [
      "model_type": .text("gpt2"), "n_positions": .size(c.contextLength), "n_embd": .size(c.width),
      "n_layer": .size(c.layerCount), "n_head": .size(c.headCount), "n_inner": .size(c.inner),
      "activation_function": .text(HuggingFaceFields.name(of: c.activation)),
      "layer_norm_epsilon": .single(c.normEpsilon), "scale_attn_weights": .flag(true),
      "scale_attn_by_inverse_layer_idx": .flag(false), "add_cross_attention": .flag(false),
      "resid_pdrop": .single(c.dropout), "embd_pdrop": .single(c.dropout), "attn_pdrop": .single(c.dropout),
    ]
  }
}
