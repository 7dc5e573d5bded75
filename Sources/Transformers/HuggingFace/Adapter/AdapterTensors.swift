import Files
import Layers
import Tensors

/// How the low-rank adapters of a model are stored for one of its tensors in a Hugging Face checkpoint, which is how PEFT
/// names and shapes them.
///
/// | `GPT` | PEFT over a GPT-2 | PEFT over a Llama |
/// | --- | --- | --- |
/// | query | rows of `h.0.attn.c_attn` | `layers.0.self_attn.q_proj` |
/// | key | rows of `h.0.attn.c_attn` | `layers.0.self_attn.k_proj` |
/// | value | rows of `h.0.attn.c_attn` | `layers.0.self_attn.v_proj` |
/// | output | `h.0.attn.c_proj` | `layers.0.self_attn.o_proj` |
/// | gate | | `layers.0.mlp.gate_proj` |
/// | inner | `h.0.mlp.c_fc` | `layers.0.mlp.up_proj` |
/// | outer | `h.0.mlp.c_proj` | `layers.0.mlp.down_proj` |
/// | head | `lm_head` | `lm_head` |
///
/// Each has `lora_A.weight`, (r, in), and `lora_B.weight`, (out, r): also where the family stores the weight itself as
/// (in, out).
///
/// GPT-2 has one map for queries, keys and values. Their n adapters of rank r become one of rank n r: A has the rows of
/// each, and B has a block for each.
struct AdapterTensors {
  /// The module's name in the checkpoint, such as `transformer.h.0.attn.c_attn`.
  let module: String
  /// Their sum of ranks, and alpha for this rank.
  let rank: Int, alpha: Float
  /// (rank, in) and (out, rank).
  let a, b: Tensor

  /// The names of the two tensors in a file of PEFT.
  static func names(_ module: String) -> (a: String, b: String) {
    ("base_model.model.\(module).lora_A.weight", "base_model.model.\(module).lora_B.weight")
  }

  /// Joins the adapters of a module whose outputs are some rows of a layer; nil if there are none.
  init?(_ module: String, _ layer: Linear, rows: Range<Int>) {
    let adapters = layer.adapters.filter { $0.rows.overlaps(rows) }
    guard let first = adapters.first else { return nil }
    let (rank, width) = (adapters.reduce(0) { $0 + $1.rank }, layer.weight.shape[1])
    var a: [Float] = [], b = [Float](repeating: 0, count: rows.count * rank), column = 0
    for adapter in adapters {
      a += adapter.a.elements
      let elements = adapter.b.elements, factor = adapter.scale / first.scale
      for row in adapter.rows.clamped(to: rows) {
        for i in 0..<adapter.rank {
          let element = elements[(row - adapter.rows.lowerBound) * adapter.rank + i]
          b[(row - rows.lowerBound) * rank + column + i] = factor == 1 ? element : element * factor
        }
      }
      column += adapter.rank
    }
    self.module = module
    (self.rank, alpha) = (rank, first.scale * Float(rank))
    (self.a, self.b) = (Tensor([rank, width], a), Tensor([rows.count, rank], b))
  }
}

/// A module of a checkpoint that adapters can change.
struct AdaptableModule {
  /// The name in the checkpoint, with the family's prefix.
  let name: String
  /// The layer here, and those of its outputs that are the module's.
  let layer: Linear, rows: Range<Int>

  /// The modules of a model, in the order of the checkpoint.
  static func all(of model: GPT, _ family: any HuggingFaceFamily) -> [AdaptableModule] {
    let layers = model.adaptableMaps
    func module(_ name: String, _ tensor: HuggingFaceTensor) -> AdaptableModule? {
      guard let layer = layers.first(where: { tensor.isPart(of: $0.weight) }) else { return nil }
      return AdaptableModule(name: String(name.dropLast(".weight".count)), layer: layer, rows: tensor.rows)
    }
    return model.huggingFaceTensors(family).compactMap { module($0.name, $0.tensor) }
  }

  /// The end of the name that is the same in all blocks, such as `attn.c_attn`, or `lm_head`: what PEFT knows modules by.
  var kind: String { name.split(separator: ".").suffix(2).joined(separator: ".") }
}
