import Kernels
import Tensors

/// A GPT that reads texts token by token and keeps the keys and values of what it has read, so that a new token costs
/// one pass over the weights and not one over the whole text.
///
/// Several sequences of one length are read side by side, and the weights once for all of them. Everything is taken
/// from memory when the decoder is made; after that it allocates nothing. The model must not change meanwhile, as what
/// is kept would be that of the old weights.
///
///     let decoder = GPTDecoder(model, sequenceCount: 2)
///     decoder.prefill([3, 1, 4])
///     decoder.scores.shape  // (2, V): of the token that follows 4
///     decoder.step([1, 5])  // the first text goes on with 1, the second with 5
///
/// Positions are learned and absolute, so what is kept holds only for the place where it was read, and a full
/// context cannot slide on by one. It moves on by half: its last half, the new token included, is read again from
/// position 0, all at once, and the next tokens have room again. Spread over these it costs one or two steps' time a
/// token at most. So once a text is longer than the context, the model looks back on between half of it and all of it.
///
/// A sequence's scores have the same bits alone, beside others, on any number of threads, and whether its tokens came
/// one by one or all at once.
public final class GPTDecoder {
  /// The model, whose parameters are read where they are.
  public let model: GPT
  /// N, how many sequences are read side by side.
  public let sequenceCount: Int
  /// The tokens of each sequence that the model now looks back on, at most the context's length.
  public private(set) var length = 0
  /// (N, V): the scores of each sequence's next token; every `prefill` and `step` writes them anew.
  public let scores: Tensor

  /// The last tokens of each sequence, `length` of them: N rows of the context's length.
  private var history: [Int32]
  /// The tokens of one pass: sequences x tokens.
  private var ids: [Int32]
  private let passes: GPTPass

  /// A decoder of `sequenceCount` sequences, which have no tokens yet.
  public init(_ model: GPT, sequenceCount: Int = 1) {
    guard sequenceCount > 0 else { fatalError("GPTDecoder: \(sequenceCount) sequences; there must be at least one") }
    self.model = model
    self.sequenceCount = sequenceCount
    scores = Tensor.zeros([sequenceCount, model.configuration.vocabularySize])
    passes = GPTPass(model, sequenceCount: sequenceCount)
    history = [Int32](repeating: 0, count: sequenceCount * model.configuration.contextLength)
    ids = [Int32](repeating: 0, count: passes.rowCapacity)
  }

  /// Starts all sequences anew with the same prompt, of which the last tokens that fit into the context count.
  ///
  /// The prompt is read once, whatever the number of sequences.
  ///
  /// - Parameter prompt: at least one token.
  public func prefill(_ prompt: some Collection<Int32>) {
    guard !prompt.isEmpty else { fatalError("GPTDecoder: a prompt needs at least one token") }
    length = 0
    for (time, id) in prompt.suffix(contextLength).enumerated() {
      for sequence in 0..<sequenceCount { history[sequence * contextLength + time] = id }
    }
    read(sequences: 1, tokens: min(prompt.count, contextLength))
    passes.spreadFirstSequence(scores)
  }

  /// Goes on with one token for each sequence.
  public func step(_ tokens: [Int32]) {
    guard tokens.count == sequenceCount else {
      fatalError("GPTDecoder: \(tokens.count) tokens for \(sequenceCount) sequences")
    }
    guard length > 0 else { fatalError("GPTDecoder: a prompt comes before the first step") }
    let moved = length == contextLength ? moveOn() : 0
    for sequence in 0..<sequenceCount { history[sequence * contextLength + length + moved] = tokens[sequence] }
    read(sequences: sequenceCount, tokens: moved + 1)
  }

  /// Forgets all but the last tokens of a full context, so that with one more they are half of it, and gives their
  /// number; they are to be read again.
  private func moveOn() -> Int {
    let kept = max(1, contextLength / 2) - 1
    for sequence in 0..<sequenceCount {
      let row = sequence * contextLength
      for i in 0..<kept { history[row + i] = history[row + contextLength - kept + i] }
    }
    length = 0
    return kept
  }

  /// Reads so many tokens that stand in `history` behind those that were read before.
  ///
  /// They go through in portions that fit the scratch; no result depends on how they are cut.
  private func read(sequences: Int, tokens: Int) {
    let portion = passes.rowCapacity / sequences, end = length + tokens
    while length < end {
      let count = min(portion, end - length)
      for sequence in 0..<sequences {
        for i in 0..<count { ids[sequence * count + i] = known(history[sequence * contextLength + length + i]) }
      }
      let batch = GPTPass.Batch(sequences: sequences, tokens: count, start: length)
      passes.run(batch, ids, scores: length + count == end ? scores : nil)
      length += count
    }
  }

  private func known(_ id: Int32) -> Int32 {
    let count = model.configuration.vocabularySize
    guard id >= 0, id < count else { fatalError("GPTDecoder: id \(id) is outside a vocabulary of \(count)") }
    return id
  }

  private var contextLength: Int { model.configuration.contextLength }
}
