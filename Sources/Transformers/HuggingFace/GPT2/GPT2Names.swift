import Layers

/// How GPT-2 checkpoints name and lay out the parameters of a GPT.
///
/// | `GPT` | GPT-2 checkpoint |
/// | --- | --- |
/// | `token.weight` (V, C) | `wte.weight` |
/// | `position.weight` (context, C) | `wpe.weight` |
/// | `blocks.0.norm1`, `norm2` | `h.0.ln_1`, `h.0.ln_2` |
/// | `blocks.0.attention.qkv.weight` (3 C, C) | `h.0.attn.c_attn.weight` (C, 3 C) |
/// | `blocks.0.attention.output.weight` (C, C) | `h.0.attn.c_proj.weight`, transposed |
/// | `blocks.0.mlp.up.weight` (F, C) | `h.0.mlp.c_fc.weight` (C, F) |
/// | `blocks.0.mlp.down.weight` (C, F) | `h.0.mlp.c_proj.weight` (F, C) |
/// | `norm` | `ln_f` |
/// | `head.weight` (V, C) | `lm_head.weight`, if it is not `wte.weight` |
///
/// GPT-2 stores the linear maps of its blocks as (in, out), because they were once convolutions of width 1.
extension GPT2Family {
  var prefix: String { "transformer." }

  func tensors(of model: GPT) -> [HuggingFaceTensor] {
    let width = model.configuration.width
    var all = [HuggingFaceTensor("wte.weight", model.tokenEmbedding.weight)]
    if let positions = model.positionEmbedding { all.append(HuggingFaceTensor("wpe.weight", positions.weight)) }
    func append(_ name: String, _ norm: any Norm) {
      let norm = norm as? LayerNorm
      all.append(HuggingFaceTensor("\(name).weight", optional: norm?.weight, rows: 0..<width, filler: 1))
      all.append(HuggingFaceTensor("\(name).bias", optional: norm?.bias, rows: 0..<width, filler: 0))
    }
    for (number, block) in model.blocks.enumerated() {
      append("h.\(number).ln_1", block.norm1)
      all.append("h.\(number).attn.c_attn", block.attention.qkv, hasBias: true, isTransposed: true)
      all.append("h.\(number).attn.c_proj", block.attention.output, hasBias: true, isTransposed: true)
      append("h.\(number).ln_2", block.norm2)
      all.append("h.\(number).mlp.c_fc", block.feedForward.up, hasBias: true, isTransposed: true)
      all.append("h.\(number).mlp.c_proj", block.feedForward.down, hasBias: true, isTransposed: true)
    }
    append("ln_f", model.norm)
    return all
  }

  /// The causal mask, which older files store along with the parameters.
  func isIgnored(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "h" && isNumber(parts[1]) && parts[2] == "attn"
      && (parts[3] == "bias" || parts[3] == "masked_bias")
  }
}

/// Whether a part of a name is the number of a block. It accepts only digits; `Int` would also accept a sign.
func isNumber(_ text: Substring) -> Bool {
  !text.isEmpty && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
}
