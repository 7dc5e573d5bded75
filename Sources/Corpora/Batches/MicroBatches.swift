import Files

extension Batch {
  /// The batch split into micro-batches: parts that one core can compute from beginning to end by itself.
  ///
  /// The windows are distributed evenly and in order. There are usually four micro-batches. If they would be larger
  /// than 512 tokens, there are more, so not all activations need to fit into memory at the same time. If they would be
  /// smaller than 192 tokens, there are fewer, since matrix products need many rows. None is smaller than a window. The
  /// split depends only on the batch's shape.
  public var microBatches: [Batch] {
    let count = Self.microBatchCount(batchSize: batchSize, length: length)
    return count == 1 ? [self] : (0..<count).map { part(rows(of: $0, among: count)) }
  }

  /// The weight of each of the ``microBatches``: its fraction of the batch.
  public var microBatchWeights: [Float] {
    let count = Self.microBatchCount(batchSize: batchSize, length: length)
    return (0..<count).map { Float(rows(of: $0, among: count).count) / Float(batchSize) }
  }

  private func rows(of part: Int, among count: Int) -> Range<Int> {
    batchSize * part / count..<batchSize * (part + 1) / count
  }

  /// Returns the number of ``microBatches`` of a batch of this shape.
  public static func microBatchCount(batchSize: Int, length: Int) -> Int {
    require(batchSize > 0 && length > 0, "microBatchCount: \(batchSize) windows of \(length) tokens")
    let wanted = min(max(batchSize * length / 4, fewestTokens), mostTokens)
    let rows = min(batchSize, max(1, wanted / length))
    return (batchSize + rows - 1) / rows
  }

  private static let fewestTokens = 192, mostTokens = 512
}
