/// Sixteen floats that are worked on together: one AVX-512 register, two of AVX2, four of NEON or SSE.
///
/// Every kernel is written for sixteen lanes whatever the machine has. The compiler splits them into registers,
/// and since the order of every sum is part of the source, a narrower machine computes the same bits.
public typealias Lanes = SIMD16<Float>

/// The number of floats in ``Lanes``.
let laneCount = 16

/// Sixteen floats starting at `p`, which needs no alignment.
@inline(__always)
func load(_ p: UnsafePointer<Float>) -> Lanes {
  UnsafeRawPointer(p).loadUnaligned(as: Lanes.self)
}

/// The first `count` floats starting at `p` (fewer than sixteen), and `filler` in the other lanes.
@inline(__always)
func load(_ p: UnsafePointer<Float>, count: Int, filler: Float = 0) -> Lanes {
  var lanes = Lanes(repeating: filler)
  for i in 0..<count { lanes[i] = p[i] }
  return lanes
}

@inline(__always)
func store(_ lanes: Lanes, to p: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(p).storeBytes(of: lanes, as: Lanes.self)
}

/// Stores only the first `count` lanes.
@inline(__always)
func store(_ lanes: Lanes, to p: UnsafeMutablePointer<Float>, count: Int) {
  for i in 0..<count { p[i] = lanes[i] }
}

/// `x * y + sum`, rounded once where the machine can do that.
///
/// Without the instruction, `addingProduct` would be a library call for each lane, a hundred times slower; such a
/// build multiplies, then adds, and its results differ in the last bits from those of machines that have it.
@inline(__always)
func multiplyAdd(_ x: Lanes, _ y: Lanes, _ sum: Lanes) -> Lanes {
  #if KINDLING_AVX2 || arch(arm64)
    return sum.addingProduct(x, y)
  #else
    return sum + x * y
  #endif
}

/// The sum of all lanes, always in the same order: halves are added to halves.
@inline(__always)
func horizontalSum(_ x: Lanes) -> Float {
  let eight = x.lowHalf + x.highHalf
  let four = eight.lowHalf + eight.highHalf
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
}

/// The largest lane.
@inline(__always)
func horizontalMaximum(_ x: Lanes) -> Float {
  let eight = maximum(x.lowHalf, x.highHalf)
  let four = maximum(eight.lowHalf, eight.highHalf)
  let two = maximum(four.lowHalf, four.highHalf)
  return two.x > two.y ? two.x : two.y
}

/// The larger of each pair of lanes, by one comparison and one selection.
///
/// The standard library's `pointwiseMax` treats NaN with care, which costs several instructions.
@inline(__always)
func maximum<V: SIMD<Float>>(_ a: V, _ b: V) -> V {
  a.replacing(with: b, where: b .> a)
}

/// Calls `body` for each whole group of sixteen indices below `count`, then `tail` once for what is left.
@inline(__always)
func forEachLanes(_ count: Int, _ body: (Int) -> Void, tail: (_ start: Int, _ count: Int) -> Void) {
  var i = 0
  while i + laneCount <= count {
    body(i)
    i += laneCount
  }
  if i < count { tail(i, count - i) }
}
