import Tensors

/// The memory of a model's attention layers for sequences that grow token by token (a KV cache): the keys and values of
/// all tokens so far, per layer.
///
///     let cache = SequenceCache(sequenceCount: 1, capacity: 64)
///     withoutGradients {
///       for tokens in [[3, 1, 4], [1]] as [[Int32]] {   // the fourth token costs one pass; the others are not reread
///         var pass = ForwardPass.continuing(cache)
///         print(model.logits(tokens, batchSize: 1, &pass).shape)
///       }
///     }
///
/// A layer's cache is created when the layer first asks for it, so any model can use a sequence cache if each of its
/// attention layers occurs only once.
public final class SequenceCache {
  /// The number of tokens that are always remembered, even if attention does not see them: enough for any layer.
  public static let lookback = 8

  /// N, the number of sequences that grow at the same time.
  public let sequenceCount: Int
  /// The maximum number of tokens per sequence.
  public let capacity: Int
  /// Each layer's cache, in the order in which the layers first asked for theirs. A model has few layers, and they ask
  /// in turn, so the search starts with the next one.
  private var layers: [(layer: AnyObject, cache: KeyValueCache)] = []
  private var next = 0
  /// The tokens of each sequence, for layers that look at tokens and not only at keys and values; empty if there are no
  /// such layers.
  private var tokens: [[Int32]]
  /// The number of tokens at the start of each sequence that have been forgotten.
  private var forgotten = 0

  /// Creates an empty cache.
  public init(sequenceCount: Int, capacity: Int) {
    (self.sequenceCount, self.capacity) = (sequenceCount, capacity)
    tokens = Array(repeating: [], count: sequenceCount)
  }

  /// Returns the tokens of the first B sequences, as far as they were remembered.
  public func rememberedTokens(batchSize: Int) -> [ArraySlice<Int32>] { tokens[..<batchSize].map { $0[...] } }

  /// Remembers the tokens, T for each of the first B sequences, that a pass is reading.
  public func remember(_ ids: [Int32], batchSize: Int) {
    let T = ids.count / max(1, batchSize)
    for b in 0..<batchSize { tokens[b] += ids[b * T..<(b + 1) * T] }
  }

  /// The position of the next token in its text: the number of all tokens so far, including those that were forgotten.
  public var position: Int { forgotten + length }

  /// The number of tokens in each sequence that the cache holds.
  public var length: Int { layers.first?.cache.length ?? 0 }

  /// Returns the keys and values of a layer, G heads of D channels.
  public func layer(_ layer: AnyObject, groupCount: Int, headSize: Int) -> KeyValueCache {
    if next >= layers.count || layers[next].layer !== layer {
      next = layers.firstIndex { $0.layer === layer } ?? layers.count
    }
    if next == layers.count {
      let cache = KeyValueCache(
        sequenceCount: sequenceCount, capacity: capacity, groupCount: groupCount, headSize: headSize)
      layers.append((layer, cache))
    }
    defer { next = (next + 1) % layers.count }
    return layers[next].cache
  }

  /// Removes all tokens but keeps the memory.
  ///
  /// - Parameter before: for each sequence, the last tokens before the ones that will be read next, if there are any.
  public func removeAll(before: [ArraySlice<Int32>] = []) {
    layers.forEach { $0.cache.removeAll() }
    tokens = before.isEmpty ? Array(repeating: [], count: sequenceCount) : before.map(Array.init)
    forgotten = 0
  }

  /// Removes all tokens but the first `length` of each sequence.
  public func truncate(to length: Int) {
    for b in tokens.indices { tokens[b].removeLast(max(0, min(tokens[b].count, self.length - length))) }
    layers.forEach { $0.cache.truncate(to: length) }
  }

  /// Forgets the oldest tokens of each sequence, all but at least the last `count`; the others keep their positions.
  ///
  /// The next tokens see what is left, so nothing changes if no layer looks back further than that.
  ///
  /// - Returns: the number of tokens that were forgotten, a multiple of sixteen.
  public func keepLast(_ count: Int) -> Int {
    let oldest = layers.map { $0.cache.keepLast(count) }.first ?? 0
    // Layers that look at tokens may look further back than attention does.
    for b in tokens.indices { tokens[b].removeFirst(max(0, min(oldest, tokens[b].count - Self.lookback))) }
    forgotten += oldest
    return oldest
  }

  /// Copies the keys and values of one sequence to another, which loses its own.
  public func copySequence(from source: Int, to target: Int) {
    layers.forEach { $0.cache.copySequence(from: source, to: target) }
    tokens[target] = tokens[source]
  }

  /// Copies the keys and values of the first sequence to all others.
  public func spreadFirstSequence() {
    layers.forEach { $0.cache.spreadFirstSequence() }
    tokens = Array(repeating: tokens[0], count: sequenceCount)
  }
}
