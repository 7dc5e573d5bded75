import Numerics

/// y[o, i] = the largest of x[o, r, i] over r, together with its index r (the first of equal ones).
///
/// NaN is never the largest, unless it is the first.
public func maximum(
  _ y: UnsafeMutablePointer<Float>, _ indices: UnsafeMutablePointer<Int32>, _ x: UnsafePointer<Float>, outer: Int,
  reduced: Int, inner: Int
) { extreme(smallest: false, y, indices, x, outer, reduced, inner) }

/// y[o, i] = the smallest of x[o, r, i] over r, together with its index r (the first of equal ones).
///
/// NaN is never the smallest, unless it is the first.
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
        let best = smallest ? minimum(x, count: reduced) : maximum(x, count: reduced)
        var place = 0
        while place < reduced - 1, x[place] != best { place += 1 }
        if x[0] != x[0] { place = 0 }
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
      let isBetter = smallest ? candidates .< best : candidates .> best
      best.replace(with: candidates, where: isBetter)
      places.replace(with: SIMD16(repeating: Int32(truncatingIfNeeded: r)), where: isBetter)
    }
    MutableColumn(y + result, inner, columns)[0] = best
    for i in 0..<columns { indices[result + i] = places[i] }
  }
}

/// Returns the smallest of `count` neighboring numbers, at least one.
@inline(__always)
private func minimum(_ x: UnsafePointer<Float>, count: Int) -> Float {
  var largest = Lanes.zero - x[0]
  forEachLanes(count) {
    largest = maximum(largest, Lanes.zero - load(x + $0))
  } tail: {
    largest = maximum(largest, Lanes.zero - load(x + $0, count: $1, filler: x[0]))
  }
  return -horizontalMaximum(largest)
}
