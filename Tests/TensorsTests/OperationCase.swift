import Tensors
import TestSupport
import Testing

/// An operation and inputs to test it on; the test file of each operation has a list of cases.
struct OperationCase: Sendable, CustomTestStringConvertible {
  let name: String
  let shapes: [Shape]
  /// The range of the inputs; if nil, they are normally distributed.
  let range: ClosedRange<Float>?
  let apply: @Sendable ([Tensor]) -> Tensor

  init(
    _ name: String, _ shapes: [Shape], in range: ClosedRange<Float>? = nil,
    _ apply: @escaping @Sendable ([Tensor]) -> Tensor
  ) {
    self.name = name
    self.shapes = shapes
    self.range = range
    self.apply = apply
  }

  var testDescription: String { "\(name) \(shapes.map(\.description).joined(separator: " "))" }

  func inputs() -> [Tensor] {
    shapes.enumerated().map { i, shape in
      let seed = UInt64(100 + i)
      return range.map { leaf(shape, in: $0, seed: seed) } ?? leaf(shape, seed: seed)
    }
  }

  func checkGradients(tolerance: Double = 5e-5) {
    let inputs = inputs()
    let named = inputs.enumerated().map { (name: "\(testDescription): input \($0)", tensor: $1) }
    checkGradient(of: named, tolerance: tolerance) { apply(inputs) }
  }

  /// The cases of all operations.
  static let all: [OperationCase] =
    ArithmeticTests.cases + ElementwiseFunctionsTests.cases + ActivationsTests.cases + LayoutTests.cases
    + ReductionsTests.cases
    + MatrixProductTests.cases + LinearTests.cases + FeedForwardTests.cases + GatedFeedForwardTests.cases
    + SoftCapTests.cases + SoftmaxTests.cases + LayerNormTests.cases
    + SubscriptsTests.cases + StackingTests.cases + GatherTests.cases + CumulativeSumTests.cases
    + ComparisonsTests.cases + ExtremesTests.cases + PowersTests.cases
    + RMSNormTests.cases + RotaryTests.cases + RowLookupTests.cases + MixedTests.cases + HeadGatesTests.cases
    + EmbeddingTests.cases + SparseProductTests.cases + RecurrenceTests.cases
    + AttentionTests.cases + DropoutTests.cases + LossesTests.cases
}
