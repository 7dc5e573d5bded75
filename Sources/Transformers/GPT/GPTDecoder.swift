import Layers
import Tensors

/// A GPT that reads text token by token and keeps the keys and values of the tokens it has read, so a new token costs
/// one pass over the weights instead of one over the whole text.
///
/// Several sequences of the same length are read side by side, with the weights read once for all of them. The forward
/// passes are those of ``GPT/logits(_:batchSize:_:)``, with a cache. The model must not change while a decoder uses
/// it, since the cache would still hold the keys and values of the old weights.
///
///     let decoder = GPTDecoder(model, sequenceCount: 2)
///     decoder.prefill([3, 1, 4])
///     decoder.logits.shape  // (2, V): of the token that follows 4
///     decoder.step([1, 5])  // the first text continues with 1, the second with 5
///
/// If attention looks back only over a window, and positions count only by their distance (rotary, ALiBi or none), the
/// cache slides: it forgets tokens that are too old to be seen, and the logits are those of a model that reads the whole
/// text at once, however long it is.
///
/// In all other models, a full context cannot slide by one token: keys and values depend on positions from the start of
/// the context, or on tokens that would no longer be in it. It moves by half instead: its last half, including the new
/// token, is read again from position 0 in one pass, which makes room for the next tokens. Spread over these tokens,
/// this costs at most the time of one or two steps per token. Once a text is longer than the context, the model
/// therefore looks back over between half the context and all of it.
///
/// A sequence's logits have the same bits whether it is alone or beside others, on any number of threads, and whether
/// its tokens came one by one or all together.
public final class GPTDecoder {
  /// The maximum number of sequences side by side. In a pass with up to this many rows, each row gets the same bits as
  /// it would alone.
  public static let mostSequences = fewRows

  /// The model, whose parameters are used in place.
  public let model: GPT
  /// N, the number of sequences read side by side.
  public let sequenceCount: Int
  /// (N, V): the logits of each sequence's next token; valid after `prefill`.
  public private(set) var logits: Tensor
  /// The keys and values of the tokens that the model currently looks back at.
  private let cache: SequenceCache
  /// The ids of those tokens: N rows of the cache's capacity.
  private var history: [Int32]
  private let capacity: Int

  /// Creates a decoder of `sequenceCount` sequences, which have no tokens yet.
  public init(_ model: GPT, sequenceCount: Int = 1) {
    guard (1...Self.mostSequences).contains(sequenceCount) else {
      fatalError("GPTDecoder: \(sequenceCount) sequences; there must be from 1 to \(Self.mostSequences)")
    }
    self.model = model
    self.sequenceCount = sequenceCount
    logits = Tensor.zeros([sequenceCount, model.configuration.vocabularySize])
    let c = model.configuration
    // Room for a whole prompt, and for as many tokens again as may be seen.
    capacity = c.contextLength + (c.slides ? (c.window ?? 0) + 16 : 0)
    cache = SequenceCache(sequenceCount: sequenceCount, capacity: capacity)
    history = [Int32](repeating: 0, count: sequenceCount * capacity)
  }

  /// The number of tokens of each sequence that are in the cache; the context length is the maximum unless it slides.
  public var length: Int { cache.length }

  /// The number of tokens that can still be read before the context moves or slides.
  public var room: Int { capacity - length }

  /// Restarts all sequences with the same prompt; only the last tokens that fit in the context are used.
  ///
  /// The prompt is read only once, regardless of the number of sequences.
  ///
  /// - Parameter prompt: at least one token.
  public func prefill(_ prompt: some Collection<Int32>) {
    guard !prompt.isEmpty else { fatalError("GPTDecoder: a prompt needs at least one token") }
    let (seen, before) = model.window(endOf: prompt)
    cache.removeAll(before: Array(repeating: before, count: sequenceCount))
    for (time, id) in seen.enumerated() {
      for sequence in 0..<sequenceCount { history[sequence * capacity + time] = id }
    }
    let first = read(sequences: 1, tokens: seen.count)
    guard sequenceCount > 1 else {
      logits = first
      return
    }
    cache.spreadFirstSequence()
    logits = first.repeated(to: [sequenceCount, first.shape[1]])
  }

