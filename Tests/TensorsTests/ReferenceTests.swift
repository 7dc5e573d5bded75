import Foundation
import Kernels
import Numerics
import Tensors
import Testing
import TestSupport

/// Compares the results and all gradients of every operation with PyTorch.
struct ReferenceTests {
  static let entries: [ReferenceEntry] = (try? reference("operations.json", in: .module)) ?? []

  @Test func everyEntryIsCompared() {
    #expect(Self.entries.count == 30)
    #expect(Self.entries.map(\.name).sorted() == Self.operations.keys.sorted())
  }

  @Test(arguments: entries) func resultAndGradientsMatchPyTorch(_ entry: ReferenceEntry) throws {
    try entry.compare(with: #require(Self.operations[entry.name]))
  }
}

extension ReferenceEntry {
  /// Expects an operation to have the entry's result and gradients.
  func compare(with operation: ReferenceOperation) throws {
    let leaves = inputs.mapValues(\.leaf)
    let result = try operation(leaves, constants)
    expectTensor(result, matches: output, tolerance: 2e-6, "the result")
    try #require(result.shape == Shape(cotangent.shape))
    result.backward(cotangent.constant)
    #expect(gradients.keys.sorted() == leaves.keys.sorted())
    for (name, gradient) in gradients {
      expectTensor(leaves[name]?.gradient, matches: gradient, tolerance: 2e-6, "the gradient of \(name)")
    }
  }
}

struct ReferenceEntry: Decodable, Sendable, CustomTestStringConvertible {
  struct Constants: Decodable {
    let targets: [Int32]?
    let ids: [[Int32]]?
    let base: Double?
    let indices: [Int]?
    let window: Int?
    let start: Int?
  }

  let name: String
  let inputs: [String: ReferenceTensor]
  let constants: Constants
  let output: ReferenceTensor
  let cotangent: ReferenceTensor
  let gradients: [String: ReferenceTensor]

  var testDescription: String { name }
}

/// Inputs by name.
typealias ReferenceInputs = [String: Tensor]

extension ReferenceInputs {
  func callAsFunction(_ name: String) throws -> Tensor { try #require(self[name]) }
}

typealias ReferenceOperation = @Sendable (ReferenceInputs, ReferenceEntry.Constants) throws -> Tensor

extension ReferenceTests {
  fileprivate static let operations: [String: ReferenceOperation] = [
    "add_broadcast": { x, _ in try x("x") + x("y") },
    "multiply_broadcast": { x, _ in try x("x") * x("y") },
    "multiply_by_itself": { x, _ in try x("x") * x("x") },
    "divide": { x, _ in try x("x") / x("y") },
    "matmul": { x, _ in try matmul(x("x"), x("y")) },
    "matmul_odd_large": { x, _ in try matmul(x("x"), x("y")) },
    "matmul_batched": { x, _ in try matmul(x("x"), x("y")) },
    "linear": { x, _ in try linear(x("x"), weight: x("weight"), bias: x("bias")) },
    "sum_axis_1": { x, _ in try x("x").sum(axis: 1) },
    "mean_last": { x, _ in try x("x").mean(axis: -1, keepAxis: true) },
    "exp": { x, _ in try x("x").exp() },
    "tanh": { x, _ in try x("x").tanh() },
    "log": { x, _ in try x("x").log() },
    "relu": { x, _ in try x("x").relu() },
    "silu": { x, _ in try x("x").silu() },
    "sigmoid": { x, _ in try x("x").sigmoid() },
    "gelu_exact": { x, _ in try x("x").gelu() },
    "gelu_tanh": { x, _ in try x("x").geluTanh() },
    "softmax": { x, _ in try x("x").softmax() },
    "log_softmax": { x, _ in try x("x").logSoftmax() },
    "cross_entropy_ignoring_minus_one": { x, constants in
      try crossEntropy(x("logits"), targets: #require(constants.targets))
    },
    "layer_norm": { x, _ in try layerNorm(x("x"), weight: x("weight"), bias: x("bias")) },
    "embedding": { x, constants in
      let ids = try #require(constants.ids)
      return try embedding(x("table"), ids: ids.flatMap { $0 }, shape: [ids.count, ids[0].count])
    },
    "attention_causal": { x, _ in try attentionOfHeads(x, mask: .causal) },
    "attention_causal_long": { x, _ in try attentionOfHeads(x, mask: .causal) },
    "attention_full": { x, _ in try attentionOfHeads(x, mask: .none) },
    "attention_grouped_query": { x, _ in try attentionOfHeads(x, mask: .causal) },
    // Operations that the library lacks are composed of those that it has.
    "rms_norm": { x, _ in try rmsNorm(x("x"), weight: x("weight")) },
    "rotary": { x, constants in try rotated(x("x"), base: #require(constants.base)) },
    "swiglu": { x, _ in
      let weights = GatedFeedForwardWeights(gate: try x("gate"), up: try x("up"), down: try x("down"))
      var unused = RandomGenerator(seed: 0)
      let residual = Tensor.zeros(try x("x").shape)
      return try gatedFeedForward(x("x"), weights, .silu, addedTo: residual, dropout: 0, using: &unused)
    },
  ]
}

/// x / sqrt(mean(x^2) + epsilon) * weight.
private func rmsNorm(_ x: Tensor, weight: Tensor) -> Tensor {
  x / ((x * x).mean(axis: -1, keepAxis: true) + 1e-5).squareRoot() * weight
}

/// Attention with the axes in PyTorch's order: (B, H, T, D), (B, G, S, D), (B, G, S, D) -> (B, H, T, D).
private func attentionOfHeads(_ x: ReferenceInputs, mask: AttentionMask) throws -> Tensor {
  let (q, k, v) = (try x("q"), try x("k"), try x("v"))
  return attention(q.transposed(1, 2), k.transposed(1, 2), v.transposed(1, 2), mask: mask).transposed(1, 2)
}

/// Channels i and i + D / 2 rotated by the angle t base^(-2 i / D): (B, H, T, D) -> (B, H, T, D).
private func rotated(_ x: Tensor, base: Double) -> Tensor {
  let (T, half) = (x.shape[2], x.shape[3] / 2)
  let angles = (0..<T * half).map { Double($0 / half) * pow(base, -Double($0 % half) / Double(half)) }
  let cosines = Tensor([T, half], angles.map { Float(cos($0)) })
  let sines = Tensor([T, half], angles.map { Float(sin($0)) })
  let first = x.slice(axis: 3, 0..<half), second = x.slice(axis: 3, half..<2 * half)
  return concatenate(
    [first * cosines - second * sines, second * cosines + first * sines], axis: 3)
}
