import Tensors

/// Lets each time step gather relevant information from others: (B, T, C) -> (B, T, C).
///
/// One projection computes the queries of all H heads and the keys and values of all G groups. Each head attends over
/// D = C / H channels, with the keys and values of its group. A second projection mixes the heads (Vaswani et al. 2017,
/// section 3.2.2). With G = H, each head has its own keys and values; with fewer groups, several heads share them
/// (Ainslie et al. 2023).
public final class SelfAttention: Module {
  /// C -> (H + 2 G) D: all queries, then all keys, then all values.
  public let qkv: Linear
  /// C -> C.
  public let output: Linear
  /// H.
  public let headCount: Int
  /// G; divides H.
  public let groupCount: Int
  /// Which time steps can see which.
  public let mask: AttentionMask
  private let dropout: Dropout

  /// Creates attention over `width` channels.
  ///
  /// - Parameters:
  ///   - groupCount: the number of heads of keys and values; nil for as many as there are heads of queries.
  ///   - outputStandardDeviation: the standard deviation of the initial weights of the second projection, which feeds
  ///     the residual stream.
  public init(
    width: Int, headCount: Int, groupCount: Int? = nil, mask: AttentionMask = .causal, bias: Bool = true,
    dropout: Float = 0, outputStandardDeviation: Float = 0.02
  ) {
    let groupCount = groupCount ?? headCount
    precondition(
      width % headCount == 0 && headCount % groupCount == 0,
      "SelfAttention: \(headCount) heads in \(groupCount) groups do not divide \(width) channels")
    qkv = Linear(width, (headCount + 2 * groupCount) * (width / headCount), bias: bias)
    output = Linear(width, width, bias: bias, standardDeviation: outputStandardDeviation)
    (self.headCount, self.groupCount, self.mask) = (headCount, groupCount, mask)
    self.dropout = Dropout(dropout)
  }

  /// The two projections.
  public var children: [Child] { [.module("qkv", qkv), .module("output", output)] }

  /// Returns residual + the attention of x, after dropout in training: both (B, T, C) -> (B, T, C).
  public func callAsFunction(_ x: Tensor, addedTo residual: Tensor, _ pass: inout ForwardPass) -> Tensor {
    output(gathered(qkv(x), &pass), addedTo: residual, dropout, &pass)
  }

  /// The values that the heads gather, from queries, keys and values: (B, T, (H + 2 G) D) -> (B, T, C).
  private func gathered(_ qkv: Tensor, _ pass: inout ForwardPass) -> Tensor {
    if let cache = pass.cache {
      let headSize = output.weight.shape[1] / headCount
      return attention(
        qkv: qkv, headCount: headCount, groupCount: groupCount, mask: mask,
        cache: cache.layer(self, groupCount: groupCount, headSize: headSize))
    }
    return attention(
      qkv: qkv, headCount: headCount, groupCount: groupCount, mask: mask, dropout: dropout.rate(in: pass),
      using: &pass.generator)
  }
}
