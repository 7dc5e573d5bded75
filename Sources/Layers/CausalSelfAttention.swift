import Tensors

/// Each time step gathers from itself and those before it what it finds relevant: (B, T, C) -> (B, T, C).
///
/// One projection makes queries, keys and values of all H heads; each head attends over C / H channels; a second
/// projection mixes the heads (Vaswani et al. 2017, section 3.2.2).
public final class CausalSelfAttention: Module {
  /// C -> 3 C: all queries, then all keys, then all values.
  public let qkv: Linear
  /// C -> C.
  public let output: Linear
  /// H.
  public let headCount: Int
  private let dropout: Dropout

  /// Attention over `width` channels.
  ///
  /// - Parameter outputDeviation: the deviation of the second projection, which feeds the residual path.
  public init(width: Int, headCount: Int, bias: Bool, dropout: Float, outputDeviation: Float) {
    qkv = Linear(width, 3 * width, bias: bias)
    output = Linear(width, width, bias: bias, deviation: outputDeviation)
    self.headCount = headCount
    self.dropout = Dropout(dropout)
  }

  /// The two projections.
  public var children: [Child] { [.module("qkv", qkv), .module("output", output)] }

  /// residual + the attention of x, after dropout in training: both (B, T, C) -> (B, T, C).
  public func callAsFunction(_ x: Tensor, addedTo residual: Tensor, _ context: inout Context) -> Tensor {
    let gathered = attention(
      qkv: qkv(x), headCount: headCount, dropout: dropout.rate(in: context), using: &context.generator)
    return output(gathered, addedTo: residual, dropout, &context)
  }
}
