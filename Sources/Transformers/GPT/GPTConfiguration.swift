import Layers
import Tensors

/// The sizes and the parts of a GPT: everything that determines which function its parameters define.
///
/// The defaults are GPT-2's form; ``GPTPreset`` has others.
public struct GPTConfiguration: Equatable, Sendable {
  // MARK: Sizes

  /// V, the number of distinct tokens.
  public var vocabularySize: Int
  /// The largest number of tokens that the model can look back at; T is at most this.
  public var contextLength: Int
  /// The number of blocks.
  public var layerCount: Int
  /// H, the attention heads of each block.
  public var headCount: Int
  /// C, the channels of the residual stream.
  public var width: Int
  /// G, the heads of keys and values; nil for as many as H.
  public var groupCount: Int?
  /// D, the channels of a head; nil for C / H.
  public var headSize: Int?
  /// F, the width inside a feed-forward layer; nil for 4 C.
  public var innerWidth: Int?

  // MARK: Parts

  /// How the model knows where a token stands.
  public var positions = PositionKind.learned
  /// The base of rotary positions.
  public var rotaryBase = 10_000.0
  /// Which channels rotary positions rotate together.
  public var rotaryLayout = RotaryLayout.halves
  /// How rotary positions are slowed down; nil for not at all.
  public var rotaryScaling: RotaryScaling?
  /// The number of tokens that attention looks back at; nil for all.
  public var window: Int?
  /// The kind of norm.
  public var norm = NormKind.layer
  /// Where a block has its norms.
  public var normPlacement = NormPlacement.before
  /// Whether RMSNorms scale their rows.
  public var normsHaveWeights = true
  /// What norms add to the variance or the mean square.
  public var normEpsilon: Float = 1e-5
  /// Whether queries and keys are normalized.
  public var normalizesHeads = false
  /// Whether each attention head passes a gate.
  public var gatesHeads = false
  /// The activation function of feed-forward layers.
  public var activation: Activation
  /// Whether feed-forward layers are gated.
  public var isGated = false
  /// Whether linear layers and LayerNorms have biases.
  public var hasBiases: Bool
  /// Whether the projections to queries, keys and values have biases; nil if they are as all others.
  public var hasAttentionBiases: Bool?
  /// Whether the output layer is the token embedding (weight tying).
  public var isTied = true
  /// Limits logits to this size, smoothly; nil for no limit.
  public var softCap: Float?
  /// Whether the maps that feed the residual stream start at 0, so each block begins by passing on what it gets.
  public var startsAtZero = false
  /// Whether each block adds an embedding of the token to the values of its attention.
  public var hasValueEmbeddings = false
  /// Whether each block begins with a learned mix of the residual stream and the model's input.
  public var mixesInput = false
  /// The memory of n-grams; nil for none.
  public var memory: NGramMemory.Form?
  /// The fraction of activations and attention weights that is dropped during training.
  public var dropout: Float

  /// Creates a configuration with the given sizes and GPT-2's parts.
  public init(
    vocabularySize: Int, contextLength: Int, layerCount: Int, headCount: Int, width: Int, dropout: Float = 0,
    hasBiases: Bool = true, activation: Activation = .gelu
  ) {
    self.vocabularySize = vocabularySize
    self.contextLength = contextLength
    self.layerCount = layerCount
    self.headCount = headCount
    self.width = width
    self.dropout = dropout
    self.hasBiases = hasBiases
    self.activation = activation
  }

  /// Whether the model can read on past its context without reading anything again: attention looks back only over a
  /// window, and positions count only by their distance.
  public var slides: Bool { window != nil && (positions == .rotary || positions == .alibi || positions == .none) }

  /// G.
  var groups: Int { groupCount ?? headCount }
  /// D.
  var channelsPerHead: Int { headSize ?? width / headCount }
  /// F.
  var inner: Int { innerWidth ?? 4 * width }
  /// Whether the projections to queries, keys and values have biases.
  var attentionBiases: Bool { hasAttentionBiases ?? hasBiases }
}

/// How a model knows where a token stands.
public enum PositionKind: String, Codable, CaseIterable, Sendable {
  /// An embedding for each position, added to that of the token (Radford et al. 2019).
  case learned
  /// Sines and cosines of the position, added to the embedding of the token times sqrt(C) (Vaswani et al. 2017, sections
  /// 3.4 and 3.5).
  case sinusoidal
  /// Queries and keys are rotated by their position (Su et al. 2021).
  case rotary
  /// Attention falls with the distance, at a different rate for each head (Press et al. 2022).
  case alibi
  /// Nothing but the causal mask tells where a token stands (Haviv et al. 2022).
  case none
}
