import Kernels
import Layers
import Tensors

/// The forward pass of a GPT for a few new tokens, over the keys and values of those before them.
///
/// What `GPT.logits` computes, with nothing kept for gradients and nothing allocated: four products with weights a
/// block, and what stands between them fused into them or tiny. One code serves one token and many.
final class GPTPass {
  /// B sequences of T new tokens each, the first of them at time `start`.
  struct Batch {
    let sequences, tokens, start: Int
    var rows: Int { sequences * tokens }
  }

  /// The most tokens, of all sequences together, that one pass takes: enough that reading the weights is no longer
  /// what takes the time, and few enough for the second-level cache.
  let rowCapacity: Int

  private let width, sequenceCount: Int
  private let layout: CacheLayout
  private let blocks: [Block]
  private let norm: Norm
  private let tokenTable: Map
  private let positionTable: UnsafePointer<Float>
  /// The cache: (layers, N, keys) and (layers, N, values).
  private let keys, values: UnsafeMutablePointer<Float>
  /// Scratch, rows first: C, C, 3 C, C and 4 C channels; then one row of attention scores for each head.
  private let x, normed, qkv, gathered, hidden, attentionScores: UnsafeMutablePointer<Float>
  private let means, rstds: UnsafeMutablePointer<Float>
  /// What keeps the memory behind all these pointers.
  private let owners: (model: GPT, tensors: [Tensor])

  init(_ model: GPT, sequenceCount: Int) {
    let c = model.configuration
    let layout = CacheLayout(headCount: c.headCount, headSize: c.width / c.headCount, capacity: c.contextLength)
    let rows = max(sequenceCount, min(64, sequenceCount * c.contextLength))
    var tensors: [Tensor] = []
    func memory(_ shape: Shape) -> UnsafeMutablePointer<Float> {
      tensors.append(Tensor.zeros(shape))
      return tensors[tensors.count - 1].data
    }
    (width, self.sequenceCount, self.layout, rowCapacity) = (c.width, sequenceCount, layout, rows)
    blocks = model.blocks.map(Block.init)
    norm = Norm(model.norm)
    tokenTable = Map(model.token.weight, nil)
    positionTable = UnsafePointer(model.position.weight.data)
    keys = memory([c.layerCount, sequenceCount, layout.keyCount])
    values = memory([c.layerCount, sequenceCount, layout.valueCount])
    (x, normed, gathered) = (memory([rows, c.width]), memory([rows, c.width]), memory([rows, c.width]))
    (qkv, hidden) = (memory([rows, 3 * c.width]), memory([rows, blocks.map(\.up.outputs).max() ?? 0]))
    attentionScores = memory([sequenceCount, layout.scoreCount])
    (means, rstds) = (memory([rows]), memory([rows]))
    owners = (model, tensors)
  }

  /// Reads new tokens.
  ///
  /// - Parameters:
  ///   - ids: (B, T), all of them known.
  ///   - scores: (N, V); of the token that follows, for the first B sequences. None when more of the text comes.
  func run(_ batch: Batch, _ ids: [Int32], scores: Tensor?) {
    gatherRows(x, tokenTable.weight, ids, count: batch.rows, columns: width)  // (B, T, C)
    let positions = positionTable + batch.start * width  // (T, C)
    for sequence in 0..<batch.sequences {
      let count = batch.tokens * width
      addScaled(x + sequence * count, positions, count: count)
    }
    for (i, block) in blocks.enumerated() {
      normalise(normed, x, block.norm1, rows: batch.rows)
      block.qkv.apply(to: normed, qkv, rows: batch.rows)  // (B, T, 3 C)
      cachedAttention(
        gathered, keys: keys + i * sequenceCount * layout.keyCount,
        values: values + i * sequenceCount * layout.valueCount, scores: attentionScores, qkv, layout,
        sequences: batch.sequences, tokens: batch.tokens, start: batch.start)
      block.output.apply(to: gathered, x, rows: batch.rows, then: .add)
      normalise(normed, x, block.norm2, rows: batch.rows)
      block.up.apply(to: normed, hidden, rows: batch.rows, then: block.activation)  // (B, T, 4 C)
      block.down.apply(to: hidden, x, rows: batch.rows, then: .add)
    }
    guard let scores else { return }
    for sequence in 0..<batch.sequences {
      let last = x + ((sequence + 1) * batch.tokens - 1) * width
      normalise(normed + sequence * width, last, norm, rows: 1)  // (B, C)
    }
    tokenTable.apply(to: normed, scores.data, rows: batch.sequences)  // (B, V)
  }

  /// Gives all sequences what the first one has: its keys and values, and its scores.
  func spreadFirstSequence(_ scores: Tensor) {
    func spread(_ data: UnsafeMutablePointer<Float>, _ count: Int) {
      for sequence in 1..<sequenceCount { (data + sequence * count).update(from: data, count: count) }
    }
    guard sequenceCount > 1 else { return }
    for i in blocks.indices {
      spread(keys + i * sequenceCount * layout.keyCount, layout.keyCount)
      spread(values + i * sequenceCount * layout.valueCount, layout.valueCount)
    }
    spread(scores.data, scores.shape[1])
  }

  private func normalise(
    _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ norm: Norm, rows: Int
  ) {
    Kernels.layerNorm(
      y, means: means, rstds: rstds, x, weight: norm.weight, bias: norm.bias, rows: rows,
      columns: width, epsilon: 1e-5)
  }
}

// Where the parameters are: pointers into the model, which whoever holds these keeps alive.

private struct Block {
  let norm1, norm2: Norm
  let qkv, output, up, down: Map
  let activation: SumEnding

  init(_ block: TransformerBlock) {
    (norm1, norm2) = (Norm(block.norm1), Norm(block.norm2))
    (qkv, output) = (Map(block.attention.qkv), Map(block.attention.output))
    (up, down) = (Map(block.mlp.up), Map(block.mlp.down))
    activation = block.mlp.activation == .exact ? .gelu : .geluTanh
  }
}

private struct Norm {
  let weight: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?

  init(_ norm: LayerNorm) {
    weight = UnsafePointer(norm.weight.data)
    bias = norm.bias.map { UnsafePointer($0.data) }
  }
}

private struct Map {
  let weight: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?
  let inputs, outputs: Int

  init(_ layer: Linear) { self.init(layer.weight, layer.bias) }

  /// A weight of shape (out, in).
  init(_ weight: Parameter, _ bias: Parameter?) {
    self.weight = UnsafePointer(weight.data)
    self.bias = bias.map { UnsafePointer($0.data) }
    (outputs, inputs) = (weight.shape[0], weight.shape[1])
  }

  func apply(
    to x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, rows: Int, then ending: SumEnding = .store
  ) {
    matrixVector(y, x, weight: weight, bias: bias, rows: rows, inputs: inputs, outputs: outputs, then: ending)
  }
}
