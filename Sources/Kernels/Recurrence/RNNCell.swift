import Numerics

/// h = tanh(a), for the `count` units of one time step of a recurrent network; h may be a.
public func rnnCell(hidden: UnsafeMutablePointer<Float>, sums: UnsafePointer<Float>, count: Int) {
  elementwise(.tanh, hidden, sums, count: count)
}

/// da = dh (1 - h^2): the gradient of the sums, from the units themselves; da may be dh.
public func rnnCellBackward(
  dsums: UnsafeMutablePointer<Float>, dhidden: UnsafePointer<Float>, hidden: UnsafePointer<Float>, count: Int
) {
  map(SlopeOfTanh.self, dsums, dhidden, hidden, count)
}

private enum SlopeOfTanh: LanePairFunction {
  @inline(__always) static func f(_ dy: Lanes, _ y: Lanes) -> Lanes { dy * (1 - y * y) }
}
