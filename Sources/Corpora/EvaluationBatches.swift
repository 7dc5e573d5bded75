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
///
/// With an overlap, a window begins that many tokens before the end of the one before. Its first targets, which were
/// predicted there or, in the first window, are never, are -1, and crossEntropy does not count them: each prediction that
/// counts looks back on at least `overlap` + 1 tokens.
public struct EvaluationBatches: Sequence, Sendable {
  private let tokens: ArraySlice<Int32>
  private let batchSize: Int
  private let length: Int
  private let overlap: Int
  /// How many batches there are.
  public let batchCount: Int

  /// Walks `tokens`, or, with a limit, as much of them as that many batches hold.
  public init(of tokens: ArraySlice<Int32>, batchSize: Int, length: Int, overlap: Int = 0, limit: Int? = nil) {
    precondition(batchSize > 0 && length > 0, "EvaluationBatches: \(batchSize) windows of \(length) tokens")
    precondition(0..<length ~= overlap, "EvaluationBatches: windows of \(length) tokens that overlap by \(overlap)")
    precondition(limit ?? 0 >= 0, "EvaluationBatches: a limit of \(limit ?? 0) batches")
    self.tokens = tokens
    self.batchSize = batchSize
    self.length = length
    self.overlap = overlap
    let (windows, remainder) = Swift.max(0, tokens.count - 1 - overlap)
      .quotientAndRemainder(dividingBy: length - overlap)
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
      let step = batches.length - batches.overlap
      let windows = Swift.min((targetsLeft - batches.overlap) / step, batches.batchSize)
      let (rows, length) = windows > 0 ? (windows, batches.length) : (1, targetsLeft)
      if batch.batchSize != rows || batch.length != length { batch = Batch(batchSize: rows, length: length) }
      for row in 0..<rows {
        batch.setRow(row, toWindowAt: start + row * step, of: batches.tokens, ignoring: batches.overlap)
      }
      start += rows * step
      return batch
    }
  }
}
