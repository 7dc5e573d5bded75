import Layers
import Tensors

/// A GPT that reads texts token by token and keeps the keys and values of what it has read, so that a new token costs
/// one pass over the weights and not one over the whole text.
///
/// Several sequences of one length are read side by side, and the weights once for all of them. The passes are those of
/// ``GPT/logits(_:batchSize:_:)``, with a cache. The model must not change meanwhile, as what is kept would be that of
/// the old weights.
///
///     let decoder = GPTDecoder(model, sequenceCount: 2)
///     decoder.prefill([3, 1, 4])
///     decoder.scores.shape  // (2, V): of the token that follows 4
///     decoder.step([1, 5])  // the first text goes on with 1, the second with 5
///
/// Positions are learned and absolute, so what is kept holds only for the place where it was read, and a full
/// context cannot slide on by one. It moves on by half: its last half, the new token included, is read again from
/// position 0, all at once, and the next tokens have room again. Spread over these it costs at most the time of one or two
/// steps per token. So once a text is longer than the context, the model looks back on between half of it and all of it.
///
/// A sequence's scores have the same bits alone, beside others, on any number of threads, and whether its tokens came
/// one by one or all at once.
public final class GPTDecoder {
  /// The most sequences that can be read side by side. Passes of at most so many rows give each row the same bits.
  public static let mostSequences = fewRows

  /// The model, whose parameters are read where they are.
  public let model: GPT
  /// N, how many sequences are read side by side.
  public let sequenceCount: Int
  /// (N, V): the scores of each sequence's next token, after a `prefill`.
  public private(set) var scores: Tensor
  /// The keys and values of the tokens that the model now looks back on.
  private let cache: SequenceCache
  /// Those tokens: N rows of the context's length.
  private var history: [Int32]

  /// A decoder of `sequenceCount` sequences, which have no tokens yet.
  public init(_ model: GPT, sequenceCount: Int = 1) {
    guard (1...Self.mostSequences).contains(sequenceCount) else {
      fatalError("GPTDecoder: \(sequenceCount) sequences; there must be 1 to \(Self.mostSequences)")
    }
    self.model = model
    self.sequenceCount = sequenceCount
    scores = Tensor.zeros([sequenceCount, model.configuration.vocabularySize])
    cache = SequenceCache(sequenceCount: sequenceCount, capacity: model.configuration.contextLength)
    history = [Int32](repeating: 0, count: sequenceCount * model.configuration.contextLength)
  }

  /// The tokens of each sequence that the model now looks back on, at most the context's length.
  public var length: Int { cache.length }

  /// Starts all sequences anew with the same prompt, of which the last tokens that fit into the context count.
  ///
  /// The prompt is read once, whatever the number of sequences.
  ///
  /// - Parameter prompt: at least one token.
  public func prefill(_ prompt: some Collection<Int32>) {
    guard !prompt.isEmpty else { fatalError("GPTDecoder: a prompt needs at least one token") }
    cache.removeAll()
    for (time, id) in prompt.suffix(contextLength).enumerated() {
      for sequence in 0..<sequenceCount { history[sequence * contextLength + time] = id }
    }
    let first = read(sequences: 1, tokens: min(prompt.count, contextLength))
    guard sequenceCount > 1 else {
      scores = first
      return
    }
    cache.spreadFirstSequence()
    scores = first.repeated(to: [sequenceCount, first.shape[1]])
  }

  /// Goes on with one token for each sequence.
  public func step(_ tokens: [Int32]) {
    guard tokens.count == sequenceCount else {
      fatalError("GPTDecoder: \(tokens.count) tokens for \(sequenceCount) sequences")
    }
    guard length > 0 else { fatalError("GPTDecoder: a prompt comes before the first step") }
    let moved = length == contextLength ? moveOn() : 0
    for sequence in 0..<sequenceCount { history[sequence * contextLength + length + moved] = tokens[sequence] }
    scores = read(sequences: sequenceCount, tokens: moved + 1)
  }

  /// Forgets all but the last tokens of a full context, so that with one more they are half of it, and gives their
  /// number; they are to be read again.
  private func moveOn() -> Int {
    let kept = max(1, contextLength / 2) - 1
    for sequence in 0..<sequenceCount {
      let row = sequence * contextLength
      for i in 0..<kept { history[row + i] = history[row + contextLength - kept + i] }
    }
    cache.removeAll()
    return kept
  }

  /// Reads so many tokens that stand in `history` behind those that were read before, and gives the scores of what
  /// follows.
  ///
  /// They go through in chunks of few rows, so no result depends on how they are cut.
  private func read(sequences: Int, tokens: Int) -> Tensor {
    let end = length + tokens
    return withoutGradients {
      while true {
        let start = length, count = min(fewRows / sequences, end - start)
        var ids: [Int32] = []
        ids.reserveCapacity(sequences * count)
        for sequence in 0..<sequences {
          let row = sequence * contextLength + start
          ids += history[row..<row + count]
        }
        var pass = ForwardPass.continuing(cache)
        if start + count == end { return model.nextLogits(ids, batchSize: sequences, &pass) }
        _ = model.hiddenStates(ids, batchSize: sequences, &pass)
      }
    }
  }

  private var contextLength: Int { model.configuration.contextLength }
}
