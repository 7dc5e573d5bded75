import Tensors

/// Sets a random fraction of the elements to 0 during training, and does nothing otherwise.
public struct Dropout {
  /// The fraction, at least 0 and below 1.
  public let rate: Float

  /// Creates dropout at the given rate; 0 turns it off.
  public init(_ rate: Float) { self.rate = rate }

  /// The rate that applies in this pass.
  func rate(in pass: ForwardPass) -> Float { pass.isTraining ? rate : 0 }

  /// Any shape -> the same shape.
  public func callAsFunction(_ x: Tensor, _ pass: inout ForwardPass) -> Tensor {
    dropout(x, rate: rate(in: pass), using: &pass.generator)
  }
}
