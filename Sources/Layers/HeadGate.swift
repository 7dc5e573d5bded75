import Tensors

/// Decides for each token how much of what each attention head has gathered passes on: a linear map from what attention
/// sees to a number per head, whose sigmoid multiplies the head (gated attention; Qiu et al. 2025, "headwise").
///
/// A head that finds nothing of use must still spread its attention over something. With a gate, it can keep silent.
public final class HeadGate: Module {
  /// (H, C).
  public let weight: Parameter
  /// (H), initially 0; nil if there is none.
  public let bias: Parameter?

  /// Creates a gate for `headCount` heads of a layer over `width` channels.
  public init(width: Int, headCount: Int, bias hasBias: Bool = true) {
    weight = Parameter([headCount, width], .normal(standardDeviation: 0.02))
    bias = hasBias ? Parameter([headCount], .zeros) : nil
  }

  /// The weight, and the bias if there is one.
  public var children: [Child] { [.parameter("weight", weight), .parameter("bias", bias)] }

  /// Returns the heads' channels, each head multiplied by its gate: (B, T, H D) -> (B, T, H D).
  ///
  /// - Parameter x: what attention sees, (B, T, C).
  public func callAsFunction(_ heads: Tensor, for x: Tensor) -> Tensor {
    gatedHeads(heads, by: linear(x, weight: weight, bias: bias))
  }
}
