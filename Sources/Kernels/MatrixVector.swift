/// What is done with a finished sum of ``matrixVector(_:_:weight:bias:rows:inputs:outputs:then:)``.
public enum SumEnding: Sendable {
  /// y = sum.
  case store
  /// y = y + sum: a residual path.
  case add
  /// y = gelu(sum), by the normal distribution itself.
  case gelu
  /// y = gelu(sum), by GPT-2's approximation.
  case geluTanh
}

/// y = W x + b for a few rows of x, W being read once, where it lies.
///
/// 2 rows inputs outputs FLOPs over 4 inputs outputs bytes of W: with one row, half a FLOP a byte, so reading W is all
/// that takes time, and copying it into panels, as the matrix product does, would cost three times as much. Four
/// outputs are summed at a time, so that x is loaded once for them, and with AVX-512 four rows at a time, so that
/// so is W. Threads share out the outputs in groups of sixteen; what follows the sum is done while it is in a register.
///
/// A sum has sixteen lanes, which take every sixteenth term and are added up at the end, halves to halves. That order
/// depends on nothing else, so a row's bits are the same alone, beside others, and on any number of threads.
///
/// - Parameters:
///   - y: rows x outputs; must not overlap x.
///   - x: rows x inputs.
///   - weight: outputs x inputs.
///   - bias: outputs, or none; part of the sum.
///   - ending: what happens to each sum.
public func matrixVector(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, weight: UnsafePointer<Float>,
  bias: UnsafePointer<Float>?, rows: Int, inputs: Int, outputs: Int, then ending: SumEnding = .store
) {
  let product = RowProduct(y: y, x: x, weight: weight, bias: bias, rows: rows, inputs: inputs, outputs: outputs)
  switch ending {
  case .store: product.compute(Store.self)
  case .add: product.compute(Add.self)
  case .gelu: product.compute(GELU.self)
  case .geluTanh: product.compute(GELUByTanh.self)
  }
}

/// A type, not a closure: the compiler then makes a loop of its own for each.
private protocol Ending {
  /// From the finished sum and what stood in its place before.
  static func value(_ sum: Lanes, _ old: Lanes) -> Lanes
}

private enum Store: Ending {
  @inline(__always) static func value(_ sum: Lanes, _ old: Lanes) -> Lanes { sum }
}

private enum Add: Ending {
  @inline(__always) static func value(_ sum: Lanes, _ old: Lanes) -> Lanes { old + sum }
}

private enum GELU: Ending {
  @inline(__always) static func value(_ sum: Lanes, _ old: Lanes) -> Lanes {
    sum * normalDistribution(sum).probability
  }
}

private enum GELUByTanh: Ending {
  @inline(__always) static func value(_ sum: Lanes, _ old: Lanes) -> Lanes {
    // sqrt(2 / pi) (x + 0.044715 x^3)
    let argument = multiplyAdd(sum * sum * sum, Lanes(repeating: 0.035_677_408), sum * 0.797_884_56)
    return sum * 0.5 * (1 + tanh(argument))
  }
}

private struct RowProduct {
  let y: UnsafeMutablePointer<Float>
  let x, weight: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?
  let rows, inputs, outputs: Int

  func compute<End: Ending>(_ ending: End.Type) {
    parallel((outputs + laneCount - 1) / laneCount, work: rows * inputs * outputs) { groups in
      computeGroups(ending, groups)
    }
  }

