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