  /// Continues each sequence with one token.
  public func step(_ tokens: [Int32]) {
    guard tokens.count == sequenceCount else {
      fatalError("GPTDecoder: \(tokens.count) tokens for \(sequenceCount) sequences")
    }
    guard length > 0 else { fatalError("GPTDecoder: prefill must come before the first step") }
    let moved = length < capacity ? 0 : model.configuration.slides ? slide() : keepLastHalf()
    for sequence in 0..<sequenceCount { history[sequence * capacity + length + moved] = tokens[sequence] }
    logits = read(sequences: sequenceCount, tokens: moved + 1)
  }

  /// Continues the only sequence with several tokens in one pass, and returns the logits of the token that follows
  /// each, (T, V). They have the same bits as if the tokens had come one by one.
  ///
  /// - Parameter tokens: at most ``mostSequences``, and no more than the context has room for.
  public func logits(afterEachOf tokens: some Collection<Int32>) -> Tensor {
    guard sequenceCount == 1, length > 0, length + tokens.count <= capacity, tokens.count <= Self.mostSequences
    else {
      fatalError(
        "GPTDecoder: \(tokens.count) tokens for \(sequenceCount) sequences after \(length) of \(capacity)")
    }
    for (i, token) in tokens.enumerated() { history[length + i] = token }
    return withoutGradients {
      var pass = ForwardPass.continuing(cache)
      return model.logits(Array(tokens), batchSize: 1, &pass).reshaped(to: [tokens.count, logits.shape[1]])
    }
  }

  /// Takes back the last tokens of each sequence, fewer than ``length``; ``logits`` are valid again after the next step.
  public func removeLast(_ count: Int) {
    guard count >= 0, count < length else { fatalError("GPTDecoder: \(count) tokens to take back of \(length)") }
    cache.truncate(to: length - count)
  }

  /// Replaces a sequence by a copy of another one, except for its ``logits``.
  public func copySequence(from source: Int, to target: Int) {
    cache.copySequence(from: source, to: target)
    for i in 0..<length { history[target * capacity + i] = history[source * capacity + i] }
  }

  /// Forgets all but the last tokens of a full context and returns how many are kept; with one more token they are half
  /// of it. The kept tokens must be read again.
  private func keepLastHalf() -> Int {
    let kept = max(1, contextLength / 2) - 1
    var before: [ArraySlice<Int32>] = []
    for sequence in 0..<sequenceCount {
      let row = sequence * capacity, firstKept = row + capacity - kept
      before.append(Array(history[max(row, firstKept - SequenceCache.lookback)..<firstKept])[...])
      for i in 0..<kept { history[row + i] = history[firstKept + i] }
    }
    cache.removeAll(before: before)
    return kept
  }

  /// Forgets the tokens that the next ones cannot see; returns the number of tokens to read again: none.
  private func slide() -> Int {
    let oldest = cache.keepLast((model.configuration.window ?? 1) - 1)
    for sequence in 0..<sequenceCount {
      let row = sequence * capacity
      for i in 0..<length { history[row + i] = history[row + oldest + i] }
    }
    return 0
  }

  /// Reads the given number of tokens from `history` after those already read, and returns the logits of the token that
  /// follows.
  ///
  /// The tokens are read in chunks of at most `fewRows` rows, so the results do not depend on how they are divided.
  private func read(sequences: Int, tokens: Int) -> Tensor {
    let end = length + tokens
    return withoutGradients {
      while true {
        let start = length, count = min(fewRows / sequences, end - start)
        var ids: [Int32] = []
        ids.reserveCapacity(sequences * count)
        for sequence in 0..<sequences {
          let row = sequence * capacity + start
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
