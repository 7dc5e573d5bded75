import Files

/// Windows of text that a model reads together, and the tokens that it should predict.
///
/// Both are matrices (B, T) in row-major order: `B` windows of `T` tokens each. A row of `targets` is the row of
/// `inputs` shifted by one token: the target at position t is the token after position t.
///
///     tokens    7 4 2 9 5 ...
///     inputs    7 4 2 9            a window of T = 4 from the start
///     targets   4 2 9 5
///
/// A batch that is refilled keeps its memory.
public struct Batch: Sendable, Equatable {
  /// The tokens the model reads, (B, T).
  public private(set) var inputs: [Int32]
  /// The tokens it should predict, (B, T); -1 where a target does not count.
  public private(set) var targets: [Int32]
  /// Where each window begins in the text that the batch was filled from, (B).
  public private(set) var starts: [Int]
  /// The tokens right before each window, (B); at most ``lookback``, and fewer at the start of the text.
  public private(set) var before: [ArraySlice<Int32>]
  /// `B`: the number of windows.
  public let batchSize: Int
  /// `T`: the number of tokens in a window.
  public let length: Int

  /// The number of tokens before a window that a batch knows, for layers that look up the last few tokens.
  public static let lookback = 8

  /// Creates a batch of zeros, to be filled later.
  public init(batchSize: Int, length: Int) {
    require(batchSize > 0 && length > 0, "Batch: \(batchSize) windows of \(length) tokens")
    inputs = Array(repeating: 0, count: batchSize * length)
    targets = inputs
    starts = Array(repeating: 0, count: batchSize)
    before = Array(repeating: [], count: batchSize)
    self.batchSize = batchSize
    self.length = length
  }

  /// Creates a batch of rows that have nothing before them, such as conversations.
  ///
  /// - Parameters:
  ///   - inputs: the tokens that the model reads, (B, T).
  ///   - targets: the tokens that it should predict, (B, T); -1 where a target does not count.
  public init(inputs: [Int32], targets: [Int32], batchSize: Int) {
    require(
      batchSize > 0 && inputs.count == targets.count && !inputs.isEmpty && inputs.count.isMultiple(of: batchSize),
      "Batch: \(inputs.count) inputs and \(targets.count) targets in \(batchSize) rows")
    self.init(batchSize: batchSize, length: inputs.count / batchSize)
    (self.inputs, self.targets) = (inputs, targets)
  }

  /// Sets a row to the window that begins `start` tokens after the first of `tokens`.
  mutating func setRow(_ row: Int, toWindowAt start: Int, of tokens: some TokenSource) {
    precondition(0 <= row && row < batchSize && 0 <= start && start + length < tokens.count)
    let offset = row * length
    starts[row] = start
    before[row] = tokens.tokens(max(0, start - Self.lookback)..<start)[...]
    inputs.withUnsafeMutableBufferPointer {
      tokens.copyTokens(start..<start + length, to: $0.baseAddress! + offset)
    }
    targets.withUnsafeMutableBufferPointer {
      tokens.copyTokens(start + 1..<start + length + 1, to: $0.baseAddress! + offset)
    }
  }

  /// Sets the first `count` targets of a row to -1, which losses ignore.
  mutating func ignoreTargets(inRow row: Int, first count: Int) {
    for i in row * length..<row * length + count { targets[i] = -1 }
  }

  /// Returns the given rows as a batch of their own.
  func part(_ rows: Range<Int>) -> Batch {
    var part = Batch(batchSize: rows.count, length: length)
    let tokens = rows.lowerBound * length..<rows.upperBound * length
    part.starts = Array(starts[rows])
    part.before = Array(before[rows])
    part.inputs = Array(inputs[tokens])
    part.targets = Array(targets[tokens])
    return part
  }
}
