import Layers

/// How Llama checkpoints name and lay out the parameters of a GPT with H heads in G groups of D channels.
///
/// | `GPT` | Llama checkpoint |
/// | --- | --- |
/// | `token.weight` (V, C) | `embed_tokens.weight` |
/// | `blocks.0.norm1`, `norm2` | `layers.0.input_layernorm`, `layers.0.post_attention_layernorm` |
/// | `blocks.0.attention.qkv` ((H + 2 G) D, C) | `layers.0.self_attn.q_proj` (H D, C), `k_proj` (G D, C), `v_proj` (G D, C) |
/// | `blocks.0.attention.query_norm`, `key_norm` | `layers.0.self_attn.q_norm`, `k_norm` |
/// | `blocks.0.attention.output` (C, H D) | `layers.0.self_attn.o_proj` |
/// | `blocks.0.mlp.gate`, `up`, `down` | `layers.0.mlp.gate_proj`, `up_proj`, `down_proj` |
/// | `norm` | `norm` |
/// | `head.weight` (V, C) | `lm_head.weight`, if it is not `embed_tokens.weight` |
extension LlamaFamily {
  var prefix: String { "model." }

  func tensors(of model: GPT) -> [HuggingFaceTensor] {
    let c = model.configuration
    var all = [HuggingFaceTensor("embed_tokens.weight", model.tokenEmbedding.weight)]
    func append(_ name: String, _ norm: (any Norm)?, size: Int) {
      let weight = (norm as? RMSNorm)?.weight
      all.append(HuggingFaceTensor("\(name).weight", optional: weight, rows: 0..<size, filler: 1))
    }
    for (number, block) in model.blocks.enumerated() {
      let layer = "layers.\(number)", attention = block.attention
      append("\(layer).input_layernorm", block.norm1, size: c.width)
      let queries = attention.headCount * attention.headSize, keys = attention.groupCount * attention.headSize
      for (name, first, count) in [
        ("q_proj", 0, queries), ("k_proj", queries, keys), ("v_proj", queries + keys, keys),
      ] {
        all.append(
          "\(layer).self_attn.\(name)", attention.qkv, rows: first..<first + count, hasBias: hasInputBias)
      }
      if member == .qwen3 {
        append("\(layer).self_attn.q_norm", attention.queryNorm, size: attention.headSize)
        append("\(layer).self_attn.k_norm", attention.keyNorm, size: attention.headSize)
      }
      all.append("\(layer).self_attn.o_proj", attention.output, hasBias: hasOutputBias)
      append("\(layer).post_attention_layernorm", block.norm2, size: c.width)
      if let gate = block.feedForward.gate { all.append("\(layer).mlp.gate_proj", gate, hasBias: hasInnerBias) }
      all.append("\(layer).mlp.up_proj", block.feedForward.up, hasBias: hasInnerBias)
      all.append("\(layer).mlp.down_proj", block.feedForward.down, hasBias: hasInnerBias)
    }
    append("norm", model.norm, size: c.width)
    return all
  }

  /// The frequencies of rotary positions, which older files store along with the parameters.
  func isIgnored(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 5 && parts[0] == "layers" && isNumber(parts[1]) && parts[2] == "self_attn"
      && parts[3] == "rotary_emb" && parts[4] == "inv_freq"
  }
}