  @inline(never)
  private func computeGroups<End: Ending>(_ ending: End.Type, _ groups: Range<Int>) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 4 * laneCount) { buffer in
      let sums = buffer.baseAddress!
      for group in groups {
        let start = group * laneCount
        var row = 0
        #if KINDLING_AVX512
          // Elsewhere sixteen sums have no room in the registers.
          while row + 4 <= rows {
            for i in stride(from: 0, to: laneCount, by: 4) { fourRows(sums + i, row, weights(start + i)) }
            for i in 0..<4 { finish(ending, sums + i * laneCount, row: row + i, start: start) }
            row += 4
          }
        #endif
        while row < rows {
          for i in stride(from: 0, to: laneCount, by: 4) { oneRow(sums + i, row, weights(start + i)) }
          finish(ending, sums, row: row, start: start)
          row += 1
        }
      }
    }
  }

  /// Sixteen neighbouring outputs of a row, or the last ones, from their sums.
  @inline(__always)
  private func finish<End: Ending>(_ ending: End.Type, _ sums: UnsafePointer<Float>, row: Int, start: Int) {
    let y = y + (row * outputs + start), count = outputs - start
    if count >= laneCount {
      let sum = load(sums) + (bias.map { load($0 + start) } ?? .zero)
      store(End.value(sum, load(y)), to: y)
    } else {
      let sum = load(sums) + (bias.map { load($0 + start, count: count) } ?? .zero)
      store(End.value(sum, load(y, count: count)), to: y, count: count)
    }
  }

  /// Four neighbouring rows of W. Beyond the last one that one again, whose sum nobody keeps.
  @inline(__always)
  private func weights(_ output: Int) -> WeightQuad {
    let last = outputs - 1
    return WeightQuad(
      a: weight + min(output, last) * inputs, b: weight + min(output + 1, last) * inputs,
      c: weight + min(output + 2, last) * inputs, d: weight + min(output + 3, last) * inputs)
  }

  /// The sums of a row of x with four rows of W.
  @inline(__always)
  private func oneRow(_ totals: UnsafeMutablePointer<Float>, _ row: Int, _ w: WeightQuad) {
    let x = x + row * inputs
    var sums = SumQuad()
    var i = 0
    while i + laneCount <= inputs {
      sums.add(load(x + i), w.load(i))
      i += laneCount
    }
    if i < inputs { sums.add(load(x + i, count: inputs - i), w.load(i, count: inputs - i)) }
    sums.store(to: totals)
  }

  /// The sums of four rows of x, sixteen floats apart, with four rows of W.
  @inline(__always)
  private func fourRows(_ totals: UnsafeMutablePointer<Float>, _ row: Int, _ w: WeightQuad) {
    let x = x + row * inputs, x1 = x + inputs, x2 = x1 + inputs, x3 = x2 + inputs
    var s0 = SumQuad(), s1 = SumQuad(), s2 = SumQuad(), s3 = SumQuad()
    var i = 0
    while i + laneCount <= inputs {
      let w = w.load(i)
      s0.add(load(x + i), w)
      s1.add(load(x1 + i), w)
      s2.add(load(x2 + i), w)
      s3.add(load(x3 + i), w)
      i += laneCount
    }
    if i < inputs {
      let rest = inputs - i
      let w = w.load(i, count: rest)
      s0.add(load(x + i, count: rest), w)
      s1.add(load(x1 + i, count: rest), w)
      s2.add(load(x2 + i, count: rest), w)
      s3.add(load(x3 + i, count: rest), w)
    }
    s0.store(to: totals)
    s1.store(to: totals + laneCount)
    s2.store(to: totals + 2 * laneCount)
    s3.store(to: totals + 3 * laneCount)
  }
}

/// Four rows of W.
private struct WeightQuad {
  let a, b, c, d: UnsafePointer<Float>

  @inline(__always)
  func load(_ i: Int) -> (Lanes, Lanes, Lanes, Lanes) {
    (Kernels.load(a + i), Kernels.load(b + i), Kernels.load(c + i), Kernels.load(d + i))
  }

  @inline(__always)
  func load(_ i: Int, count: Int) -> (Lanes, Lanes, Lanes, Lanes) {
    (
      Kernels.load(a + i, count: count), Kernels.load(b + i, count: count), Kernels.load(c + i, count: count),
      Kernels.load(d + i, count: count)
    )
  }
}

/// The sums of one row of x with four rows of W, each still in sixteen lanes.
private struct SumQuad {
  var a = Lanes.zero, b = Lanes.zero, c = Lanes.zero, d = Lanes.zero

  @inline(__always)
  mutating func add(_ x: Lanes, _ w: (Lanes, Lanes, Lanes, Lanes)) {
    a = multiplyAdd(x, w.0, a)
    b = multiplyAdd(x, w.1, b)
    c = multiplyAdd(x, w.2, c)
    d = multiplyAdd(x, w.3, d)
  }

  /// Stores all four totals, each with the bits of ``horizontalSum(_:)``.
  @inline(__always)
  func store(to totals: UnsafeMutablePointer<Float>) {
    let a = quarters(a), b = quarters(b), c = quarters(c), d = quarters(d)
    let abPairs = SIMD4(lowHalf: a.lowHalf, highHalf: b.lowHalf) + SIMD4(lowHalf: a.highHalf, highHalf: b.highHalf)
    let cdPairs = SIMD4(lowHalf: c.lowHalf, highHalf: d.lowHalf) + SIMD4(lowHalf: c.highHalf, highHalf: d.highHalf)
    let sums =
      SIMD4(lowHalf: abPairs.evenHalf, highHalf: cdPairs.evenHalf)
      + SIMD4(lowHalf: abPairs.oddHalf, highHalf: cdPairs.oddHalf)
    UnsafeMutableRawPointer(totals).storeBytes(of: sums, as: SIMD4<Float>.self)
  }
}

/// The lanes added up to four, halves to halves.
@inline(__always)
private func quarters(_ x: Lanes) -> SIMD4<Float> {
  // The standard library's `lowHalf` of sixteen lanes ends up as a call here.
  let (low, high) = unsafeBitCast(x, to: (SIMD8<Float>, SIMD8<Float>).self)
  let eight = low + high
  return eight.lowHalf + eight.highHalf
}
