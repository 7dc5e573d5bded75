import Tensors

/// A table of vectors, one per id: ids -> (..., C).
public final class Embedding: Module {
  /// (V, C).
  public let weight: Parameter

  /// Creates a table of `count` vectors with `size` dimensions.
  public init(_ count: Int, _ size: Int, _ initialization: Initialization = .normal(standardDeviation: 0.02)) {
    weight = Parameter([count, size], initialization, role: .tokens)
  }

  /// The table.
  public var children: [Child] { [.parameter("weight", weight)] }

  /// Returns the vectors of the ids, which fill `shape`: -> (shape..., C).
  public func callAsFunction(_ ids: [Int32], shape: Shape) -> Tensor { embedding(weight, ids: ids, shape: shape) }

  /// Uses the table as the weight of an output layer (weight tying, Press and Wolf 2017): (..., C) -> (..., V).
  public func logits(_ x: Tensor) -> Tensor { linear(x, weight: weight) }
}
