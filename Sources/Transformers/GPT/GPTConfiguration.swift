import Corpora
import Files
import Tensors

/// The sizes of a GPT, and everything else that determines which function its parameters define.
public struct GPTConfiguration: Codable, Equatable, Sendable {
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
  /// The fraction of activations and attention weights that is dropped during training.
  public var dropout: Float
  /// Whether linear layers and norms have biases.
  public var hasBiases: Bool
  /// The activation function between the two linear layers of a feed-forward layer.
  public var activation: Activation

  /// Creates a configuration with the given sizes.
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

  /// The names in files, which are also those of the options.
  private enum CodingKeys: String, CodingKey {
    case vocabularySize = "vocabulary"
    case contextLength = "context"
    case layerCount = "layers"
    case headCount = "heads"
    case width = "embedding"
    case dropout
    case hasBiases = "bias"
    case activation
  }

  /// The names in files of earlier versions.
  private enum FormerKeys: String, CodingKey {
    case vocabularySize, contextLength, layerCount, headCount, width, hasBiases
  }

  /// Decodes a configuration; files that predate the choice of activation use GELU.
  ///
  /// - Throws: `Problem` of kind `badData` that names an unknown activation.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let former = try decoder.container(keyedBy: FormerKeys.self)
    func read<Value: Decodable>(_ key: CodingKeys, or formerKey: FormerKeys) throws -> Value {
      try former.decodeIfPresent(Value.self, forKey: formerKey) ?? fields.decode(Value.self, forKey: key)
    }
    let name = try fields.decodeIfPresent(String.self, forKey: .activation) ?? Activation.gelu.rawValue
    // "exact" and "tanh" are the two GELUs of older files.
    let older: [String: Activation] = ["exact": .gelu, "tanh": .geluTanh]
    guard let activation = older[name] ?? Activation(rawValue: name) else {
      let known = Activation.allCases.map(\.rawValue).joined(separator: ", ")
      throw Problem(.badData, "activation must be one of \(known), not \(quoted(name, limit: 100))")
    }
    self.init(
      vocabularySize: try read(.vocabularySize, or: .vocabularySize),
      contextLength: try read(.contextLength, or: .contextLength),
      layerCount: try read(.layerCount, or: .layerCount),
      headCount: try read(.headCount, or: .headCount),
      width: try read(.width, or: .width),
      dropout: try fields.decode(Float.self, forKey: .dropout),
      hasBiases: try read(.hasBiases, or: .hasBiases), activation: activation)
  }

  /// Checks that the sizes are possible for a model.
  ///
  /// - Throws: `Problem` of the given kind that names the invalid size.
  public func validate(_ kind: Problem.Kind = .usage) throws {
    // The limits are far beyond any model, and small enough that no product of sizes overflows.
    let sizes = [
      ("vocabulary", vocabularySize, 1 << 24), ("context", contextLength, 1 << 24), ("layers", layerCount, 1 << 12),
      ("heads", headCount, 1 << 16), ("embedding", width, 1 << 16),
    ]
    for (name, size, most) in sizes where !(1...most).contains(size) {
      throw Problem(kind, "\(name) must be a whole number from 1 to \(most), not \(size)")
    }
    guard width % headCount == 0 else {
      let divisors = (1...width).filter { width.isMultiple(of: $0) }
      let nearest = divisors.min { (a: Int, b: Int) in abs(a - headCount) < abs(b - headCount) } ?? 1
      throw Problem(
        kind, "\(headCount) heads do not divide an embedding of \(width) channels",
        suggestion: "Try \(nearest) heads, or an embedding of \((width / headCount + 1) * headCount).")
    }
    guard dropout >= 0, dropout < 1 else {
      throw Problem(kind, "dropout must be at least 0 and below 1, not \(dropout)")
    }
  }

  /// The number of learned values of a model: 12 C^2 per block and V C + T C for the embeddings, plus biases and norms.
  public var parameterCount: Int {
    let C = width, norm = hasBiases ? 2 * C : C
    let block = 12 * C * C + (hasBiases ? 9 * C : 0) + 2 * norm
    return (vocabularySize + contextLength) * C + layerCount * block + norm
  }

  /// Checks that a file has at least one tensor for each block of a model. A model takes memory for each block even
  /// before its parameters do, and no number in a file is trusted with that. A few blocks take next to nothing, and
  /// whoever reads them knows which tensor is missing.
  ///
  /// - Throws: `Problem` of kind `badData` that names the file.
  func requireBlocks(in tensorNames: [String], of path: String) throws {
    guard layerCount > max(64, tensorNames.count) else { return }
    throw Problem(.badData, "\(path) has \(tensorNames.count) tensors, too few for a model of \(layerCount) layers")
  }

  /// Returns the number of floating-point operations of one training step on `tokens` tokens, forward and backward.
  ///
  /// It counts six for each matrix weight and token (Kaplan et al. 2020, section 2.1), plus those of attention, of
  /// which the causal mask hides about half: 6 T C per token and layer. Norms and activations are left out, as is
  /// usual.
  public func floatingPointOperations(tokens: Int) -> Double {
    let matrices = Double(layerCount) * 12 * Double(width * width) + Double(vocabularySize * width)
    let attention = Double(layerCount) * 6 * Double(contextLength * width)
    return Double(tokens) * (6 * matrices + attention)
  }

  /// Returns an approximate upper bound on the bytes that training takes with `batchSize` windows per batch; measured
  /// runs were within a sixth of it.
  ///
  /// Per parameter, it counts the parameter itself, the optimizer's two moments, two packed copies of the weights (as
  /// they are and transposed), and a gradient for each of the up to four groups of micro-batches that are computed at
  /// the same time. Per token in these groups, it counts about 20 C numbers for each block, kept for the backward pass,
  /// and 3 V for the logits. The rest is for the program itself.
  public func trainingMemory(batchSize: Int) -> Int {
    let (C, V) = (Double(width), Double(vocabularySize))
    let parameters = Double(layerCount) * 12 * C * C + (V + Double(contextLength)) * C
    let parts = Batch.microBatchCount(batchSize: batchSize, length: contextLength), groups = min(parts, 4)
    // If the windows cannot be divided evenly, a group has memory for micro-batches of two sizes.
    let (windows, rest) = batchSize.quotientAndRemainder(dividingBy: parts)
    let windowsInGroup = Double(rest == 0 ? windows : 2 * windows + 1)
    let tokens = min(Double(batchSize), Double(groups) * windowsInGroup) * Double(contextLength)
    let kept = tokens * (Double(layerCount) * 20 * C + 3 * V)
    return Int(min(4 * (Double(5 + groups) * parameters + kept) + 25e6, 0x1p62))
  }
}
