import Kernels
import Numerics
import Reports
import Tensors
import Transformers

/// The kernels of one training step, at the shapes of a model. This is the list to change when kernels are added or
/// removed.
extension KernelCase {
  static func all(_ size: GPTSize) -> [KernelCase] {
    let sizes = size.sizes
    let (T, C, H) = (sizes.context, sizes.embedding, sizes.heads)
    // The whole batch of a small model; a micro-batch of about 2,048 tokens of a large one.
    let B = min(sizes.batch, max(1, 2048 / T))
    let rows = B * T
    return product("qkv", rows, C, 3 * C) + product("output", rows, C, C) + product("up", rows, C, 4 * C)
      + product("down", rows, 4 * C, C) + product("head", rows, C, vocabulary)
      + attention(B, H, T, C / H, dropout: sizes.dropout)
      + [upWithGELU(rows, C, 4 * C)] + layerNorms(rows, C) + gelus(rows, 4 * C) + crossEntropies(rows, vocabulary)
      + [weightPanels(C, 4 * C), dropout(rows, C), adamW(12 * sizes.layers * C * C)]
  }

  private static let vocabulary = 65

  /// The three products of a linear layer: 2 x rows x inputs x outputs operations each. The weight is packed in
  /// advance, as it is once per step; packing has its own row in the table.
  private static func product(_ name: String, _ rows: Int, _ inputs: Int, _ outputs: Int) -> [KernelCase] {
    typealias Product = (_ x: Tensor, _ y: Tensor) -> Void
    func product(_ part: String, _ prepare: @escaping (_ weight: Tensor) -> Product) -> KernelCase {
      let work = Work.operations(2 * Double(rows * inputs * outputs))
      return KernelCase(name: "\(name) \(part)", size: "\(rows) x \(inputs) x \(outputs)", work: work) {
        let (x, y) = (numbers(rows * inputs), numbers(rows * outputs))
        let run = prepare(numbers(outputs * inputs))
        return { run(x, y) }
      }
    }
    return [
      product("forward") { weight in  // y = x W^T
        let packed = PackedMatrix(weight.data, n: outputs, k: inputs, transposed: true)
        return { x, y in withExtendedLifetime(weight) { matrixProduct(y.data, x.data, packed, m: rows) } }
      },
      product("gradient of x") { weight in  // dx = dy W
        let packed = PackedMatrix(weight.data, n: inputs, k: outputs, transposed: false)
        return { dx, dy in withExtendedLifetime(weight) { matrixProduct(dx.data, dy.data, packed, m: rows) } }
      },
      product("gradient of W") { dweight in  // dW = dy^T x
        { x, dy in weightGradient(dweight.data, dy.data, x.data, rows: rows, m: outputs, n: inputs) }
      },
    ]
  }

  /// The forward product followed by GELU and its slopes; only the operations of the product are counted.
  private static func upWithGELU(_ rows: Int, _ inputs: Int, _ outputs: Int) -> KernelCase {
    let work = Work.operations(2 * Double(rows * inputs * outputs))
    return KernelCase(name: "up forward with GELU", size: "\(rows) x \(inputs) x \(outputs)", work: work) {
      let (x, weight) = (numbers(rows * inputs), numbers(outputs * inputs))
      let (y, slopes) = (numbers(rows * outputs), numbers(rows * outputs))
      let packed = PackedMatrix(weight.data, n: outputs, k: inputs, transposed: true)
      return {
        withExtendedLifetime(weight) {
          linear(y.data, slopes: slopes.data, x.data, .packed(packed), bias: nil, then: .gelu, rows: rows)
        }
      }
    }
  }

  /// Packs a weight into panels for its forward product: reads it and writes the same number of bytes.
  private static func weightPanels(_ inputs: Int, _ outputs: Int) -> KernelCase {
    KernelCase(name: "weight into panels", size: "\(inputs) x \(outputs)", work: .bytes(8 * inputs * outputs)) {
      let weight = numbers(outputs * inputs)
      return { _ = PackedMatrix(weight.data, n: outputs, k: inputs, transposed: true) }
    }
  }

  /// With the causal mask: two products forward, 2 B H T^2 D operations, and five products backward.
  private static func attention(_ B: Int, _ H: Int, _ T: Int, _ D: Int, dropout: Float) -> [KernelCase] {
    let C = H * D, size = "\(B) x \(H) x \(T) x \(D)"
    let shape = AttentionShape(
      batchSize: B, headCount: H, groupCount: H, queryCount: T, keyCount: T, headSize: D, mask: .causal,
      dropout: dropout, key: 1)
    let layout = AttentionLayout.joint(shape)
    let operations = Double(B * H * T * T * D)
    func forward(_ o: Tensor, _ totals: Tensor, _ qkv: Tensor) {
      let q = qkv.data
      Kernels.attention(o.data, SoftmaxTotals(totals.data, rows: B * H * T), q, q + C, q + 2 * C, layout, shape)
    }
    return [
      KernelCase(name: "attention forward", size: size, work: .operations(2 * operations)) {
        let (o, totals, qkv) = (numbers(B * T * C), numbers(2 * B * H * T), numbers(B * T * 3 * C))
        return { forward(o, totals, qkv) }
      },
      KernelCase(name: "attention backward", size: size, work: .operations(5 * operations)) {
        let (o, totals, qkv) = (numbers(B * T * C), numbers(2 * B * H * T), numbers(B * T * 3 * C))
        let (dout, dqkv) = (numbers(B * T * C), numbers(B * T * 3 * C))
        forward(o, totals, qkv)
        return {
          let q = qkv.data, dq = dqkv.data
          attentionBackward(
            dq: dq, dk: dq + C, dv: dq + 2 * C, dout.data, o.data, SoftmaxTotals(totals.data, rows: B * H * T), q,
            q + C,
            q + 2 * C, layout, shape)
        }
      },
    ]
  }

