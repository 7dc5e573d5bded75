import Numerics

/// z = a x + b y; z may be x or y. With b = 0, y is not read.
public func mixed(
  _ z: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ a: Float, _ y: UnsafePointer<Float>, _ b: Float,
  count: Int
) {
  guard b != 0 else { return scale(z, x, by: a, count: count) }
  let (a, b) = (Lanes(repeating: a), Lanes(repeating: b))
  parallelLanes(count, work: count * 2) { start, count in
    let x = x + start, y = y + start, z = z + start
    forEachLanes(count) {
      store(multiplyAdd(load(x + $0), a, load(y + $0) * b), to: z + $0)
    } tail: {
      store(multiplyAdd(load(x + $0, count: $1), a, load(y + $0, count: $1) * b), to: z + $0, count: $1)
    }
  }
}

/// The sum of the products of `count` pairs, in an order that depends only on the count.
public func innerProduct(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int) -> Float {
  dot(x, y, count)
}

/// Exchanges `count` numbers of x and y.
public func swapNumbers(_ x: UnsafeMutablePointer<Float>, _ y: UnsafeMutablePointer<Float>, count: Int) {
  parallelLanes(count, work: count) { start, count in
    for i in start..<start + count { (x[i], y[i]) = (y[i], x[i]) }
  }
}
