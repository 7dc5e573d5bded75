/// All of a text, in order: windows of `length` tokens without overlap, so that every token but the first is a target
/// exactly once.
///
///     for batch in EvaluationBatches(of: split.validation, batchSize: 32, length: 64) {
///       total += loss(batch) * Double(batch.targets.count)     // batches differ in size: weigh them
///       count += batch.targets.count
///     }
///
/// A batch holds `batchSize` windows; the last full windows may be fewer, and what is left of the text, shorter than
/// a window, is a batch of its own.
public struct EvaluationBatches: Sequence, Sendable {
  private let tokens: ArraySlice<Int32>
  private let batchSize: Int
  private let length: Int
  /// How many batches there are.
  public let batchCount: Int

  /// Walks `tokens`, or, with a limit, as much of them as that many batches hold.
  public init(of tokens: ArraySlice<Int32>, batchSize: Int, length: Int, limit: Int? = nil) {
    precondition(batchSize > 0 && length > 0, "EvaluationBatches: \(batchSize) windows of \(length) tokens")
    precondition(limit ?? 0 >= 0, "EvaluationBatches: a limit of \(limit ?? 0) batches")
    self.tokens = tokens
    self.batchSize = batchSize
    self.length = length
    let (windows, remainder) = Swift.max(0, tokens.count - 1).quotientAndRemainder(dividingBy: length)
    let all = (windows + batchSize - 1) / batchSize + (remainder > 0 ? 1 : 0)
    batchCount = Swift.min(all, limit ?? all)
  }

  /// Starts at the first window.
  public func makeIterator() -> Iterator { Iterator(self) }

  /// Makes the batches one after another.
  public struct Iterator: IteratorProtocol {
    private let batches: EvaluationBatches
    private var produced = 0
    /// Where the next window begins, counted from the first token.
    private var start = 0
    /// The last batch: where the caller let go of it, its memory serves again.
    private var batch = Batch(batchSize: 1, length: 1)

    fileprivate init(_ batches: EvaluationBatches) { self.batches = batches }

    /// The next batch, or nil after the last.
    public mutating func next() -> Batch? {
      guard produced < batches.batchCount else { return nil }
      produced += 1
      let targetsLeft = batches.tokens.count - 1 - start
      let windows = Swift.min(targetsLeft / batches.length, batches.batchSize)
      let (rows, length) = windows > 0 ? (windows, batches.length) : (1, targetsLeft)
      if batch.batchSize != rows || batch.length != length { batch = Batch(batchSize: rows, length: length) }
      for row in 0..<rows { batch.setRow(row, toWindowAt: start + row * length, of: batches.tokens) }
      start += rows * length
      return batch
    }
  }
}
