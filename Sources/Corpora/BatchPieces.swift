extension Batch {
  /// A part of a batch, and what fraction of the batch it is.
  public struct Piece {
    /// Some windows of the batch, in order.
    public let batch: Batch
    /// Their number over the batch's.
    public let share: Float
  }

  /// The batch cut into pieces of at most `tokens` tokens, but no less than a window each.
  ///
  /// Where the cuts fall depends on the batch's shape alone. A piece's activations take so much less memory than the
  /// batch's that the next piece finds them in the cache.
  public func pieces(ofTokens tokens: Int) -> [Piece] {
    let rows = max(1, tokens / length)
    guard rows < batchSize else { return [Piece(batch: self, share: 1)] }
    return stride(from: 0, to: batchSize, by: rows).map { first in
      let count = min(rows, batchSize - first)
      return Piece(batch: part(first..<first + count), share: Float(count) / Float(batchSize))
    }
  }
}
