import Layers
import Tensors

/// Named forms of a GPT: which parts it is made of.
public enum GPTPreset: String, CaseIterable, Sendable {
  /// The form of GPT-2 (Radford et al. 2019), which courses teach: learned positions, LayerNorm, GELU, biases, a tied
  /// output layer.
  case gpt2
  /// The form of Llama (Touvron et al. 2023): rotary positions, RMSNorm, SwiGLU, no biases.
  case llama
  /// The form that learns fastest here: Llama's positions and norms, QK-norm, a squared ReLU, an output layer of its own,
  /// blocks that begin by passing on what they get, value embeddings, a mix with the input, and a memory of n-grams.
  case modern

  /// Gives a configuration the parts of this form. The sizes stay as they are, but gated feed-forward layers get two
  /// thirds of the usual inner width: they have three matrices in place of two, and so about as many parameters.
  public func setParts(of c: inout GPTConfiguration) {
    guard self != .gpt2 else { return }
    c.positions = .rotary
    c.norm = .rms
    c.hasBiases = false
    c.isTied = false
    switch self {
    case .gpt2: break
    case .llama:
      c.activation = .silu
      c.isGated = true
      // Two thirds of 4 C, rounded up to a multiple of 32.
      c.innerWidth = (c.width * 8 / 3 + 31) / 32 * 32
    case .modern:
      c.normsHaveWeights = false
      c.activation = .reluSquared
      c.startsAtZero = true
      c.normalizesHeads = true
      c.hasValueEmbeddings = true
      c.mixesInput = true
      c.memory = NGramMemory.Form(width: min(NGramMemory.Form().width, c.width))
    }
  }
}

/// Named sizes of a GPT.
public enum GPTSize: String, CaseIterable, Sendable {
  /// For experiments: a step takes a few milliseconds.
  case tiny
  /// It learns to write words in a minute or two on two cores.
  case small
  /// Ten million parameters, for training that lasts an hour or overnight.
  case baby

  /// The sizes behind the name: those of the model, the number of windows in a batch, and the dropout fraction.
  public var sizes: (layers: Int, heads: Int, embedding: Int, context: Int, batch: Int, dropout: Float) {
    switch self {
    case .tiny: (2, 2, 64, 32, 12, 0)
    case .small: (4, 4, 128, 64, 12, 0)
    case .baby: (6, 6, 384, 256, 64, 0.2)
    }
  }

  /// Returns the configuration of these sizes, in GPT-2's form, for a number of distinct tokens.
  public func configuration(vocabularySize: Int) -> GPTConfiguration {
    GPTConfiguration(
      vocabularySize: vocabularySize, contextLength: sizes.context, layerCount: sizes.layers, headCount: sizes.heads,
      width: sizes.embedding, dropout: sizes.dropout)
  }
}
