import Numerics

// Comparisons of two numbers, which ``broadcast(_:_:_:_:shape:xStrides:yStrides:)`` runs.

enum Larger: LanePairFunction {
  @inline(__always) static func f(_ x: Lanes, _ y: Lanes) -> Lanes {
    x.replacing(with: y, where: y .> x).replacing(with: y, where: y .!= y)
  }
}

enum Smaller: LanePairFunction {
  @inline(__always) static func f(_ x: Lanes, _ y: Lanes) -> Lanes {
    x.replacing(with: y, where: y .< x).replacing(with: y, where: y .!= y)
  }
}

enum Less: LanePairFunction {
  @inline(__always) static func f(_ x: Lanes, _ y: Lanes) -> Lanes { Lanes.zero.replacing(with: 1, where: x .< y) }
}

enum LessOrEqual: LanePairFunction {
  @inline(__always) static func f(_ x: Lanes, _ y: Lanes) -> Lanes { Lanes.zero.replacing(with: 1, where: x .<= y) }
}

enum Equal: LanePairFunction {
  @inline(__always) static func f(_ x: Lanes, _ y: Lanes) -> Lanes { Lanes.zero.replacing(with: 1, where: x .== y) }
}

enum Unequal: LanePairFunction {
  @inline(__always) static func f(_ x: Lanes, _ y: Lanes) -> Lanes { Lanes.zero.replacing(with: 1, where: x .!= y) }
}

/// z = x where the condition is not 0, else y, for `count` numbers.
///
/// Elements that are not chosen do not affect the result, even if they are NaN or infinite. z may be any operand.
public func select(
  _ z: UnsafeMutablePointer<Float>, where condition: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
  else y: UnsafePointer<Float>, count: Int
) {
  parallelLanes(count, work: count) { start, count in
    let z = z + start, condition = condition + start, x = x + start, y = y + start
    forEachLanes(count) {
      store(load(y + $0).replacing(with: load(x + $0), where: load(condition + $0) .!= Lanes.zero), to: z + $0)
    } tail: {
      let chosen = load(condition + $0, count: $1) .!= Lanes.zero
      store(load(y + $0, count: $1).replacing(with: load(x + $0, count: $1), where: chosen), to: z + $0, count: $1)
    }
  }
}
