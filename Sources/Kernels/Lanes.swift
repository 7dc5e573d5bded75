/// Sixteen floats that are worked on together: one AVX-512 register, two of AVX2, four of NEON or SSE.
///
/// Every kernel is written for sixteen lanes whatever the machine has. The compiler splits them into registers,
/// and since the order of every sum is part of the source, a narrower machine computes the same bits.
typealias Lanes = SIMD16<Float>

/// The number of floats in ``Lanes``.
let laneCount = 16

/// Sixteen floats starting at `p`, which needs no alignment.
@_transparent
func load(_ p: UnsafePointer<Float>) -> Lanes {
  UnsafeRawPointer(p).loadUnaligned(as: Lanes.self)
}

/// The first `count` floats starting at `p` (fewer than sixteen), and `filler` in the other lanes.
@_transparent
func load(_ p: UnsafePointer<Float>, count: Int, filler: Float = 0) -> Lanes {
  var lanes = Lanes(repeating: filler)
  withUnsafeMutableBytes(of: &lanes) {
    $0.copyMemory(from: UnsafeRawBufferPointer(start: p, count: count * MemoryLayout<Float>.stride))
  }
  return lanes
}

@_transparent
func store(_ lanes: Lanes, to p: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(p).storeBytes(of: lanes, as: Lanes.self)
}

/// Stores only the first `count` lanes.
@_transparent
func store(_ lanes: Lanes, to p: UnsafeMutablePointer<Float>, count: Int) {
  withUnsafeBytes(of: lanes) {
    UnsafeMutableRawPointer(p).copyMemory(from: $0.baseAddress!, byteCount: count * MemoryLayout<Float>.stride)
  }
}

/// `x * y + sum`, rounded once where the machine can do that.
///
/// Without the instruction, `addingProduct` would be a library call for each lane, a hundred times slower; such a
/// build multiplies, then adds, and its results differ in the last bits from those of machines that have it.
@_transparent
func multiplyAdd(_ x: Lanes, _ y: Lanes, _ sum: Lanes) -> Lanes {
  #if KINDLING_AVX2 || arch(arm64)
    return sum.addingProduct(x, y)
  #else
    return sum + x * y
  #endif
}

/// The sum of all lanes, always in the same order: halves are added to halves.
@_transparent
func horizontalSum(_ x: Lanes) -> Float {
  let eight = x.lowHalf + x.highHalf
  let four = eight.lowHalf + eight.highHalf
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
}

/// The largest lane.
@_transparent
func horizontalMaximum(_ x: Lanes) -> Float {
  let eight = maximum(x.lowHalf, x.highHalf)
  let four = maximum(eight.lowHalf, eight.highHalf)
  let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
  return two.x > two.y ? two.x : two.y
}

/// The larger of each pair of lanes, by one comparison and one selection.
///
/// The standard library's `pointwiseMax` treats NaN with care, which costs several instructions. There is one version
/// for each width, since comparisons in generic code take the lanes one by one.
@_transparent
func maximum(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .> a) }

@_transparent
private func maximum(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> { a.replacing(with: b, where: b .> a) }

@_transparent
private func maximum(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMD4<Float> { a.replacing(with: b, where: b .> a) }

// The standard library's operations of a vector and one number are generic, and compile to a loop over the lanes. These
// take their place in this module.
extension SIMD16<Float> {
  @_transparent static func .< (x: Self, y: Float) -> SIMDMask<SIMD16<Int32>> { x .< Self(repeating: y) }
  @_transparent static func .> (x: Self, y: Float) -> SIMDMask<SIMD16<Int32>> { x .> Self(repeating: y) }
  @_transparent static func .<= (x: Self, y: Float) -> SIMDMask<SIMD16<Int32>> { x .<= Self(repeating: y) }
  @_transparent static func .== (x: Self, y: Float) -> SIMDMask<SIMD16<Int32>> { x .== Self(repeating: y) }
  @_transparent static func + (x: Self, y: Float) -> Self { x + Self(repeating: y) }
  @_transparent static func + (x: Float, y: Self) -> Self { Self(repeating: x) + y }
  @_transparent static func - (x: Self, y: Float) -> Self { x - Self(repeating: y) }
  @_transparent static func - (x: Float, y: Self) -> Self { Self(repeating: x) - y }
  @_transparent static func * (x: Self, y: Float) -> Self { x * Self(repeating: y) }
  @_transparent static func * (x: Float, y: Self) -> Self { Self(repeating: x) * y }
  @_transparent static func / (x: Float, y: Self) -> Self { Self(repeating: x) / y }
  @_transparent func replacing(with y: Float, where mask: SIMDMask<SIMD16<Int32>>) -> Self {
    replacing(with: Self(repeating: y), where: mask)
  }
  @_transparent mutating func replace(with y: Float, where mask: SIMDMask<SIMD16<Int32>>) {
    self = replacing(with: Self(repeating: y), where: mask)
  }
}

/// 0, 1, 2 and so on: the number of each lane.
@_transparent
var laneNumbers: SIMD16<UInt32> { SIMD16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) }

/// `x` in the first `count` lanes, `filler` in the others; `count` may be anything.
///
/// Lane numbers are compared as floats: the standard library compares vectors of whole numbers lane by lane.
@inline(__always)
func firstLanes(_ x: Lanes, count: Int, filler: Float) -> Lanes {
  Lanes(repeating: filler).replacing(with: x, where: laneNumbersAsFloats .< Float(count))
}

/// `filler` in the first `count` lanes, `x` in the others; `count` may be anything.
@inline(__always)
func lanesFrom(_ count: Int, _ x: Lanes, filler: Float) -> Lanes {
  x.replacing(with: filler, where: laneNumbersAsFloats .< Float(count))
}

@_transparent
var laneNumbersAsFloats: Lanes { Lanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) }

/// Calls `body` for each whole group of sixteen indices below `count`, then `tail` once for what is left.
@_transparent
func forEachLanes(_ count: Int, _ body: (Int) -> Void, tail: (_ start: Int, _ count: Int) -> Void) {
  var i = 0
  while i + laneCount <= count {
    body(i)
    i += laneCount
  }
  if i < count { tail(i, count - i) }
}
