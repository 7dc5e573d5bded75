import Tensors

/// Lets each time step gather relevant information from others: (B, T, C) -> (B, T, C).
///
/// One projection computes the queries of all H heads and the keys and values of all G groups. Each head attends over
/// D channels, with the keys and values of its group. A second projection mixes the heads (Vaswani et al. 2017, section
/// 3.2.2). With G = H, each head has its own keys and values (multi-head attention); with fewer groups, several heads
/// share them (grouped-query attention; Ainslie et al. 2023), and with one, all do (multi-query attention; Shazeer
/// 2019).
public final class SelfAttention: Module {
  /// The form of an attention layer.
  public struct Form {
    /// H.
    public var headCount: Int
    /// G; divides H. Nil for as many as there are heads of queries.
    public var groupCount: Int?
    /// D; nil for C / H.
    public var headSize: Int?
    /// Which time steps can see which.
    public var mask = AttentionMask.causal
    /// What is added to the scores besides the mask.
    public var bias = AttentionBias.none
    /// Rotates queries and keys by their positions; nil for no rotary positions.
    public var rotary: Rotary?
    /// Creates a norm for heads of D channels, which queries and keys then go through (QK-norm); nil for none.
    public var headNorm: (() -> RMSNorm)?
    /// Whether each head passes a gate on its way to the second projection.
    public var hasGate = false
    /// Whether the projection to queries, keys and values, and the gate, have biases.
    public var hasInputBias = true
    /// Whether the projection of the result has biases.
    public var hasOutputBias = true

    /// Creates the form of a plain layer with H heads.
    public init(headCount: Int) { self.headCount = headCount }
  }

  /// C -> (H + 2 G) D: all queries, then all keys, then all values.
  public let qkv: Linear
  /// How much of each head passes on to the second projection; nil for all of it.
  public let gate: HeadGate?
  /// H D -> C.
  public let output: Linear
  /// The norms of queries and keys; nil if there are none.
  public let queryNorm, keyNorm: RMSNorm?
  /// H.
  public let headCount: Int
  /// G; divides H.
  public let groupCount: Int
  /// D.
  public let headSize: Int
  /// Which time steps can see which.
  public let mask: AttentionMask
  /// What is added to the scores besides the mask.
  public let bias: AttentionBias
  private let rotary: Rotary?
  private let dropout: Dropout

  /// Creates attention over `width` channels.
  ///
  /// - Parameter output: how the weights of the second projection, which feeds the residual stream, are initialized.
  public init(
    width: Int, _ form: Form, dropout: Float = 0, output: Initialization = .normal(standardDeviation: 0.02)
  ) {
    (headCount, groupCount) = (form.headCount, form.groupCount ?? form.headCount)
    (mask, bias, rotary) = (form.mask, form.bias, form.rotary)
    precondition(
      headCount > 0 && groupCount > 0 && headCount % groupCount == 0
        && (form.headSize != nil || width % headCount == 0),
      "SelfAttention: \(headCount) heads in \(groupCount) groups do not divide \(width) channels")
    headSize = form.headSize ?? width / headCount
    precondition(rotary?.headSize ?? headSize == headSize, "SelfAttention: rotary positions for heads of another size")
    qkv = Linear(width, (headCount + 2 * groupCount) * headSize, bias: form.hasInputBias)
    gate = form.hasGate ? HeadGate(width: width, headCount: headCount, bias: form.hasInputBias) : nil
    self.output = Linear(headCount * headSize, width, bias: form.hasOutputBias, output)
    (queryNorm, keyNorm) = (form.headNorm?(), form.headNorm?())
    self.dropout = Dropout(dropout)
  }

  /// Creates a plain layer, as in GPT-2.
  ///
  /// - Parameters:
  ///   - groupCount: the number of heads of keys and values; nil for as many as there are heads of queries.
  ///   - outputStandardDeviation: the standard deviation of the initial weights of the second projection.
  public convenience init(
    width: Int, headCount: Int, groupCount: Int? = nil, mask: AttentionMask = .causal, bias: Bool = true,
    dropout: Float = 0, outputStandardDeviation: Float = 0.02
  ) {
    var form = Form(headCount: headCount)
    (form.groupCount, form.mask) = (groupCount, mask)
    (form.hasInputBias, form.hasOutputBias) = (bias, bias)
    self.init(width: width, form, dropout: dropout, output: .normal(standardDeviation: outputStandardDeviation))
  }

  /// The two projections, the norms of queries and keys, and the gate.
  public var children: [Child] {
    [
      .module("qkv", qkv), queryNorm.map { .module("query_norm", $0) } ?? .none,
      keyNorm.map { .module("key_norm", $0) } ?? .none, gate.map { .module("gate", $0) } ?? .none,
      .module("output", output),
    ]
  }

  /// Returns residual + the attention of x, after dropout in training: both (B, T, C) -> (B, T, C).
  ///
  /// - Parameter values: (B, T, G D), added to the values; nil for nothing.
  public func callAsFunction(
    _ x: Tensor, addedTo residual: Tensor, values: Tensor? = nil, _ pass: inout ForwardPass
  ) -> Tensor {
    var qkv = qkv(x)
    if let queryNorm, let keyNorm {
      qkv = rmsNorm(
        qkv: qkv, headCount: headCount, groupCount: groupCount, queryWeight: queryNorm.weight,
        keyWeight: keyNorm.weight, epsilon: queryNorm.epsilon)
    }
    if let rotary { qkv = rotary(qkv, headCount: headCount + groupCount, start: pass.start) }
    if let values { qkv = adding(values, toLastOf: qkv) }
    let heads = gathered(qkv, &pass)
    return output(gate.map { $0(heads, for: x) } ?? heads, addedTo: residual, dropout, &pass)
  }

  /// The values that the heads gather, from queries, keys and values: (B, T, (H + 2 G) D) -> (B, T, H D).
  private func gathered(_ qkv: Tensor, _ pass: inout ForwardPass) -> Tensor {
    if let cache = pass.cache {
      return attention(
        qkv: qkv, headCount: headCount, groupCount: groupCount, mask: mask, bias: bias,
        cache: cache.layer(self, groupCount: groupCount, headSize: headSize))
    }
    return attention(
      qkv: qkv, headCount: headCount, groupCount: groupCount, mask: mask, bias: bias, dropout: dropout.rate(in: pass),
      using: &pass.generator)
  }
}
