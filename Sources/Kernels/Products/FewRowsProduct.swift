import Numerics

/// The number of terms (512 per lane) above which a plain sum would drift.
private let longest = 8192

/// A product y = x W^T with a few rows of x, which reads W once, in place.
///
/// It takes 2 rows inputs outputs FLOPs over 4 inputs outputs bytes of W. With one row, that is half a FLOP per byte,
/// so reading W takes all of the time, and copying it into panels, as ``BlockedProduct`` needs, would take three times
/// as long. Four outputs are summed at a time, so x is loaded once for all four. With AVX-512, four rows are processed
/// at a time too, so W is loaded once for all four. Threads split the outputs in groups of sixteen. The epilogue runs
/// while their sums are in a register.
///
/// A sum has sixteen lanes, each of which takes every sixteenth term. At the end the lanes are added, neighbor to
/// neighbor. The order depends on nothing else, so a row has the same bits alone, together with others, and on any
/// number of threads. Sums of more than 8,192 terms would drift, so they are computed as dot
/// products instead.
struct FewRowsProduct<E: Epilogue> {
  /// rows x outputs.
  let y: UnsafeMutablePointer<Float>
  /// rows x inputs, and outputs x inputs.
  let x, weight: UnsafePointer<Float>
  let rows, inputs, outputs: Int
  /// The operation applied to each finished sum.
  let epilogue: E

  /// Computes all of y, split across the threads.
  func compute() {
    parallel((outputs + laneCount - 1) / laneCount, work: rows * inputs * outputs) { computeGroups($0) }
  }

  private func computeGroups(_ groups: Range<Int>) {
    guard inputs <= longest else { return computeDots(groups) }
    #if KINDLING_AVX512
      // Other machines do not have enough registers for sixteen sums.
      let inFours = rows / 4 * 4
      if inFours > 0 { computeFourRows(groups, below: inFours) }
    #else
      let inFours = 0
    #endif
    if inFours < rows { computeSingleRows(groups, from: inFours) }
  }

  /// Computes each output as a dot product, which makes up for rounding errors (see ``LongSum``).
  @inline(never)
  private func computeDots(_ groups: Range<Int>) {
    for group in groups {
      let start = group * laneCount
      for row in 0..<rows {
        var sums = Lanes.zero
        for i in 0..<min(laneCount, outputs - start) {
          sums[i] = dot(x + row * inputs, weight + (start + i) * inputs, inputs)
        }
        finish(sums, row: row, start: start)
      }
    }
  }

  // Until their lanes are added, the sums are in a tuple on the stack: temporary memory of this size from the standard
  // library would come from the heap. A single row needs a quarter of the memory of four rows, so it has less to clear.

  @inline(never)
  private func computeFourRows(_ groups: Range<Int>, below end: Int) {
    let four: Four<Lanes> = (.zero, .zero, .zero, .zero), sixteen = (four, four, four, four)
    var room: Four<Four<Four<Lanes>>> = (sixteen, sixteen, sixteen, sixteen)
    withUnsafeMutableBytes(of: &room) { bytes in
      let sums = bytes.baseAddress!.assumingMemoryBound(to: Float.self)
      for group in groups {
        let start = group * laneCount
        for row in stride(from: 0, to: end, by: 4) {
          for i in stride(from: 0, to: laneCount, by: 4) { fourRows(sums + i * laneCount, row, weights(start + i)) }
          addLanes(sums, count: 4 * laneCount)
          for i in 0..<4 { finish(load(sums + i * laneCount), row: row + i, start: start) }
        }
      }
    }
  }

  @inline(never)
  private func computeSingleRows(_ groups: Range<Int>, from first: Int) {
    let four: Four<Lanes> = (.zero, .zero, .zero, .zero)
    var room: Four<Four<Lanes>> = (four, four, four, four)
    withUnsafeMutableBytes(of: &room) { bytes in
      let sums = bytes.baseAddress!.assumingMemoryBound(to: Float.self)
      for group in groups {
        let start = group * laneCount
        for row in first..<rows {
          for i in stride(from: 0, to: laneCount, by: 4) { oneRow(sums + i * laneCount, row, weights(start + i)) }
          addLanes(sums, count: laneCount)
          finish(load(sums), row: row, start: start)
        }
      }
    }
  }

  /// Stores sixteen neighboring outputs of a row (fewer at its end), given their sums.
  @inline(__always)
  private func finish(_ sums: Lanes, row: Int, start: Int) {
    let y = y + (row * outputs + start), count = outputs - start
    if count >= laneCount {
      store(epilogue.value(of: sums, in: Strip(row: row, column: start, count: laneCount)), to: y)
    } else {
      store(epilogue.value(of: sums, in: Strip(row: row, column: start, count: count)), to: y, count: count)
    }
  }

