import Numerics

/// Loads sixteen floats starting at `p`, which needs no alignment.
@_transparent
func load(_ p: UnsafePointer<Float>) -> Lanes {
  UnsafeRawPointer(p).loadUnaligned(as: Lanes.self)
}

/// Loads `count` floats starting at `p` (fewer than sixteen), with `filler` in the other lanes.
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

/// 0, 1, 2 and so on: the index of each lane.
@_transparent
var laneNumbers: SIMD16<UInt32> { SIMD16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) }

/// Returns `x` in the first `count` lanes, `filler` in the others; `count` can be any integer.
///
/// Lane indices are compared as floats, because the standard library compares vectors of integers lane by lane.
@inline(__always)
func firstLanes(_ x: Lanes, count: Int, filler: Float) -> Lanes {
  Lanes(repeating: filler).replacing(with: x, where: laneNumbersAsFloats .< Float(count))
}

/// Returns `filler` in the first `count` lanes, `x` in the others; `count` can be any integer.
@inline(__always)
func lanesFrom(_ count: Int, _ x: Lanes, filler: Float) -> Lanes {
  x.replacing(with: filler, where: laneNumbersAsFloats .< Float(count))
}

@_transparent
var laneNumbersAsFloats: Lanes { Lanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) }

/// Calls `body` for each whole group of sixteen indices below `count`, then `tail` once for the remaining ones, if any.
@_transparent
func forEachLanes(_ count: Int, _ body: (Int) -> Void, tail: (_ start: Int, _ count: Int) -> Void) {
  var i = 0
  while i + laneCount <= count {
    body(i)
    i += laneCount
  }
  if i < count { tail(i, count - i) }
}
