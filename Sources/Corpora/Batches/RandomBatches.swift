import Files

extension Batch {
  /// Fills the batch with windows from random places, all equally likely.
  ///
  /// One number is drawn per window, first row first, so the same generator yields the same batches everywhere.
  ///
  /// - Parameters:
  ///   - tokens: The tokens to read from, more than `length` of them.
  ///   - generator: The source of randomness.
  public mutating func fill(from tokens: some TokenSource, using generator: inout some RandomNumberGenerator) {
    require(
      tokens.count > length,
      "Batch: a window of \(length) needs \(length + 1) tokens; there are \(tokens.count)")
    // The last window must leave one token, the target of its last token.
    let startCount = UInt64(tokens.count - length)
    for row in 0..<batchSize {
      // Int.random may change its algorithm with the toolchain; this must not. The upper half of the 128-bit product is
      // next() / 2^64 * startCount, and some starts are likelier than others by less than startCount / 2^64.
      let start = generator.next().multipliedFullWidth(by: startCount).high
      setRow(row, toWindowAt: Int(start), of: tokens)
    }
  }
}

/// Returns a batch of windows from random places; in a loop, create one and refill it with ``Batch/fill(from:using:)``.
///
///     var batch = randomBatch(from: split.training, batchSize: 12, length: 64, using: &generator)
///     for step in 1...2000 {
///       // ... learn from the batch ...
///       batch.fill(from: split.training, using: &generator)
///     }
public func randomBatch(
  from tokens: some TokenSource, batchSize: Int, length: Int,
  using generator: inout some RandomNumberGenerator
) -> Batch {
  var batch = Batch(batchSize: batchSize, length: length)
  batch.fill(from: tokens, using: &generator)
  return batch
}
