extension Batch {
  /// The batch cut into micro-batches: parts that one core can compute from beginning to end by itself.
  ///
  /// The windows are dealt out evenly and in order. There are four micro-batches, or more where these would be larger than
  /// 512 tokens, whose activations need not fit into memory all at once, or fewer where they would be smaller than 192,
  /// since products want many rows; and none is smaller than a window. Where the cuts fall depends on the batch's shape
  /// alone.
  public var microBatches: [Batch] {
    let count = Self.microBatchCount(batchSize: batchSize, length: length)
    return count == 1 ? [self] : (0..<count).map { part(rows(of: $0, among: count)) }
  }

  /// What fraction of the batch each of its ``microBatches`` is.
  public var microBatchWeights: [Float] {
    let count = Self.microBatchCount(batchSize: batchSize, length: length)
    return (0..<count).map { Float(rows(of: $0, among: count).count) / Float(batchSize) }
  }

  private func rows(of part: Int, among count: Int) -> Range<Int> {
    batchSize * part / count..<batchSize * (part + 1) / count
  }

  /// How many ``microBatches`` a batch of this shape is cut into.
  public static func microBatchCount(batchSize: Int, length: Int) -> Int {
    let wanted = min(max(batchSize * length / 4, fewestTokens), mostTokens)
    let rows = min(batchSize, max(1, wanted / length))
    return (batchSize + rows - 1) / rows
  }

  private static let fewestTokens = 192, mostTokens = 512
}
