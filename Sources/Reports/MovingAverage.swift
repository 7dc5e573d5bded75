import Foundation

/// Returns the bias-corrected exponential moving average of a series.
///
///     m(k) = beta * m(k-1) + (1 - beta) * x(k),    m(0) = 0
///     y(k) = m(k) / (1 - beta^k)
///
/// Each value counts `beta` times as much as the one after it, so an average reaches back about `span` values, where
/// `beta = 1 - 1/span`. The weights of the first k values add up to only 1 - beta^k: dividing by that sum keeps the
/// line from starting near zero. Adam applies the same correction to its moments (Kingma and Ba, 2015, section 3).
/// An average of the past lags behind: where the loss falls, the line is above it, by its fall in `span - 1` steps.
func movingAverage(_ values: [Double], span: Double) -> [Double] {
  let beta = 1 - 1 / max(1, span)
  var mean = 0.0
  var weight = 0.0
  return values.map { value in
    mean = beta * mean + (1 - beta) * value
    weight = beta * weight + (1 - beta)  // 1 - beta^k
    return mean / weight
  }
}

/// Returns at most `limit` of the points without changing the picture: the lowest and the highest of each bucket of
/// neighbors.
///
/// Every nth point, or the means of buckets, would hide the spikes that readers look for.
func thinned(_ points: [LossCurve.Point], to limit: Int) -> [LossCurve.Point] {
  guard points.count > limit else { return points }
  // Two points per bucket, plus the first and last points, which are always kept.
  let bucketCount = max(1, (limit - 2) / 2)
  let inner = points.dropFirst().dropLast()
  var kept = [points[0]]
  for bucket in 0..<bucketCount {
    let start = inner.startIndex + bucket * inner.count / bucketCount
    let end = inner.startIndex + (bucket + 1) * inner.count / bucketCount
    let indices = start..<end
    guard let lowest = indices.min(by: { points[$0].loss < points[$1].loss }),
      let highest = indices.max(by: { points[$0].loss < points[$1].loss })
    else { continue }
    kept += Set([lowest, highest]).sorted().map { points[$0] }
  }
  return kept + [points[points.count - 1]]
}
