/// Returns numbers from one end of a range to the other: half of them evenly spaced, half a fixed number of floats
/// apart, which covers all magnitudes.
func sweep(_ range: ClosedRange<Float>, count: Int = 200_000) -> [Float] {
  let half = count / 2
  let (low, high) = (place(range.lowerBound), place(range.upperBound))
  let width = Double(range.upperBound) - Double(range.lowerBound)
  let fractions = (0...half).map { Double($0) / Double(half) }
  return fractions.map { Float(Double(range.lowerBound) + width * $0) }
    + fractions.map { float(at: low + Int64(Double(high - low) * $0)) }
}

/// A float's place among all floats: neighbors are one apart, 0 is at 0.
private func place(_ x: Float) -> Int64 {
  x.sign == .minus ? -Int64((-x).bitPattern) : Int64(x.bitPattern)
}

private func float(at place: Int64) -> Float {
  place < 0 ? -Float(bitPattern: UInt32(-place)) : Float(bitPattern: UInt32(place))
}
