import Files

/// A whole text in order: windows of `length` tokens without overlap, so every token except the first is a target
/// exactly once.
///
///     for batch in EvaluationBatches(of: split.validation, batchSize: 32, length: 64) {
///       total += loss(batch) * Double(batch.targets.count)     // batches differ in size: weight them
///       count += batch.targets.count
///     }
///
/// A batch holds `batchSize` windows. The last batch of full windows may have fewer, and the remainder of the text,
/// shorter than a window, is a batch of its own.
///
/// The first targets of a window are predicted from little context. With a `stride` below `length` the windows overlap:
/// each begins `stride` tokens after the one before, and only the tokens that the one before did not predict are
/// targets. So all targets except the first `length` have at least `length - stride` tokens before them. The other
/// targets are -1, which losses ignore.
public struct EvaluationBatches: Sequence, Sendable {
  private let tokens: ArraySlice<Int32>
  private let batchSize: Int
  private let length: Int
  private let stride: Int
  /// The number of batches.
  public let batchCount: Int

  /// Creates the batches of `tokens`, or only the first `limit` of them.
  ///
  /// - Parameter stride: The distance from the start of a window to that of the next, from 1 to `length`; by default,
  ///   `length`.
  public init(
    of tokens: ArraySlice<Int32>, batchSize: Int, length: Int, stride: Int? = nil, limit: Int? = nil
  ) {
    let stride = stride ?? length
    require(batchSize > 0 && length > 0, "EvaluationBatches: \(batchSize) windows of \(length) tokens")
    require((1...length).contains(stride), "EvaluationBatches: a stride of \(stride) in windows of \(length)")
    require(limit ?? 0 >= 0, "EvaluationBatches: a limit of \(limit ?? 0) batches")
    self.tokens = tokens
    self.batchSize = batchSize
    self.length = length
    self.stride = stride
    let targets = Swift.max(0, tokens.count - 1)
    let windows = targets < length ? 0 : (targets - length) / stride + 1
    let covered = windows == 0 ? 0 : length + (windows - 1) * stride
    let all = (windows + batchSize - 1) / batchSize + (targets > covered ? 1 : 0)
    batchCount = Swift.min(all, limit ?? all)
  }

  /// Returns an iterator that starts at the first window.
  public func makeIterator() -> Iterator { Iterator(self) }

  /// Produces the batches one after another.
  public struct Iterator: IteratorProtocol {
    private let batches: EvaluationBatches
    private var produced = 0
    /// Where the next window begins, counted from the first token.
    private var start = 0
    /// The last batch: if the caller has released it, its memory is reused.
    private var batch = Batch(batchSize: 1, length: 1)

    fileprivate init(_ batches: EvaluationBatches) { self.batches = batches }

    /// Returns the next batch, or nil after the last.
    public mutating func next() -> Batch? {
      guard produced < batches.batchCount else { return nil }
      produced += 1
      let targetsLeft = batches.tokens.count - 1 - start
      let (length, stride) = (batches.length, batches.stride)
      let full = targetsLeft < length ? 0 : (targetsLeft - length) / stride + 1
      let windows = Swift.min(full, batches.batchSize)
      let (rows, width) = windows > 0 ? (windows, length) : (1, targetsLeft)
      if batch.batchSize != rows || batch.length != width { batch = Batch(batchSize: rows, length: width) }
      for row in 0..<rows {
        batch.setRow(row, toWindowAt: start, of: batches.tokens)
        // The window before has already predicted these targets.
        if start > 0 { batch.ignoreTargets(inRow: row, first: length - stride) }
        start += stride
      }
      return batch
    }
  }
}
