import Corpora

/// The memory that training takes, part by part, in bytes: an approximate upper bound. Measured runs were within a sixth
/// of its total.
///
///     let memory = configuration.trainingMemoryParts(batchSize: 12)
///     memory.weights    // 4 bytes per parameter
///     memory.total      // with everything else
public struct TrainingMemory: Codable, Equatable, Sendable {
  /// The parameters.
  public let weights: Int
  /// A gradient per parameter, for each of the up to four groups of micro-batches that are computed at the same time.
  public let gradients: Int
  /// The optimizer's state.
  public let optimizer: Int
  /// What the forward pass keeps for the backward pass: about 20 C numbers per token and block, and 3 V per token for
  /// the logits.
  public let activations: Int
  /// Two copies of the matrices in the order in which products read them: as they are, and transposed.
  public let packedCopies: Int
  /// The program itself.
  public let program: Int

  /// The sum.
  public var total: Int {
    let parts = [weights, gradients, optimizer, activations, packedCopies, program]
    return Int(min(parts.reduce(0) { $0 + Double($1) }, 0x1p62))
  }
}

extension GPTConfiguration {
  /// Returns the memory that training takes with `batchSize` windows per batch. Tables of n-grams have no copies and no
  /// gradients of their own size.
  ///
  /// - Parameter optimizerNumbers: the numbers of the optimizer's state; by default AdamW's, two moments per parameter.
  public func trainingMemoryParts(batchSize: Int, optimizerNumbers: Int? = nil) -> TrainingMemory {
    let (C, V) = (Double(width), Double(vocabularySize))
    let parameters = Double(parameterCount - memoryCount)
    let parts = Batch.microBatchCount(batchSize: batchSize, length: contextLength), groups = min(parts, 4)
    // If the windows cannot be divided evenly, a group has memory for micro-batches of two sizes.
    let (windows, rest) = batchSize.quotientAndRemainder(dividingBy: parts)
    let windowsInGroup = Double(rest == 0 ? windows : 2 * windows + 1)
    let tokens = min(Double(batchSize), Double(groups) * windowsInGroup) * Double(contextLength)
    let kept =
      tokens * (Double(layerCount) * ((gatesHeads ? 13 : 12) * C + 2 * Double(inner) * (isGated ? 2 : 1)) + 3 * V)
    func bytes(_ numbers: Double) -> Int { Int(min(4 * numbers, 0x1p60)) }
    return TrainingMemory(
      weights: bytes(Double(parameterCount)), gradients: bytes(Double(groups) * parameters),
      optimizer: bytes(optimizerNumbers.map(Double.init) ?? 2 * parameters), activations: bytes(kept),
      packedCopies: bytes(2 * parameters), program: 25_000_000)
  }

  /// Returns an approximate upper bound on the bytes that training takes with `batchSize` windows per batch: the total of
  /// ``trainingMemoryParts(batchSize:optimizerNumbers:)``.
  public func trainingMemory(batchSize: Int) -> Int { trainingMemoryParts(batchSize: batchSize).total }
}
