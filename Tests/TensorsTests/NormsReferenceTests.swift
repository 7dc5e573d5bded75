import Kernels
import Tensors
import Testing
import TestSupport

/// Compares RMSNorm, QK-norm, rotary positions and the squared ReLU with PyTorch and transformers in double precision.
struct NormsReferenceTests {
  static let entries: [ReferenceEntry] = (try? reference("norms.json", in: .module)) ?? []

  @Test func everyEntryIsCompared() {
    #expect(Self.entries.count == 6)
    #expect(Self.entries.map(\.name).sorted() == Self.operations.keys.sorted())
  }

  @Test(arguments: entries) func resultAndGradientsMatchPyTorch(_ entry: ReferenceEntry) throws {
    try entry.compare(with: #require(Self.operations[entry.name]))
  }

  private static let operations: [String: ReferenceOperation] = [
    "rms_norm": { x, _ in try rmsNorm(x("x"), weight: x("weight"), epsilon: 1e-5) },
    "rms_norm_without_weight": { x, _ in try rmsNorm(x("x"), epsilon: 1e-6) },
    "relu_squared": { x, _ in try x("x").reluSquared() },
    "rotary_halves": { x, _ in try RotaryTests.rotated(x("x"), headCount: 3, headSize: 6) },
    "rotary_interleaved": { x, _ in
      try RotaryTests.rotated(x("x"), headCount: 3, headSize: 6, layout: .interleaved)
    },
    "qk_norm": { x, _ in
      try rmsNorm(qkv: x("qkv"), headCount: 4, groupCount: 2, queryWeight: x("query"), keyWeight: x("key"))
    },
  ]
}
