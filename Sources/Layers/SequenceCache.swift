import Tensors

/// What the attention layers of a model keep of texts that grow token by token: the keys and values of all tokens so far,
/// for each layer.
///
///     let cache = SequenceCache(sequenceCount: 1, capacity: 64)
///     withoutGradients {
///       for tokens in [[3, 1, 4], [1]] as [[Int32]] {   // the fourth token costs one pass; the first three are not read again
///         var pass = ForwardPass.continuing(cache)
///         print(model.logits(tokens, batchSize: 1, &pass).shape)
///       }
///     }
///
/// A layer's part is made when the layer first asks for it, so any model can use one whose attention layers each occur once.
public final class SequenceCache {
  /// N, how many texts grow side by side.
  public let sequenceCount: Int
  /// The most tokens that each may have.
  public let capacity: Int
  /// In the order in which the layers first asked. A model has few, and they are asked for in turn, so the next one is
  /// looked at first.
  private var layers: [(layer: AnyObject, cache: KeyValueCache)] = []
  private var next = 0

  /// An empty cache.
  public init(sequenceCount: Int, capacity: Int) {
    (self.sequenceCount, self.capacity) = (sequenceCount, capacity)
  }

  /// How many tokens each text has so far.
  public var length: Int { layers.first?.cache.length ?? 0 }

  /// A layer's keys and values, G heads of D channels.
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

  /// Forgets all tokens, but keeps the memory.
  public func removeAll() { layers.forEach { $0.cache.removeAll() } }

  /// Gives all texts what the first one has read.
  public func spreadFirstSequence() { layers.forEach { $0.cache.spreadFirstSequence() } }
}
