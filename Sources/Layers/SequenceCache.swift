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
  /// N, the number of sequences that grow at the same time.
  public let sequenceCount: Int
  /// The maximum number of tokens per sequence.
  public let capacity: Int
  /// Each layer's cache, in the order in which the layers first asked for theirs. A model has few layers, and they ask
  /// in turn, so the search starts with the next one.
  private var layers: [(layer: AnyObject, cache: KeyValueCache)] = []
  private var next = 0

  /// Creates an empty cache.
  public init(sequenceCount: Int, capacity: Int) {
    (self.sequenceCount, self.capacity) = (sequenceCount, capacity)
  }

  /// The number of tokens in each sequence so far.
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
  public func removeAll() { layers.forEach { $0.cache.removeAll() } }

  /// Copies the keys and values of the first sequence to all others.
  public func spreadFirstSequence() { layers.forEach { $0.cache.spreadFirstSequence() } }
}
