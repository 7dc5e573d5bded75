import TestSupport
import Testing

@testable import Kernels

/// A kernel at a size that `parallel` splits, odd enough for the shares to differ.
struct DeterminismCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Returns everything that the kernel writes.
  let run: @Sendable () -> [Float]

  init(_ name: String, _ run: @escaping @Sendable (_ random: inout RandomValues) -> [Float]) {
    testDescription = name
    self.run = {
      var random = RandomValues(seed: 1)
      return run(&random)
    }
  }

  static let all =
    products + linearMaps + elements + alongAnAxis + rowByRow + attention + decoding + projection + wordVectors

  private static let count = 50_021

  private static let products =
    transpositions.map { (transposeA, transposeB) in
      DeterminismCase("matrixProduct, transposed: \(transposeA), \(transposeB)") { random in
        let (m, n, k) = (205, 131, 257)
        let a = random.floats(m * k), b = random.floats(k * n)
        return output(m * n) {
          matrixProduct($0, a, b, m: m, n: n, k: k, transposeA: transposeA, transposeB: transposeB)
        }
      }
    } + [
      DeterminismCase("very deep matrixProduct") { random in
        let (m, n, k) = (29, 50, 2 * deepest + 257), a = random.floats(m * k), b = random.floats(k * n)
        return output(m * n) { matrixProduct($0, a, b, m: m, n: n, k: k) }
          + output(m * n) { matrixProduct($0, a, b, m: m, n: n, k: k, transposeA: true, transposeB: true) }
      },
      DeterminismCase("batchedMatrixProduct") { random in
        let (m, n, k) = (17, 33, 97)
        let a = random.floats(5 * m * k), b = random.floats(5 * k * n)
        return output(5 * m * n) { batchedMatrixProduct($0, a, b, count: 5, m: m, n: n, k: k) }
          + output(3 * m * n) {
            batchedMatrixProduct($0, a, b, pairs: [(a: 4, b: 0), (1, 3), (1, 4)], m: m, n: n, k: k)
          }
      },
    ]

  private static let elements = [
    DeterminismCase("AdamW") { random in
      let parameters = [count, 17, 10_001].map {
        AdamWExample(w: random.floats($0), m: random.floats($0), v: random.floats($0, in: 0...1), g: random.floats($0))
      }
      let step = AdamWStep(
        step: 3, learningRate: 0.01, weightDecay: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8,
        gradientScale: 0.5)
      return AdamWExample.stepped(parameters, [step, step, step]).flatMap { $0.w + $0.m + $0.v }
    },
    DeterminismCase("elementwise") { random in
      let x = random.floats(count, in: 0.1...3)
      return Elementwise.allCases.flatMap { function in
        output(count) { elementwise(function, $0, x, count: count) }
      }
        + Activation.allCases.flatMap { activation in
          output(count) { elementwise(activation, $0, x, count: count) }
        }
    },
    DeterminismCase("elementwise backward") { random in
      let x = random.floats(count, in: 0.1...3), dy = random.floats(count)
      return Elementwise.allCases.flatMap { function in
        output(count) { elementwiseBackward(function, $0, dy, x, count: count) }
      }
        + Activation.allCases.flatMap { activation in
          output(count) { elementwiseBackward(activation, $0, dy, x, count: count) }
        }
    },
    DeterminismCase("softCap") { random in
      let x = random.floats(count, in: -20...20), y = output(count) { softCap($0, x, cap: 15, count: count) }
      return y + output(startingAs: x) { softCapBackward($0, x, y, cap: 15, count: count, accumulate: true) }
    },
    DeterminismCase("gateHeads") { random in
      let x = random.floats(501 * 33), gates = random.floats(501)
      return output(501 * 33) { gateHeads($0, x, gates: gates, rows: 501, columns: 33) }
        + output(startingAs: x) { gateHeads($0, x, gates: gates, rows: 501, columns: 33, accumulate: true) }
        + output(501) { headGatesBackward($0, x, x, gates: gates, rows: 501, columns: 33) }
    },
    DeterminismCase("addScaled") { random in
      let x = random.floats(count), y = random.floats(count)
      return output(startingAs: y) { addScaled($0, x, scale: 0.3, count: count) }
    },
    DeterminismCase("broadcast") { random in
      let x = random.floats(301 * 171), y = random.floats(171)
      return output(301 * 171) {
        broadcast(.subtract, $0, x, y, shape: [301, 171], xStrides: [171, 1], yStrides: [0, 1])
      }
    },
    DeterminismCase("broadcast of one number, and powers") { random in
      let x = random.floats(count, in: 0.1...3), y: Float = 1.7
      let operations = Arithmetic.allCases
      return operations.flatMap { operation in
        output(count) { broadcast(operation, $0, x, [y], shape: [count], xStrides: [1], yStrides: [0]) }
      } + output(count) { power($0, x, exponent: 3, count: count) }
    },
    DeterminismCase("select") { random in
      let x = random.floats(count), y = random.floats(count), condition = random.ids(count, below: 2).map(Float.init)
      return output(count) { select($0, where: condition, x, else: y, count: count) }
    },
    DeterminismCase("copyStrided and addStrided") { random in
      let x = random.floats(301 * 171), y = random.floats(301 * 171)
      return output(301 * 171) { copyStrided($0, x, shape: [171, 301], strides: [1, 171]) }
        + output(startingAs: x) { addStrided($0, y, shape: [171, 301], strides: [1, 171]) }
    },
    DeterminismCase("dropout") { random in
      let x = random.floats(count)
      return output(count) { dropout($0, x, count: count, rate: 0.3, key: 5) }
    },
    DeterminismCase("gather and scatter") { random in
      let table = random.floats(65 * 99), ids = random.ids(501, below: 65), dy = random.floats(501 * 99)
      return output(501 * 99) { gatherRows($0, table, ids, count: 501, columns: 99) }
        + output(startingAs: table) { scatterAddRows($0, dy, ids, count: 501, columns: 99) }
    },
    DeterminismCase("sparseProduct") { random in
      let x = SparseExample(rows: 301, columns: 171, random: &random), w = random.floats(171 * 5)
      return output(301 * 5) {
        sparseProduct($0, starts: x.starts, columns: x.columns, values: x.values, w, rows: 301, width: 5)
      }
    },
  ]

  /// Middle axes, whose columns are split among the threads, and last axes, whose rows are.
  private static let alongAnAxis = [(7, 97, 101), (679, 101, 1)].flatMap { outer, size, inner in
    let count = outer * size * inner
    return [
      DeterminismCase("softmax, logSoftmax and logSumExp of axes (\(outer), \(size), \(inner))") { random in
        let x = random.floats(count), dy = random.floats(count)
        let y = output(count) { softmax($0, x, outer: outer, size: size, inner: inner) }
        let z = output(count) { logSoftmax($0, x, outer: outer, size: size, inner: inner) }
        return y + z + output(outer * inner) { logSumExp($0, x, outer: outer, size: size, inner: inner) }
          + output(count) { softmaxBackward($0, dy, y, outer: outer, size: size, inner: inner) }
          + output(count) { logSoftmaxBackward($0, dy, z, outer: outer, size: size, inner: inner) }
      },
      DeterminismCase("cumulative sums and extremes of axes (\(outer), \(size), \(inner))") { random in
        let x = random.floats(count)
        var largest = [Int32](repeating: -1, count: outer * inner), smallest = largest
        return output(count) { cumulativeSum($0, x, outer: outer, size: size, inner: inner) }
          + output(outer * inner) { maximum($0, &largest, x, outer: outer, reduced: size, inner: inner) }
          + output(outer * inner) { minimum($0, &smallest, x, outer: outer, reduced: size, inner: inner) }
          + largest.map(Float.init) + smallest.map(Float.init)
      },
      DeterminismCase("gather and scatterAdd along axes (\(outer), \(size), \(inner))") { random in
        let x = random.floats(count), dy = random.floats(outer * 55 * inner)
        let indices = random.ids(outer * 55 * inner, below: size)
        return output(outer * 55 * inner) {
          gather($0, x, indices, outer: outer, size: size, taken: 55, inner: inner)
        } + output(startingAs: x) { scatterAdd($0, dy, indices, outer: outer, size: size, taken: 55, inner: inner) }
      },
    ]
  }

  private static let rowByRow = [
    DeterminismCase("sums") { random in
      let x = random.floats(7 * 97 * 101)
      return output(7 * 97) { sum($0, x, outer: 7 * 97, reduced: 101, inner: 1) }
        + output(7 * 101) { sum($0, x, outer: 7, reduced: 97, inner: 101) }
        + output(7) { sum($0, x, outer: 7, reduced: 97 * 101, inner: 1) }
    },
    DeterminismCase("sum of gradients") { random in
      var squares = 0.0
      let terms = random.floats(3 * count)
      let sums = output(startingAs: terms) { start in
        squares = sumGradients([[start, start + count, start + 2 * count]], counts: [count])
      }
      let total = squares.bitPattern
      return sums + [
        Float(bitPattern: UInt32(total >> 42)), Float(total & 0x1F_FFFF), Float(total >> 21 & 0x1F_FFFF),
      ]
    },
    DeterminismCase("softmax and logSoftmax") { random in
      let s = RowsShape(101, 97), x = random.floats(s.count), dy = random.floats(s.count)
      let y = output(s.count) { softmax($0, x, rows: s.rows, columns: s.columns) }
      let z = output(s.count) { logSoftmax($0, x, rows: s.rows, columns: s.columns) }
      return y + z + output(s.count) { softmaxBackward($0, dy, y, rows: s.rows, columns: s.columns) }
        + output(s.count) { logSoftmaxBackward($0, dy, z, rows: s.rows, columns: s.columns) }
    },
    DeterminismCase("crossEntropy") { random in
      let s = RowsShape(101, 97), x = random.floats(s.count), targets = random.ids(s.rows, below: s.columns)
      var loss: Float = 0
      let gradient = output(s.count) { dx in
        let totals = output(2 * s.rows) {
          let totals = SoftmaxTotals($0, rows: s.rows)
          loss = crossEntropy(totals, x, targets, rows: s.rows, columns: s.columns).mean
          crossEntropyBackward(dx, x, totals, targets, rows: s.rows, columns: s.columns, scale: 0.1)
        }
        #expect(!totals.contains { $0.isNaN })
      }
      return [loss] + gradient
    },
    DeterminismCase("rowLengths and raiseToLargest") { random in
      let x = random.floats(301 * 171)
      var places = [Int32](repeating: -1, count: 301)
      let best = output(startingAs: [Float](repeating: -1, count: 301)) {
        raiseToLargest($0, &places, x, rows: 301, columns: 171, firstColumn: 5)
      }
      return output(301) { rowLengths($0, x, rows: 301, columns: 171) } + best + places.map(Float.init)
    },
    DeterminismCase("layerNorm") { random in
      let s = RowsShape(203, 97), x = random.floats(s.count), dy = random.floats(s.count)
      let weight = random.floats(s.columns), bias = random.floats(s.columns)
      var means = [Float](repeating: 0, count: s.rows), rstds = means
      let y = output(s.count) {
        layerNorm(
          $0, means: &means, rstds: &rstds, x, weight: weight, bias: bias, rows: s.rows, columns: s.columns,
          epsilon: 1e-5)
      }
      var (dweight, dbias) = (weight, bias)
      let dx = output(s.count) {
        layerNormBackward(
          dx: $0, dweight: &dweight, dbias: &dbias, dy, x, weight: weight, means: means, rstds: rstds,
          rows: s.rows, columns: s.columns)
      }
      let sum = output(startingAs: x) {
        layerNormBackward(
          dx: $0, dweight: nil, dbias: nil, dy, x, weight: weight, means: means, rstds: rstds, rows: s.rows,
          columns: s.columns, accumulate: true)
      }
      return y + means + rstds + dx + dweight + dbias + sum
    },
  ]

  private static let attention = [
    AttentionExample(heads: 3, groups: 3, queries: 67, keys: 67, headSize: 12, .causal, rate: 0.2, .joint),
    AttentionExample(heads: 6, groups: 3, queries: 67, keys: 67, headSize: 36, .causal, rate: 0.2, .joint),
    AttentionExample(heads: 6, groups: 2, queries: 50, keys: 97, headSize: 12, .window(40)),
    AttentionExample(heads: 5, groups: 1, queries: 33, keys: 97, headSize: 12, .none),
    AttentionExample(heads: 6, groups: 3, queries: 67, keys: 67, headSize: 12, .causal, bias: .alibi),
  ].map { e in
    DeterminismCase("attention: \(e.testDescription)") { _ in
      let (o, totals) = e.forward()
      let gradients = e.backward(o, totals)
      return o + totals + gradients.dq + gradients.dk + gradients.dv
    }
  }

  private static let decoding = [
    DeterminismCase("cachedAttention") { _ in
      CacheExample(sequences: 3, heads: 5, groups: 5, headSize: 33, length: 67).run(chunks: [66, 1])
    },
    DeterminismCase("cachedAttention with shared keys, in a window") { _ in
      CacheExample(sequences: 3, heads: 6, groups: 2, headSize: 33, length: 67, .window(40), bias: .alibi)
        .run(chunks: [66, 1])
    },
  ]

  private static let projection = [
    DeterminismCase("distances and neighbors") { random in
      let x = random.floats(231 * 37)
      let d = output(231 * 231) { squaredDistances($0, x, count: 231, width: 37) }
      return d + output(231 * 231) { jointProbabilities($0, d, count: 231, perplexity: 12) }
    },
    DeterminismCase("forces of a projection") { random in
      let e = StudentExample(count: 301, spread: 3, random: &random)
      return e.forces() + output(301) { studentDivergences($0, e.p, x: e.x, y: e.y, count: 301) }
    },
  ]

  private static let wordVectors =
    [false, true].map { usesMean in
      DeterminismCase("updates of windows\(usesMean ? " with means" : "")") { random in
        let e = WindowsExample(count: 300, outputCount: 8, width: 99, usesMean: usesMean, random: &random)
        return e.losses() + e.updated()
      }
    }
    // Five columns do not fill a block: there is only a tail and the biases.
    + [(501, 99), (2001, 5)].map { count, width in
      DeterminismCase("errors and updates of pairs of width \(width)") { random in
        let e = PairsExample(count: count, width: width, random: &random)
        let (errors, losses) = e.scored()
        return errors + losses + e.updated()
      }
    }
}
