import Files

/// The tokens of several texts, from which windows are drawn in the proportions of a ``Mixture``.
///
///     let mixed = try MixedTokens([web, books], of: mixture, validation: 0.1, context: 64)
///     let batch = schedule.batch(atStep: 0, of: 1000, fromSourcesOf: mixed, using: &generator)
///
/// The end of each text is held out, so the validation part has some of every source. There, each token counts the same,
/// whatever the weights.
public struct MixedTokens: Equatable, Sendable {
  /// All texts in two parts: the parts to train on, one after another, and then those held out.
  public let split: TokenSplit
  /// Where the training part of each text is.
  public let sources: [Range<Int>]
  /// The fraction of windows that are drawn from the sources up to each; the last is 1.
  private let cumulativeShares: [Double]

  /// Joins the tokens of the sources of a mixture.
  ///
  /// - Parameters:
  ///   - tokens: the tokens of each source, in the order of the mixture.
  ///   - fraction: the fraction of each text for validation: at least 0, which sets nothing aside, and below 1.
  ///   - context: the length of a window.
  /// - Throws: `Problem` of kind `badData` that names a source which is too short.
  public init(_ tokens: [[Int32]], of mixture: Mixture, validation fraction: Double, context: Int) throws {
    require(
      tokens.count == mixture.sources.count, "MixedTokens: \(tokens.count) texts of \(mixture.sources.count) sources")
    let parts = try zip(tokens, mixture.sources).map { tokens, source in
      try naming(source) { try Split(tokens, validation: fraction, context: context) }
    }
    try self.init(
      training: parts.map { Array($0.training) }, validation: parts.map { Array($0.validation) }, of: mixture,
      fraction: fraction, context: context)
  }

  /// Joins the tokens of the sources of a mixture, each in two parts.
  ///
  /// - Parameters:
  ///   - training: the tokens of each source to train on, in the order of the mixture.
  ///   - validation: the tokens of each source that are held out.
  ///   - fraction: the fraction of each text for validation; 0 sets nothing aside.
  ///   - context: the length of a window.
  /// - Throws: `Problem` of kind `badData` that names a source which is too short.
  public init(
    training: [[Int32]], validation: [[Int32]], of mixture: Mixture, fraction: Double, context: Int
  ) throws {
    let count = mixture.sources.count
    require(
      training.count == count && validation.count == count,
      "MixedTokens: \(training.count) and \(validation.count) texts of \(count) sources")
    for (number, source) in mixture.sources.enumerated() {
      try naming(source) {
        try requireRoom(
          training: training[number].count, validation: validation[number].count, of: fraction, context: context)
      }
    }
    var all: [Int32] = [], sources: [Range<Int>] = []
    all.reserveCapacity((training + validation).reduce(0) { $0 + $1.count })
    for part in training {
      sources.append(all.count..<all.count + part.count)
      all += part
    }
    let trainingCount = all.count
    for part in validation { all += part }
    split = Split(training: all[..<trainingCount], validation: all[trainingCount...])
    self.sources = sources
    var sum = 0.0
    let sums = mixture.shares.map { share in
      sum += share
      return sum
    }
    // Rounding must not leave a gap above the last one.
    cumulativeShares = sums.dropLast() + [1]
  }

  /// Returns the number of the source of the next window.
  fileprivate func drawSource(using generator: inout some RandomNumberGenerator) -> Int {
    let number = Double(generator.next() >> 11) * 0x1p-53
    return cumulativeShares.firstIndex { number < $0 } ?? cumulativeShares.count - 1
  }
}

extension Batch {
  /// Fills the batch with windows of a mixture: for each, a source is drawn by its share, then one of its places, all
  /// equally likely. No window has parts of two sources.
  ///
  /// Two numbers are drawn per window, first row first, so the same generator yields the same batches everywhere.
  public mutating func fill(fromSourcesOf mixed: MixedTokens, using generator: inout some RandomNumberGenerator) {
    for row in 0..<batchSize {
      let source = mixed.sources[mixed.drawSource(using: &generator)]
      require(source.count > length, "Batch: a window of \(length) needs more tokens than a source has")
      // As in ``fill(from:using:)``: the last window must leave one token.
      let start = generator.next().multipliedFullWidth(by: UInt64(source.count - length)).high
      setRow(row, toWindowAt: source.lowerBound + Int(start), of: mixed.split.training)
    }
  }
}

extension BatchSchedule {
  /// Returns a step's batch of windows of a mixture; see ``Batch/fill(fromSourcesOf:using:)``.
  public func batch(
    atStep step: Int, of steps: Int, fromSourcesOf mixed: MixedTokens, using generator: inout some RandomNumberGenerator
  ) -> Batch {
    let shape = shape(atStep: step, of: steps)
    var batch = Batch(batchSize: shape.batchSize, length: shape.context)
    batch.fill(fromSourcesOf: mixed, using: &generator)
    return batch
  }
}

/// Runs a check of a source, and puts its name before the message of a problem.
private func naming<Result>(_ source: Mixture.Source, _ check: () throws -> Result) throws -> Result {
  do {
    return try check()
  } catch let problem as Problem {
    throw Problem(problem.kind, "\(source.file): \(problem.message)", suggestion: problem.suggestion)
  }
}
