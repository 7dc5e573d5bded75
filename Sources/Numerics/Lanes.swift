/// Sixteen floats that are processed together: one AVX-512 register, two of AVX2, four of NEON or SSE.
///
/// Every kernel is written for sixteen lanes, on any machine. The compiler splits them into registers. The order of
/// every sum is part of the source, so a narrower machine computes the same bits.
public typealias Lanes = SIMD16<Float>

/// The number of floats in ``Lanes``.
@_transparent @usableFromInline
package var laneCount: Int { 16 }

/// `x * y + sum`, rounded once if the machine supports that.
///
/// Without the instruction, `addingProduct` would be a library call per lane, a hundred times slower. Such a build
/// multiplies, then adds, and its results differ in the last bits from those of machines that have the instruction.
@_transparent @usableFromInline
package func multiplyAdd(_ x: Lanes, _ y: Lanes, _ sum: Lanes) -> Lanes {
  #if KINDLING_AVX2 || arch(arm64)
    return sum.addingProduct(x, y)
  #else
    return sum + x * y
  #endif
}

/// The sum of all lanes, always in the same order: halves are added to halves.
@_transparent @usableFromInline
package func horizontalSum(_ x: Lanes) -> Float {
  let eight = x.lowHalf + x.highHalf
  let four = eight.lowHalf + eight.highHalf
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
}

/// The largest lane.
@_transparent @usableFromInline
package func horizontalMaximum(_ x: Lanes) -> Float {
  let eight = maximum(x.lowHalf, x.highHalf)
  let four = maximum(eight.lowHalf, eight.highHalf)
  let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
  return two.x > two.y ? two.x : two.y
}

/// The larger of each pair of lanes, by one comparison and one selection.
///
/// The standard library's `pointwiseMax` handles NaN, which costs several instructions. There is one version per width,
/// because generic code compares the lanes one by one.
@_transparent @usableFromInline
package func maximum(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .> a) }

@_transparent
@usableFromInline func maximum(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
  a.replacing(with: b, where: b .> a)
}

@_transparent
@usableFromInline func maximum(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMD4<Float> {
  a.replacing(with: b, where: b .> a)
}

// The standard library's operations on a vector and one number are generic, and compile to a loop over the lanes. These
// replace them, here and in the kernels.
extension SIMD16<Float> {
  @_transparent @usableFromInline package static func .< (x: Self, y: Float) -> SIMDMask<SIMD16<Int32>> {
    x .< Self(repeating: y)
  }
  @_transparent @usableFromInline package static func .> (x: Self, y: Float) -> SIMDMask<SIMD16<Int32>> {
    x .> Self(repeating: y)
  }
  @_transparent @usableFromInline package static func .<= (x: Self, y: Float) -> SIMDMask<SIMD16<Int32>> {
    x .<= Self(repeating: y)
  }
  @_transparent @usableFromInline package static func .== (x: Self, y: Float) -> SIMDMask<SIMD16<Int32>> {
    x .== Self(repeating: y)
  }
  @_transparent @usableFromInline package static func + (x: Self, y: Float) -> Self { x + Self(repeating: y) }
  @_transparent @usableFromInline package static func + (x: Float, y: Self) -> Self { Self(repeating: x) + y }
  @_transparent @usableFromInline package static func - (x: Self, y: Float) -> Self { x - Self(repeating: y) }
  @_transparent @usableFromInline package static func - (x: Float, y: Self) -> Self { Self(repeating: x) - y }
  @_transparent @usableFromInline package static func * (x: Self, y: Float) -> Self { x * Self(repeating: y) }
  @_transparent @usableFromInline package static func * (x: Float, y: Self) -> Self { Self(repeating: x) * y }
  @_transparent @usableFromInline package static func / (x: Float, y: Self) -> Self { Self(repeating: x) / y }
  @_transparent @usableFromInline package func replacing(with y: Float, where mask: SIMDMask<SIMD16<Int32>>) -> Self {
    replacing(with: Self(repeating: y), where: mask)
  }
  @_transparent @usableFromInline package mutating func replace(with y: Float, where mask: SIMDMask<SIMD16<Int32>>) {
    self = replacing(with: Self(repeating: y), where: mask)
  }
}
