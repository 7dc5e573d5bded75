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
/// The first targets of a window are predicted from little. With a `stride` below `length` the windows overlap: each
/// begins `stride` tokens after the one before, and only what that one did not predict is a target, so all but the first
/// `length` have at least `length - stride` tokens before them. The other targets are -1, which losses leave out.
public struct EvaluationBatches: Sequence, Sendable {
  private let tokens: ArraySlice<Int32>
  private let batchSize: Int
  private let length: Int
  private let stride: Int
  /// How many batches there are.
  public let batchCount: Int

  /// Walks `tokens`, or, with a limit, as much of them as that many batches hold.
  ///
  /// - Parameter stride: From the start of a window to that of the next; 1 to `length`, which it is without being given.
  public init(
    of tokens: ArraySlice<Int32>, batchSize: Int, length: Int, stride: Int? = nil, limit: Int? = nil
  ) {
    let stride = stride ?? length
    precondition(batchSize > 0 && length > 0, "EvaluationBatches: \(batchSize) windows of \(length) tokens")
    precondition((1...length).contains(stride), "EvaluationBatches: a stride of \(stride) in windows of \(length)")
    precondition(limit ?? 0 >= 0, "EvaluationBatches: a limit of \(limit ?? 0) batches")
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
      let (length, stride) = (batches.length, batches.stride)
      let full = targetsLeft < length ? 0 : (targetsLeft - length) / stride + 1
      let windows = Swift.min(full, batches.batchSize)
      let (rows, width) = windows > 0 ? (windows, length) : (1, targetsLeft)
      if batch.batchSize != rows || batch.length != width { batch = Batch(batchSize: rows, length: width) }
      for row in 0..<rows {
        batch.setRow(row, toWindowAt: start, of: batches.tokens)
        // What the window before has predicted already.
        if start > 0 { batch.ignoreTargets(inRow: row, first: length - stride) }
        start += stride
      }
      return batch
    }
  }
}
