import Tensors

/// A table of vectors, one for each id: ids -> (..., C).
public final class Embedding: Module {
  /// (V, C).
  public let weight: Parameter

  /// A table of `count` vectors of `size` numbers.
  public init(_ count: Int, _ size: Int, _ initialisation: Initialisation = .normal(deviation: 0.02)) {
    weight = Parameter([count, size], initialisation)
  }

  /// The table.
  public var children: [Child] { [.parameter("weight", weight)] }

  /// The vectors of the ids, which fill `shape`: -> (shape..., C).
  public func callAsFunction(_ ids: [Int32], shape: Shape) -> Tensor { embedding(weight, ids: ids, shape: shape) }

  /// The table used the other way round, as an output layer (Press and Wolf 2017): (..., C) -> (..., V).
  public func logits(_ x: Tensor) -> Tensor { linear(x, weight: weight) }
}
