import Kernels
import Numerics
import Tensors
import Testing
import TestSupport

/// Compares the exchangeable parts of a transformer with PyTorch: linear biases, whose values come from transformers'
/// `build_alibi_tensor`, windows, gated feed-forward layers and heads, the soft cap and sinusoidal positions.
struct PartsReferenceTests {
  static let entries: [ReferenceEntry] = (try? reference("parts.json", in: .module)) ?? []

  @Test func everyEntryIsCompared() {
    #expect(Self.entries.count == 11)
    #expect(Self.entries.map(\.name).sorted() == Self.operations.keys.sorted())
  }

  @Test(arguments: entries) func resultAndGradientsMatchPyTorch(_ entry: ReferenceEntry) throws {
    try entry.compare(with: #require(Self.operations[entry.name]))
  }

  private static let operations: [String: ReferenceOperation] = [
    "alibi_of_4_heads": { x, _ in try attend(x, .causal, .alibi) },
    "alibi_of_6_heads_in_3_groups": { x, _ in try attend(x, .causal, .alibi) },
    "alibi_of_8_heads_over_many_keys": { x, _ in try attend(x, .causal, .alibi) },
    "alibi_in_a_window": { x, constants in try attend(x, .window(#require(constants.window)), .alibi) },
    "window": { x, constants in try attend(x, .window(#require(constants.window)), .none) },
    "swiglu_with_biases": { x, _ in try gated(x, .silu) },
    "geglu": { x, _ in try gated(x, .gelu) },
    "reglu_of_one_row": { x, _ in try gated(x, .relu) },
    "gated_heads": { x, _ in gatedHeads(try x("x"), by: try x("gates")) },
    "soft_cap": { x, _ in try softCapped(x("x"), cap: 15) },
    // The table has no gradient, so it is added to a zero.
    "sinusoids": { x, constants in
      let zero = try x("zero")
      return try zero
        + sinusoidalPositions(count: zero.shape[0], width: zero.shape[1], start: #require(constants.start))
    },
  ]

  /// Attention with the axes in PyTorch's order: (B, H, T, D), (B, G, T, D), (B, G, T, D) -> (B, H, T, D).
  private static func attend(_ x: ReferenceInputs, _ mask: AttentionMask, _ bias: AttentionBias) throws -> Tensor {
    let (q, k, v) = (try x("q"), try x("k"), try x("v"))
    return attention(q.transposed(1, 2), k.transposed(1, 2), v.transposed(1, 2), mask: mask, bias: bias)
      .transposed(1, 2)
  }

  private static func gated(_ x: ReferenceInputs, _ activation: Activation) throws -> Tensor {
    let weights = GatedFeedForwardWeights(
      gate: try x("gate"), gateBias: x["gate_bias"], up: try x("up"), upBias: x["up_bias"], down: try x("down"),
      downBias: x["down_bias"])
    var unused = RandomGenerator(seed: 0)
    return try gatedFeedForward(x("x"), weights, activation, addedTo: x("residual"), dropout: 0, using: &unused)
  }
}
