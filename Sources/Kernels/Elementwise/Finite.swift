import Numerics

/// Returns whether all of `count` numbers are finite: none is infinite or NaN.
public func allFinite(_ x: UnsafePointer<Float>, count: Int) -> Bool {
  let chunks = chunkCount([count])
  return withScratch(chunks) { verdicts in
    forEachChunk([count], cost: 1) { _, start, count, chunk in verdicts[chunk] = zeroIfFinite(x + start, count) }
    return (0..<chunks).allSatisfy { verdicts[$0] == 0 }
  }
}

/// Returns 0 if all numbers are finite, else NaN: a finite number times 0 is 0, infinity and NaN times 0 are NaN, and a
/// sum keeps a NaN.
private func zeroIfFinite(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
  let zero = Lanes(repeating: 0)
  var sum = zero
  var i = 0
  while i + laneCount <= count {
    sum += load(x + i) * zero
    i += laneCount
  }
  if i < count { sum += load(x + i, count: count - i) * zero }
  return horizontalSum(sum)
}
