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
/// | `blocks.0.mlp.up.weight` (4 C, C) | `h.0.mlp.c_fc.weight` (C, 4 C) |
/// | `blocks.0.mlp.down.weight` (C, 4 C) | `h.0.mlp.c_proj.weight` (4 C, C) |
/// | `norm` | `ln_f` |
///
/// GPT-2 stores the linear maps as (in, out), because they were once convolutions of width 1. In a model with an output
/// layer all names begin with `transformer.`; that layer, `lm_head.weight`, is the same as `wte.weight` and is not
/// stored.
enum HuggingFaceNames {
  /// The prefix of all names except that of the output layer; files of a model without an output layer have no prefix.
  static let prefix = "transformer."
  /// The weight of the output layer.
  static let head = "lm_head.weight"

  private static let modules = [
    "token": "wte", "position": "wpe", "norm": "ln_f", "norm1": "ln_1", "norm2": "ln_2",
    "attention.qkv": "attn.c_attn", "attention.output": "attn.c_proj", "mlp.up": "mlp.c_fc", "mlp.down": "mlp.c_proj",
  ]

  /// Returns the name of a parameter, without the prefix.
  static func name(of parameter: NamedParameter) -> String {
    var parts = parameter.name.split(separator: ".").map(String.init)
    let last = parts.removeLast()
    let block = parts.first == "blocks" ? "h.\(parts[1])." : ""
    if !block.isEmpty { parts.removeFirst(2) }
    let module = parts.joined(separator: ".")
    guard let name = modules[module] else { fatalError("GPT-2 has no name for \(parameter.name)") }
    return "\(block)\(name).\(last)"
  }

  /// Whether GPT-2 stores a parameter transposed: it does for the matrices of the blocks, but not for the embeddings.
  static func isTransposed(_ parameter: NamedParameter) -> Bool {
    parameter.parameter.shape.rank == 2 && parameter.name.hasPrefix("blocks.")
  }

  /// Whether a name, without the prefix, is that of the causal mask, which older files store along with the parameters.
  static func isMask(_ name: String) -> Bool {
    /// Accepts only digits; `Int` would also accept a sign.
    func isNumber(_ text: Substring) -> Bool {
      !text.isEmpty && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "h" && isNumber(parts[1]) && parts[2] == "attn"
      && (parts[3] == "bias" || parts[3] == "masked_bias")
  }
}