  /// Forward reads x and writes y; backward reads dy and x, and writes dx.
  private static func layerNorms(_ rows: Int, _ columns: Int) -> [KernelCase] {
    let count = rows * columns
    func forward(_ y: Tensor, _ saved: Tensor, _ x: Tensor, _ weights: Tensor) {
      layerNorm(
        y.data, means: saved.data, rstds: saved.data + rows, x.data, weight: weights.data,
        bias: weights.data + columns, rows: rows, columns: columns, epsilon: 1e-5)
    }
    return [
      KernelCase(name: "layer norm forward", size: "\(rows) x \(columns)", work: .bytes(8 * count)) {
        let (y, saved, x, weights) = (numbers(count), numbers(2 * rows), numbers(count), numbers(2 * columns))
        return { forward(y, saved, x, weights) }
      },
      KernelCase(name: "layer norm backward", size: "\(rows) x \(columns)", work: .bytes(12 * count)) {
        let (dx, saved, x, weights) = (numbers(count), numbers(2 * rows), numbers(count), numbers(2 * columns))
        let (dy, dweights) = (numbers(count), numbers(2 * columns))
        forward(dx, saved, x, weights)
        return {
          layerNormBackward(
            dx: dx.data, dweight: dweights.data, dbias: dweights.data + columns, dy.data, x.data,
            weight: weights.data, means: saved.data, rstds: saved.data + rows, rows: rows, columns: columns)
        }
      },
    ]
  }

  /// Forward reads x and writes y; backward reads dy and x, and writes dx.
  private static func gelus(_ rows: Int, _ columns: Int) -> [KernelCase] {
    let count = rows * columns, size = "\(rows) x \(columns)"
    return [
      KernelCase(name: "GELU forward", size: size, work: .bytes(8 * count)) {
        let (y, x) = (numbers(count), numbers(count))
        return { elementwise(.gelu, y.data, x.data, count: count) }
      },
      KernelCase(name: "GELU backward", size: size, work: .bytes(12 * count)) {
        let (dx, dy, x) = (numbers(count), numbers(count), numbers(count))
        return { elementwiseBackward(.gelu, dx.data, dy.data, x.data, count: count) }
      },
    ]
  }

  /// Forward reads the logits; backward reads them again and writes their gradients.
  private static func crossEntropies(_ rows: Int, _ columns: Int) -> [KernelCase] {
    let size = "\(rows) x \(columns)"
    let targets = (0..<rows).map { Int32($0 % columns) }
    return [
      KernelCase(name: "cross-entropy forward", size: size, work: .bytes(4 * rows * columns)) {
        let (totals, logits) = (numbers(2 * rows), numbers(rows * columns))
        return {
          _ = crossEntropy(
            SoftmaxTotals(totals.data, rows: rows), logits.data, targets, rows: rows, columns: columns)
        }
      },
      KernelCase(name: "cross-entropy backward", size: size, work: .bytes(8 * rows * columns)) {
        let (dlogits, memory, logits) = (numbers(rows * columns), numbers(2 * rows), numbers(rows * columns))
        let totals = SoftmaxTotals(memory.data, rows: rows)
        _ = crossEntropy(totals, logits.data, targets, rows: rows, columns: columns)
        return {
          withExtendedLifetime(memory) {
            crossEntropyBackward(
              dlogits.data, logits.data, totals, targets, rows: rows, columns: columns, scale: 1 / Float(rows))
          }
        }
      },
    ]
  }

  /// Reads x and writes y; the mask is a hash and takes no memory.
  private static func dropout(_ rows: Int, _ columns: Int) -> KernelCase {
    let count = rows * columns
    return KernelCase(name: "dropout", size: "\(rows) x \(columns)", work: .bytes(8 * count)) {
      let (y, x) = (numbers(count), numbers(count))
      return { Kernels.dropout(y.data, x.data, count: count, rate: 0.2, key: 1) }
    }
  }

  /// One update of the blocks' matrices: reads weights, gradients and both moments, and writes all of them except the
  /// gradients.
  private static func adamW(_ count: Int) -> KernelCase {
    KernelCase(name: "AdamW", size: Formats.grouped(count), work: .bytes(28 * count)) {
      let (w, g) = (numbers(count), numbers(count))
      let (m, v) = (Tensor.zeros([count]), Tensor.zeros([count]))
      let step = AdamWStep(
        step: 1, learningRate: 1e-3, weightDecay: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, gradientScale: 1)
      return {
        let parameter = AdamWParameter(
          weights: w.data, firstMoments: m.data, secondMoments: v.data, gradients: g.data, count: count, step)
        Kernels.adamW([parameter])
      }
    }
  }

  /// Returns random numbers between -1 and 1. Kernels take the same time for all normal floats.
  private static func numbers(_ count: Int) -> Tensor {
    var generator = RandomGenerator(seed: UInt64(count))
    return Tensor([count], (0..<count).map { _ in 2 * generator.uniform() - 1 })
  }
}
