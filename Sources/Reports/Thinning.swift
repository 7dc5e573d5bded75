/// Returns the indices of at most `limit` of the values, in order, without changing the picture of their curve: the
/// first and the last value, and the lowest and the highest of each bucket of neighbors.
///
/// Every nth value, or the means of buckets, would hide the spikes that readers look for.
///
///     thinnedIndices([3, 9, 2, 2, 2, 1], to: 4)   // 0, 1, 2, 5
///
/// - Parameters:
///   - values: finite numbers.
///   - limit: at least 4 if there are more values than that.
func thinnedIndices(_ values: [Double], to limit: Int) -> [Int] {
  guard values.count > limit else { return Array(values.indices) }
  // Two values per bucket, plus the first and the last one.
  let bucketCount = max(1, (limit - 2) / 2), innerCount = values.count - 2
  var kept = [0]
  for bucket in 0..<bucketCount {
    let start = 1 + bucket * innerCount / bucketCount, end = 1 + (bucket + 1) * innerCount / bucketCount
    guard start < end else { continue }
    var (lowest, highest) = (start, start)
    for i in start..<end {
      if values[i] < values[lowest] { lowest = i }
      if values[i] > values[highest] { highest = i }
    }
    kept.append(min(lowest, highest))
    if lowest != highest { kept.append(max(lowest, highest)) }
  }
  return kept + [values.count - 1]
}

/// Returns at most `limit` of the points; see ``thinnedIndices(_:to:)``.
func thinned(_ points: [LossCurve.Point], to limit: Int) -> [LossCurve.Point] {
  thinnedIndices(points.map(\.loss), to: limit).map { points[$0] }
}
