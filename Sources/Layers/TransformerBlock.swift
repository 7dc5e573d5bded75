import Tensors

/// One layer of a GPT: attention, then the feed-forward layer. Each reads the normalized residual stream and adds to it
/// (pre-norm, as in GPT-2): (B, T, C) -> (B, T, C).
public final class TransformerBlock: Module {
  /// Before attention.
  public let norm1: LayerNorm
  /// Across time.
  public let attention: SelfAttention
  /// Before the feed-forward layer.
  public let norm2: LayerNorm
  /// Across channels.
  public let feedForward: FeedForward

  /// Creates a block over `width` channels for a model of `layerCount` blocks.
  ///
  /// Each block adds to the residual stream twice. The maps that feed it start smaller by a factor of
  /// 1 / sqrt(2 layers), so its size does not grow with depth (Radford et al. 2019, section 2.3).
  public init(
    width: Int, headCount: Int, layerCount: Int, bias: Bool, dropout: Float, activation: Activation = .gelu
  ) {
    let residualStandardDeviation = 0.02 / Float(2 * layerCount).squareRoot()
    norm1 = LayerNorm(width, bias: bias)
    attention = SelfAttention(
      width: width, headCount: headCount, bias: bias, dropout: dropout,
      outputStandardDeviation: residualStandardDeviation)
    norm2 = LayerNorm(width, bias: bias)
    feedForward = FeedForward(
      width: width, bias: bias, dropout: dropout, outputStandardDeviation: residualStandardDeviation,
      activation: activation)
  }

  /// The two norms and the two layers, in the order of use.
  public var children: [Child] {
    [.module("norm1", norm1), .module("attention", attention), .module("norm2", norm2), .module("mlp", feedForward)]
  }

  /// (B, T, C) -> (B, T, C).
  public func callAsFunction(_ x: Tensor, _ pass: inout ForwardPass) -> Tensor {
    let x = attention(norm1(x), addedTo: x, &pass)
    return feedForward(norm2(x), addedTo: x, &pass)
  }
}
