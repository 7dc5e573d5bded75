import Numerics

/// y = cap tanh(x / cap) for `count` numbers; y may be x.
public func softCap(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, cap: Float, count: Int) {
  let factor = 1 / cap
  parallelLanes(count, work: count * 8) { start, count in
    let x = x + start, y = y + start
    forEachLanes(count) {
      store(tanh(load(x + $0) * factor) * cap, to: y + $0)
    } tail: {
      store(tanh(load(x + $0, count: $1) * factor) * cap, to: y + $0, count: $1)
    }
  }
}

/// dx = dy (1 - (y / cap)^2), or dx += that, for `count` numbers: the gradient of ``softCap(_:_:cap:count:)``, from its
/// result y, so that no tanh is computed again. dx may be dy.
public func softCapBackward(
  _ dx: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ y: UnsafePointer<Float>, cap: Float, count: Int,
  accumulate: Bool = false
) {
  let factor = 1 / cap
  func slope(_ y: Lanes) -> Lanes {
    let t = y * factor
    return 1 - t * t
  }
  parallelLanes(count, work: count) { start, count in
    let dx = dx + start, dy = dy + start, y = y + start
    forEachLanes(count) {
      let term = load(dy + $0) * slope(load(y + $0))
      store(accumulate ? load(dx + $0) + term : term, to: dx + $0)
    } tail: {
      let term = load(dy + $0, count: $1) * slope(load(y + $0, count: $1))
      store(accumulate ? load(dx + $0, count: $1) + term : term, to: dx + $0, count: $1)
    }
  }
}
