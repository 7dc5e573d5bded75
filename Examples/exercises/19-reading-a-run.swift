import Foundation
import Kindling

// Lab 19: reading a run. Replace each `throw NotYetWritten()`, then: swift run exercises 19

/// A curve with less noise: each value is a mean of the losses so far in which a loss weighs `keep` times as much as the
/// loss after it.
///
/// Begin with a total of 0. Each loss x turns the total m into keep m + (1 - keep) x. The weights in m add up to
/// 1 - keep^n after n losses, so divide by that.
func smoothed(_ losses: [Double], keep: Double) throws -> [Double] {
  throw NotYetWritten()
}

/// The probability that a model gives the right character of a new text, divided by that for a text it has learned from;
/// on geometric average, by the two losses in nats per character.
func probabilityRatio(training: Double, validation: Double) throws -> Double {
  throw NotYetWritten()
}

/// Where a value stands on a logarithmic axis, in pixels from the end at `low`.
///
/// - Parameter length: the length of the axis from `low` to `high`, in pixels.
func logarithmicPlace(_ value: Double, low: Double, high: Double, length: Double) throws -> Double {
  throw NotYetWritten()
}

/// The least and the greatest value of each of so many equal parts of a long curve, so that a picture of a few hundred
/// columns loses no spike: `[[least, greatest], ...]`.
///
/// - Parameter parts: divides the number of values.
func extremes(of values: [Double], parts: Int) throws -> [[Double]] {
  throw NotYetWritten()
}

/// The places of the spikes of a curve: where a loss is more than `factor` times the mean of the `count` losses before
/// it. The first `count` losses are no spikes.
func spikes(in losses: [Double], after count: Int, factor: Double) throws -> [Int] {
  throw NotYetWritten()
}
