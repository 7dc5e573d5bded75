import Kernels
import Synchronization

/// Runs `body`, in which the weights of linear maps do not change: each is rearranged for its products once, not once a
/// product.
///
/// A training step that goes through its batch in pieces is such a stretch, and an evaluation. Weights that are written
/// to inside `body` may count as they were before.
public func withFixedWeights<Result>(_ body: () throws -> Result) rethrows -> Result {
  // A stretch inside another is part of it.
  guard FixedWeights.stretch == nil else { return try body() }
  let number = FixedWeights.count.add(1, ordering: .relaxed).newValue
  return try FixedWeights.$stretch.withValue(number, operation: body)
}

private enum FixedWeights {
  static let count = Atomic<Int>(0)
  /// The number of the stretch that the program is in.
  @TaskLocal static var stretch: Int?
}

/// A weight's panels, the stretch in which they were made, and its shape then: tensors of several shapes may share memory.
struct KeptPanels {
  fileprivate let stretch: Int
  fileprivate let shape: Shape
  fileprivate let matrix: PackedMatrix
}

extension Tensor {
  /// This matrix as the right-hand side of a product, in panels; those made earlier in the same stretch, if there are.
  func packed(transposed: Bool) -> PackedMatrix {
    let stretch = FixedWeights.stretch
    let kept = transposed ? storage.transposedPanels : storage.panels
    if let kept, kept.stretch == stretch, kept.shape == shape { return kept.matrix }
    let (k, n) = transposed ? (shape[1], shape[0]) : (shape[0], shape[1])
    let matrix = PackedMatrix(data, n: n, k: k, transposed: transposed)
    guard let stretch else { return matrix }
    let new = KeptPanels(stretch: stretch, shape: shape, matrix: matrix)
    if transposed { storage.transposedPanels = new } else { storage.panels = new }
    return matrix
  }
}
