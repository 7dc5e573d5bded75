import Files
import Layers

// What follows from a configuration: whether it is possible, and how many parameters and operations it takes; the bytes
// are in ``TrainingMemory``.

extension GPTConfiguration {
  /// Checks that the sizes are possible for a model.
  ///
  /// - Throws: `Problem` of the given kind that names the invalid size.
  public func validate(_ kind: Problem.Kind = .usage) throws {
    // The limits are far beyond any model, and small enough that no product of sizes overflows.
    let sizes = [
      ("vocabulary", vocabularySize, 1 << 24), ("context", contextLength, 1 << 24), ("layers", layerCount, 1 << 12),
      ("heads", headCount, 1 << 16), ("embedding", width, 1 << 16), ("groups", groups, 1 << 16),
      ("head size", headSize ?? 1, 1 << 16), ("inner width", inner, 1 << 20), ("window", window ?? 1, 1 << 24),
    ]
    for (name, size, most) in sizes where !(1...most).contains(size) {
      throw Problem(kind, "\(name) must be a whole number from 1 to \(most), not \(size)")
    }
    guard headSize != nil || width % headCount == 0 else {
      let divisors = (1...width).filter { width.isMultiple(of: $0) }
      let nearest = divisors.min { (a: Int, b: Int) in abs(a - headCount) < abs(b - headCount) } ?? 1
      throw Problem(
        kind, "\(headCount) heads do not divide an embedding of \(width) channels",
        suggestion: "Try \(nearest) heads, or an embedding of \((width / headCount + 1) * headCount).")
    }
    guard headCount % groups == 0 else {
      throw Problem(kind, "\(groups) groups of keys and values do not divide \(headCount) heads")
    }
    guard headCount * channelsPerHead <= 1 << 20 else {
      throw Problem(kind, "\(headCount) heads of \(channelsPerHead) channels are too many: at most \(1 << 20) in all")
    }
    guard positions != .rotary || channelsPerHead % 2 == 0 else {
      throw Problem(
        kind, "rotary positions need an even number of channels per head, not \(channelsPerHead)",
        suggestion: "Use another number of heads.")
    }
    guard dropout >= 0, dropout < 1 else {
      throw Problem(kind, "dropout must be at least 0 and below 1, not \(dropout)")
    }
    guard rotaryBase > 1, rotaryBase.isFinite, normEpsilon >= 0, normEpsilon.isFinite else {
      throw Problem(
        kind, "the rotary base \(rotaryBase) must be above 1, and the norm epsilon \(normEpsilon) at least 0")
    }
    try rotaryScaling?.validate(kind)
    guard softCap ?? 1 > 0, (softCap ?? 1).isFinite else {
      throw Problem(kind, "the soft cap must be a number above 0, not \(softCap ?? 0)")
    }
    if let memory {
      guard (2...8).contains(memory.longest), (4...24).contains(memory.rowBits),
        (1...width).contains(memory.width), 0..<1 ~= memory.dropout
      else {
        throw Problem(
          kind,
          """
          the memory must have n-grams of 2 to 8 tokens, tables of 4 to 24 bits, rows of 1 to \(width) channels and a \
          dropout of at least 0 and below 1
          """)
      }
    }
  }

  // MARK: Parameters

  private var normCount: Int {
    switch norm {
    case .layer: hasBiases ? 2 * width : width
    case .rms: normsHaveWeights ? width : 0
    }
  }

  /// The numbers in the matrices of a block.
  private var blockMatrices: Int {
    let C = width, heads = (headCount + 2 * groups) * channelsPerHead + headCount * channelsPerHead
    return C * (heads + (gatesHeads ? headCount : 0)) + (isGated ? 3 : 2) * C * inner
  }

  private var blockCount: Int {
    let biases =
      (attentionBiases ? (headCount + 2 * groups) * channelsPerHead + (gatesHeads ? headCount : 0) : 0)
      + (hasBiases ? (isGated ? 2 : 1) * inner + 2 * width : 0)
    let headNorms = normalizesHeads && normsHaveWeights ? 2 * channelsPerHead : 0
    let valueTable = hasValueEmbeddings ? vocabularySize * groups * channelsPerHead : 0
    return blockMatrices + biases + headNorms + 2 * normCount + (mixesInput ? 2 : 0) + valueTable
  }

  /// The numbers in the tables of the memory.
  var memoryCount: Int { memory.map { $0.orders.count * ((2 << $0.rowBits) * $0.width + width) } ?? 0 }

  /// The number of learned values of a model: in GPT-2's form, 12 C^2 per block and V C + T C for the embeddings, plus
  /// biases and norms.
  public var parameterCount: Int {
    let embeddings = (vocabularySize + (positions == .learned ? contextLength : 0)) * width
    return embeddings + (isTied ? 0 : vocabularySize * width) + layerCount * blockCount + normCount + memoryCount
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

  // MARK: Work

  /// Returns the number of floating-point operations of one training step on `tokens` tokens, forward and backward.
  ///
  /// It counts six for each matrix weight and token (Kaplan et al. 2020, section 2.1), plus those of attention, of
  /// which the causal mask hides about half: 6 T H D per token and layer. Norms, activations and what is only looked up
  /// are left out, as is usual.
  public func floatingPointOperations(tokens: Int) -> Double {
    let matrices = Double(layerCount) * Double(blockMatrices) + Double(vocabularySize * width)
    let attention = Double(layerCount) * 6 * Double(min(contextLength, window ?? .max) * headCount * channelsPerHead)
    return Double(tokens) * (6 * matrices + attention)
  }
}
