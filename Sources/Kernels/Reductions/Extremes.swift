import Numerics

/// y[o, i] = the largest of x[o, r, i] over r, together with its index r (the first of equal ones).
///
/// NaN counts as the largest: if there is one, it is the result, and the index is that of the first NaN.
public func maximum(
  _ y: UnsafeMutablePointer<Float>, _ indices: UnsafeMutablePointer<Int32>, _ x: UnsafePointer<Float>, outer: Int,
  reduced: Int, inner: Int
) { extreme(smallest: false, y, indices, x, outer, reduced, inner) }

/// y[o, i] = the smallest of x[o, r, i] over r, together with its index r (the first of equal ones).
///
/// NaN counts as the smallest: if there is one, it is the result, and the index is that of the first NaN.
public func minimum(
  _ y: UnsafeMutablePointer<Float>, _ indices: UnsafeMutablePointer<Int32>, _ x: UnsafePointer<Float>, outer: Int,
  reduced: Int, inner: Int
) { extreme(smallest: true, y, indices, x, outer, reduced, inner) }

@inline(__always)
private func extreme(
  smallest: Bool, _ y: UnsafeMutablePointer<Float>, _ indices: UnsafeMutablePointer<Int32>,
  _ x: UnsafePointer<Float>, _ outer: Int, _ reduced: Int, _ inner: Int
) {
  if inner == 1 {
    parallel(outer, work: outer * reduced) { range in
      for o in range {
        let x = x + o * reduced
        // Compare sixteen candidates at a time, then find the position of the best.
        let best = best(smallest: smallest, x, count: reduced)
        var place = 0
        while x[place] != best, x[place] == x[place] { place += 1 }
        y[o] = x[place]
        indices[o] = Int32(place)
      }
    }
    return
  }
  forEachColumnGroup(outer: outer, size: reduced, inner: inner) { start, columns in
    let x = Column(x + start, inner, columns)
    let result = start / (reduced * inner) * inner + start % inner
    var best = x[0], places = SIMD16<Int32>.zero
    for r in 1..<max(1, reduced) {
      let candidates = x[r]
      let isBetter = isBetter(smallest: smallest, candidates, best)
      best.replace(with: candidates, where: isBetter)
      places.replace(with: SIMD16(repeating: Int32(truncatingIfNeeded: r)), where: isBetter)
    }
    MutableColumn(y + result, inner, columns)[0] = best
    for i in 0..<columns { indices[result + i] = places[i] }
  }
}

/// Whether candidates replace the best numbers so far: if they are better, or the first NaN.
@inline(__always)
private func isBetter(smallest: Bool, _ candidates: Lanes, _ best: Lanes) -> SIMDMask<SIMD16<Int32>> {
  let isBeyond = smallest ? candidates .< best : candidates .> best
  return isBeyond .| ((candidates .!= candidates) .& (best .== best))
}

/// Returns the largest or the smallest of `count` neighboring numbers, at least one; NaN if one is NaN.
@inline(__always)
private func best(smallest: Bool, _ x: UnsafePointer<Float>, count: Int) -> Float {
  var best = Lanes(repeating: x[0])
  forEachLanes(count) {
    let candidates = load(x + $0)
    best.replace(with: candidates, where: isBetter(smallest: smallest, candidates, best))
  } tail: {
    let candidates = load(x + $0, count: $1, filler: x[0])
    best.replace(with: candidates, where: isBetter(smallest: smallest, candidates, best))
  }
  if horizontalSum(Lanes.zero.replacing(with: 1, where: best .!= best)) > 0 { return .nan }
  return smallest ? -horizontalMaximum(-best) : horizontalMaximum(best)
}
