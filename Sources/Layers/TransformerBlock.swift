import Tensors

/// Where a block has its norms.
public enum NormPlacement: String, Codable, CaseIterable, Sendable {
  /// Before each of its two layers, on a branch of the residual stream (pre-norm, as in GPT-2).
  case before
  /// After each addition to the residual stream, in the stream itself (post-norm, as in the transformer of 2017).
  case after
}

/// One layer of a GPT: attention, then the feed-forward layer. Each adds to the residual stream: (B, T, C) ->
/// (B, T, C).
public final class TransformerBlock: Module {
  /// The norm of attention.
  public let norm1: any Norm
  /// Across time.
  public let attention: SelfAttention
  /// The norm of the feed-forward layer.
  public let norm2: any Norm
  /// Across channels.
  public let feedForward: FeedForward
  /// Where the norms are.
  public let placement: NormPlacement
  /// The factors of the residual stream and of the model's input at the start of the block, (2), initially 1 and 0; nil
  /// if the stream comes in as it is.
  public let mix: Parameter?

  /// Creates a block from its parts.
  ///
  /// - Parameter mixesInput: whether the block begins with a learned mix of the residual stream and the model's input.
  public init(
    norm1: any Norm, attention: SelfAttention, norm2: any Norm, feedForward: FeedForward,
    placement: NormPlacement = .before, mixesInput: Bool = false
  ) {
    (self.norm1, self.attention, self.norm2, self.feedForward) = (norm1, attention, norm2, feedForward)
    self.placement = placement
    mix = mixesInput ? Parameter([2], .values([1, 0])) : nil
  }

  /// Creates a block of GPT-2 over `width` channels, for a model of `layerCount` blocks.
  ///
  /// Each block adds to the residual stream twice. The maps that feed it start smaller by a factor of
  /// 1 / sqrt(2 layers), so its size does not grow with depth (Radford et al. 2019, section 2.3).
  public convenience init(
    width: Int, headCount: Int, layerCount: Int, bias: Bool = true, dropout: Float = 0, activation: Activation = .gelu
  ) {
    let deviation = Self.residualStandardDeviation(layerCount: layerCount)
    self.init(
      norm1: LayerNorm(width, bias: bias),
      attention: SelfAttention(
        width: width, headCount: headCount, bias: bias, dropout: dropout, outputStandardDeviation: deviation),
      norm2: LayerNorm(width, bias: bias),
      feedForward: FeedForward(
        width: width, bias: bias, dropout: dropout, output: .normal(standardDeviation: deviation),
        activation: activation))
  }

  /// The standard deviation of the initial weights of the maps that feed the residual stream.
  public static func residualStandardDeviation(layerCount: Int) -> Float {
    0.02 / Float(2 * layerCount).squareRoot()
  }

  /// The parts in the order of use.
  public var children: [Child] {
    [
      .parameter("mix", mix), .module("norm1", norm1), .module("attention", attention), .module("norm2", norm2),
      .module("mlp", feedForward),
    ]
  }

  /// (B, T, C) -> (B, T, C).
  ///
  /// - Parameters:
  ///   - input: what entered the first block, (B, T, C).
  ///   - values: (B, T, G D), added to the values of attention; nil for nothing.
  public func callAsFunction(
    _ x: Tensor, input: Tensor? = nil, values: Tensor? = nil, _ pass: inout ForwardPass
  ) -> Tensor {
    var x = x
    if let mix, let input { x = mixed(x, input, weights: mix) }
    switch placement {
    case .before:
      x = attention(norm1(x), addedTo: x, values: values, &pass)
      return feedForward(norm2(x), addedTo: x, &pass)
    case .after:
      x = norm1(attention(x, addedTo: x, values: values, &pass))
      return norm2(feedForward(x, addedTo: x, &pass))
    }
  }
}
