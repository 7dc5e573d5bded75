import Tensors

/// What the attention layers of a model keep of texts that grow token by token: the keys and values of all tokens so far,
/// for each layer.
///
///     let cache = SequenceCache(sequenceCount: 1, capacity: 64)
///     withoutGradients {
///       var pass = ForwardPass.continuing(cache)
///       model.logits([3, 1, 4], batchSize: 1, &pass)   // reads three tokens
///       model.logits([1], batchSize: 1, &pass)         // reads the fourth; the first three are not read again
///     }
///
/// A layer's part is made when the layer first asks for it, so any model with attention layers can use one.
public final class SequenceCache {
  /// N, how many texts grow side by side.
  public let sequenceCount: Int
  /// The most tokens that each may have.
  public let capacity: Int
  private var layers: [ObjectIdentifier: KeyValueCache] = [:]
  /// One of the layers' caches, which all have read the same tokens between two passes.
  private var first: KeyValueCache?

  /// An empty cache.
  public init(sequenceCount: Int, capacity: Int) {
    (self.sequenceCount, self.capacity) = (sequenceCount, capacity)
  }

  /// How many tokens each text has so far.
  public var length: Int { first?.length ?? 0 }

  /// A layer's keys and values, G heads of D channels.
  public func layer(_ layer: AnyObject, groupCount: Int, headSize: Int) -> KeyValueCache {
    if let cache = layers[ObjectIdentifier(layer)] { return cache }
    let cache = KeyValueCache(
      sequenceCount: sequenceCount, capacity: capacity, groupCount: groupCount, headSize: headSize)
    layers[ObjectIdentifier(layer)] = cache
    if first == nil { first = cache }
    return cache
  }

  /// Forgets all tokens, but keeps the memory.
  public func removeAll() { layers.values.forEach { $0.removeAll() } }

  /// Gives all texts what the first one has read.
  public func spreadFirstSequence() { layers.values.forEach { $0.spreadFirstSequence() } }
}
