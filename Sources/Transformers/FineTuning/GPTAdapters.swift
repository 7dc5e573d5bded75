import Files
import Layers
import Numerics
import Tensors

/// The linear maps of a model that a low-rank adapter can change: those of each block, and the output layer.
public enum AdaptedMap: String, Codable, CaseIterable, Sendable {
  /// From the stream to the queries of attention.
  case query
  /// To the keys.
  case key
  /// To the values.
  case value
  /// From the heads back to the stream.
  case output
  /// The gate of a gated feed-forward layer.
  case gate
  /// The first map of a feed-forward layer.
  case inner
  /// The last map of a feed-forward layer, back to the stream.
  case outer
  /// From the stream to the logits. Without it, a token that the pretraining text hardly has stays as unlikely as it was,
  /// whatever the blocks learn.
  case head

  /// The maps that a model has: all but a gate if its feed-forward layers have none, and an output layer that is the token
  /// embedding.
  public static func all(of model: GPTConfiguration) -> [AdaptedMap] {
    allCases.filter { ($0 != .gate || model.isGated) && ($0 != .head || !model.isTied) }
  }
}

/// The form of a model's low-rank adapters; see ``LoRA``.
public struct AdapterOptions: Codable, Equatable, Sendable {
  /// r, the rank of each change.
  public var rank: Int
  /// alpha; a change is multiplied by alpha / r.
  public var alpha: Float
  /// The maps that change, in each block that has them.
  public var maps: [AdaptedMap]

  /// Creates a form. By default, queries and values change, which the paper found best for a given number of parameters
  /// (Hu et al. 2022, section 7.1).
  public init(rank: Int = 8, alpha: Float = 16, maps: [AdaptedMap] = [.query, .value]) {
    (self.rank, self.alpha, self.maps) = (rank, alpha, maps)
  }

  /// Checks that a model of a configuration can have such adapters.
  ///
  /// - Throws: `Problem` of the given kind.
  public func validate(for model: GPTConfiguration, _ kind: Problem.Kind = .usage) throws {
    let most = min(model.width, model.channelsPerHead * model.groups)
    guard (1...most).contains(rank) else {
      throw Problem(kind, "the rank of an adapter must be from 1 to \(most) in this model, not \(rank)")
    }
    guard alpha > 0, alpha.isFinite else { throw Problem(kind, "alpha must be a number above 0, not \(alpha)") }
    guard !maps.isEmpty, Set(maps).count == maps.count else {
      throw Problem(kind, "the maps of an adapter must be at least one, each named once")
    }
    guard model.isGated || !maps.contains(.gate) else {
      throw Problem(kind, "the feed-forward layers of this model have no gate to adapt")
    }
    guard !model.isTied || !maps.contains(.head) else {
      throw Problem(kind, "the output layer of this model is its token embedding, which has no adapter")
    }
  }
}

extension GPT {
  /// Freezes the model and gives maps low-rank adapters, which are then all that training changes. The
  /// outputs stay the same at first.
  ///
  ///     try model.adapt(AdapterOptions(rank: 8), seed: 1337)
  ///     let trainer = Trainer(model.trainableParameters, options, tokensPerStep: 768)
  ///
  /// - Throws: `Problem` of kind `usage` if the model cannot have such adapters.
  public func adapt(_ options: AdapterOptions, seed: UInt64) throws {
    try options.validate(for: configuration)
    removeAdapters()
    setTrainable(false)
    func adapt(_ layer: Linear, _ rows: Range<Int>, name: String) {
      let adapter = LoRA(layer.weight.shape[1], rows: rows, rank: options.rank, alpha: options.alpha)
      // The numbers of each adapter do not depend on which others there are.
      var generator = RandomGenerator(seed: seed, stream: fingerprint(of: name.utf8))
      for parameter in adapter.parameters { parameter.initialize(using: &generator) }
      layer.adapt(adapter)
    }
    for (number, block) in blocks.enumerated() {
      for map in AdaptedMap.allCases where options.maps.contains(map) {
        if let (layer, rows) = block.place(of: map) { adapt(layer, rows, name: "\(number).\(map.rawValue)") }
      }
    }
    if let head, options.maps.contains(.head) {
      adapt(head, 0..<configuration.vocabularySize, name: AdaptedMap.head.rawValue)
    }
  }

  /// Whether the model has adapters.
  public var isAdapted: Bool { adaptableMaps.contains { !$0.adapters.isEmpty } }

  /// Adds the adapters to the weights, removes them, and makes all parameters trainable again.
  public func mergeAdapters() {
    adaptableMaps.forEach { $0.mergeAdapters() }
    setTrainable(true)
  }

  /// Removes the adapters, so the model is again what it was before, and makes all parameters trainable.
  public func removeAdapters() {
    adaptableMaps.forEach { $0.removeAdapters() }
    setTrainable(true)
  }

  /// Returns a model without adapters whose outputs are the same, up to rounding; this one keeps its adapters.
  public func merged() -> GPT {
    let model = GPT(configuration),
      own = Dictionary(uniqueKeysWithValues: namedParameters.map { ($0.name, $0.parameter) })
    for (name, parameter) in model.namedParameters.map({ ($0.name, $0.parameter) }) {
      guard let source = own[name] else { continue }
      parameter.data.update(from: source.data, count: source.count)
    }
    for (map, copy) in zip(adaptableMaps, model.adaptableMaps) { map.adapters.forEach(copy.adapt) }
    model.mergeAdapters()
    return model
  }

  /// Freezes everything but the last blocks, the final norm and the output layer. An output layer that is the token
  /// embedding is frozen too: the first layer is not the last one.
  ///
  /// - Parameter count: how many blocks still learn, from 0 to all.
  public func trainLastBlocks(_ count: Int) {
    require((0...blocks.count).contains(count), "GPT: \(count) of \(blocks.count) blocks")
    setTrainable(false)
    blocks.suffix(count).forEach { $0.setTrainable(true) }
    norm.setTrainable(true)
    head?.setTrainable(true)
  }

  /// The linear maps of all blocks, and the output layer if it is a map of its own.
  var adaptableMaps: [Linear] {
    blocks.flatMap { block in
      [
        block.attention.qkv, block.attention.output, block.feedForward.gate, block.feedForward.up,
        block.feedForward.down,
      ].compactMap { $0 }
    } + [head].compactMap { $0 }
  }
}

extension TransformerBlock {
  /// The layer that computes a map, and the outputs of it that belong to the map; nil if the block has no such map.
  fileprivate func place(of map: AdaptedMap) -> (layer: Linear, rows: Range<Int>)? {
    let queries = attention.headCount * attention.headSize, keys = attention.groupCount * attention.headSize
    func whole(_ layer: Linear) -> (Linear, Range<Int>) { (layer, 0..<layer.weight.shape[0]) }
    switch map {
    case .query: return (attention.qkv, 0..<queries)
    case .key: return (attention.qkv, queries..<queries + keys)
    case .value: return (attention.qkv, queries + keys..<queries + 2 * keys)
    case .output: return whole(attention.output)
    case .gate: return feedForward.gate.map(whole)
    case .inner: return whole(feedForward.up)
    case .outer: return whole(feedForward.down)
    case .head: return nil
    }
  }
}
