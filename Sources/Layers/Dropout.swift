import Tensors

/// Sets a random fraction of the elements to 0 in training, and does nothing otherwise.
public struct Dropout {
  /// The fraction, at least 0 and below 1.
  public let rate: Float

  /// Dropout at the given rate; 0 switches it off.
  public init(_ rate: Float) { self.rate = rate }

  /// The rate that holds in this pass.
  func rate(in context: Context) -> Float { context.isTraining ? rate : 0 }

  /// Any shape -> the same shape.
  public func callAsFunction(_ x: Tensor, _ context: inout Context) -> Tensor {
    dropout(x, rate: rate(in: context), using: &context.generator)
  }
}
