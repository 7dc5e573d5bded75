import Files

/// A text of which only some tokens are to be predicted, such as a conversation of which a model learns only its own
/// answers.
///
///     question and answer     7 4 2 | 9 5
///     isTarget                - - -   * *
///
/// All tokens are read, so the marked ones are predicted with everything before them in view.
public struct MarkedTokens: Equatable, Sendable {
  /// All tokens, in order.
  public private(set) var tokens: [Int32]
  /// Whether each token counts as a target. The first token has nothing before it and never counts.
  public private(set) var isTarget: [Bool]

  /// Creates a text from tokens and their marks, one per token.
  public init(_ tokens: [Int32], isTarget: [Bool]) {
    require(
      tokens.count == isTarget.count, "MarkedTokens: \(isTarget.count) marks for \(tokens.count) tokens")
    (self.tokens, self.isTarget) = (tokens, isTarget)
  }

  /// Creates a text whose last part, the answer to the first, is to be predicted.
  public init(prompt: [Int32], answer: [Int32]) {
    tokens = prompt + answer
    isTarget = Array(repeating: false, count: prompt.count) + Array(repeating: true, count: answer.count)
  }

  /// The number of tokens that count.
  public var targetCount: Int { isTarget.dropFirst().count { $0 } }
}

extension Batch {
  /// Creates a batch in which each text has a row of its own, so no text sees another one.
  ///
  /// Rows are as long as the longest text needs. Shorter ones are filled up at the end, where nothing that counts can see
  /// the filling: attention looks back only.
  ///
  ///     let batch = Batch([
  ///       MarkedTokens(prompt: [7, 4, 2], answer: [9, 5]),   // inputs 7 4 2 9   targets - - 9 5
  ///       MarkedTokens(prompt: [3], answer: [8]),            // inputs 3 0 0 0   targets 8 - - -
  ///     ])
  ///     model.loss(batch, &pass)                             // the mean over the three tokens that count
  ///
  /// - Parameter texts: at least one, of at least two tokens each.
  public init(_ texts: [MarkedTokens]) {
    let length = (texts.map(\.tokens.count).max() ?? 0) - 1
    require(
      texts.allSatisfy { $0.tokens.count >= 2 }, "Batch: a marked text needs at least two tokens")
    var inputs: [Int32] = [], targets: [Int32] = []
    for text in texts {
      let filling = length + 1 - text.tokens.count
      inputs += text.tokens.dropLast() + Array(repeating: 0, count: filling)
      targets += zip(text.tokens, text.isTarget).dropFirst().map { token, counts in counts ? token : -1 }
      targets += Array(repeating: -1, count: filling)
    }
    self.init(inputs: inputs, targets: targets, batchSize: texts.count)
  }

  /// The number of targets that count.
  public var targetCount: Int { targets.count { $0 >= 0 } }

  /// The weight of each of the ``microBatches`` if some targets do not count: its fraction of those that do. With them,
  /// every counted token of the batch has the same weight, wherever it stands.
  ///
  /// At least one target must count.
  public var microBatchTargetWeights: [Float] {
    let counts = microBatches.map(\.targetCount), total = counts.reduce(0, +)
    require(total > 0, "Batch: no target counts")
    return counts.map { Float($0) / Float(total) }
  }
}
