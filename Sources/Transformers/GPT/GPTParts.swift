import Layers
import Tensors

// The parts that a configuration names.

extension GPTConfiguration {
  /// Creates a norm over rows of `size` numbers.
  func makeNorm(_ size: Int) -> any Norm {
    norm.make(size, hasWeight: normsHaveWeights, hasBias: hasBiases, epsilon: normEpsilon)
  }

  /// Creates the blocks, first to last.
  func blocks() -> [TransformerBlock] {
    let output: Initialization =
      startsAtZero
      ? .zeros : .normal(standardDeviation: TransformerBlock.residualStandardDeviation(layerCount: layerCount))
    var form = SelfAttention.Form(headCount: headCount)
    (form.groupCount, form.headSize) = (groupCount, headSize)
    form.mask = window.map(AttentionMask.window) ?? .causal
    form.bias = positions == .alibi ? .alibi : .none
    if positions == .rotary {
      // All blocks share one table of angles.
      form.rotary = Rotary(
        headSize: channelsPerHead, base: rotaryBase, layout: rotaryLayout, scaling: rotaryScaling)
    }
    if normalizesHeads {
      form.headNorm = { [self] in RMSNorm(channelsPerHead, hasWeight: normsHaveWeights, epsilon: normEpsilon) }
    }
    form.hasGate = gatesHeads
    (form.hasInputBias, form.hasOutputBias) = (attentionBiases, hasBiases)
    return (0..<layerCount).map { _ in
      TransformerBlock(
        norm1: makeNorm(width),
        attention: SelfAttention(width: width, form, dropout: dropout, output: output),
        norm2: makeNorm(width),
        feedForward: FeedForward(
          width: width, innerWidth: innerWidth, isGated: isGated, bias: hasBiases, dropout: dropout, output: output,
          activation: activation), placement: normPlacement, mixesInput: mixesInput)
    }
  }
}