  /// Returns four neighboring rows of W. Past the last row it repeats that row, and the extra sum is discarded.
  @inline(__always)
  private func weights(_ output: Int) -> WeightQuad {
    let last = outputs - 1
    return WeightQuad(
      a: weight + min(output, last) * inputs, b: weight + min(output + 1, last) * inputs,
      c: weight + min(output + 2, last) * inputs, d: weight + min(output + 3, last) * inputs)
  }

  /// Computes the sums of one row of x with four rows of W.
  @inline(__always)
  private func oneRow(_ sums: UnsafeMutablePointer<Float>, _ row: Int, _ w: WeightQuad) {
    let x = x + row * inputs
    var s = SumQuad()
    var i = 0
    while i + laneCount <= inputs {
      s.add(load(x + i), w.load(i))
      i += laneCount
    }
    s.store(to: sums)
    if i < inputs { addRest(sums, x, w, from: i) }
  }

  /// Computes the sums of four rows of x with four rows of W.
  @inline(__always)
  private func fourRows(_ sums: UnsafeMutablePointer<Float>, _ row: Int, _ w: WeightQuad) {
    let x = x + row * inputs, x1 = x + inputs, x2 = x1 + inputs, x3 = x2 + inputs
    let sums1 = sums + laneCount * laneCount, sums2 = sums1 + laneCount * laneCount
    let sums3 = sums2 + laneCount * laneCount
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
    s0.store(to: sums)
    s1.store(to: sums1)
    s2.store(to: sums2)
    s3.store(to: sums3)
    if i < inputs {
      addRest(sums, x, w, from: i)
      addRest(sums1, x1, w, from: i)
      addRest(sums2, x2, w, from: i)
      addRest(sums3, x3, w, from: i)
    }
  }

  /// Adds the terms that do not fill sixteen lanes. This is a separate function, so the main loop keeps all registers.
  @inline(never)
  private func addRest(_ sums: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ w: WeightQuad, from i: Int) {
    let rest = inputs - i, x = load(x + i, count: rest)
    store(multiplyAdd(x, load(w.a + i, count: rest), load(sums)), to: sums)
    store(multiplyAdd(x, load(w.b + i, count: rest), load(sums + laneCount)), to: sums + laneCount)
    store(multiplyAdd(x, load(w.c + i, count: rest), load(sums + 2 * laneCount)), to: sums + 2 * laneCount)
    store(multiplyAdd(x, load(w.d + i, count: rest), load(sums + 3 * laneCount)), to: sums + 3 * laneCount)
  }
}

private typealias Four<Element> = (Element, Element, Element, Element)

/// Four rows of W.
private struct WeightQuad {
  let a, b, c, d: UnsafePointer<Float>

  @inline(__always)
  func load(_ i: Int) -> Four<Lanes> {
    (Kernels.load(a + i), Kernels.load(b + i), Kernels.load(c + i), Kernels.load(d + i))
  }
}

/// The sums of one row of x with four rows of W, each in sixteen lanes.
private struct SumQuad {
  var a = Lanes.zero, b = Lanes.zero, c = Lanes.zero, d = Lanes.zero

  @inline(__always)
  mutating func add(_ x: Lanes, _ w: Four<Lanes>) {
    a = multiplyAdd(x, w.0, a)
    b = multiplyAdd(x, w.1, b)
    c = multiplyAdd(x, w.2, c)
    d = multiplyAdd(x, w.3, d)
  }

  @inline(__always)
  func store(to sums: UnsafeMutablePointer<Float>) {
    Kernels.store(a, to: sums)
    Kernels.store(b, to: sums + laneCount)
    Kernels.store(c, to: sums + 2 * laneCount)
    Kernels.store(d, to: sums + 3 * laneCount)
  }
}

/// Adds the lanes of each sum, and stores the totals next to each other, sixteen to a register. Each of four rounds
/// combines two neighboring registers into one.
@inline(__always)
private func addLanes(_ sums: UnsafeMutablePointer<Float>, count: Int) {
  for round in 1...4 { halve(sums, pairs: count >> round) }
}

/// Not inlined: if the compiler sees several rounds together, it splits the shuffles into single lanes.
@inline(never)
private func halve(_ sums: UnsafeMutablePointer<Float>, pairs: Int) {
  for i in 0..<pairs {
    let pair = sums + 2 * i * laneCount
    store(addNeighbors(load(pair), load(pair + laneCount)), to: sums + i * laneCount)
  }
}

/// a0 + a1, a2 + a3, and so on; then those of b.
@inline(__always)
private func addNeighbors(_ a: Lanes, _ b: Lanes) -> Lanes {
  Lanes(lowHalf: a.evenHalf, highHalf: b.evenHalf) + Lanes(lowHalf: a.oddHalf, highHalf: b.oddHalf)
}
