import Foundation

/// One axis of a picture: the values that it covers, their positions, and ticks at round values.
struct Axis {
  /// The position and the label of a round value.
  struct Tick: Equatable {
    var position: Double
    var label: String
  }

  /// The values at the two ends of the axis; `low` is less than `high`.
  let low: Double, high: Double
  /// The positions of the two ends, in pixels; a vertical axis runs from its bottom, the larger number, to its top.
  let start: Double, end: Double
  let step: RoundStep

  /// Returns an axis of training steps; it begins at 0 unless that would leave much of it empty.
  static func steps(_ steps: [Int], from start: Double, to end: Double) -> Axis {
    let first = Double(steps.min() ?? 0)
    let last = Double(max(1, steps.max() ?? 1))
    let low = first < last && first > (last - first) / 10 ? first : min(0, first)
    // As many ticks as fit with the widest label, but at most eight.
    let room = (end - start) / (estimatedWidth(Formats.fixed(last, decimals: 0), size: 12) + 24)
    let step = RoundStep(atLeast: max(1, (last - low) / min(8, room)))
    return Axis(low: low, high: last, start: start, end: end, step: step)
  }

  /// Returns an axis of losses, which begins and ends at a tick.
  static func losses(_ losses: [Double], from start: Double, to end: Double) -> Axis {
    var low = losses.min() ?? 0
    var high = losses.max() ?? 1
    let largest = max(low.magnitude, high.magnitude)
    if high - low < max(1e-3 * largest, 1e-30) {
      // Almost equal: without some margin around the losses, the tick labels would differ only in their last digits.
      let middle = low + (high - low) / 2
      let air = largest < 1e-30 ? 0.5 : 0.05 * largest
      (low, high) = (middle - air, middle + air)
    }
    let step = RoundStep(atLeast: (high - low) / 7)
    return Axis(
      low: (low / step.size).rounded(.down) * step.size, high: (high / step.size).rounded(.up) * step.size,
      start: start, end: end, step: step)
  }

  /// Returns the position of a value, in pixels.
  func position(_ value: Double) -> Double {
    start + (value - low) / (high - low) * (end - start)
  }

  /// The ticks: the multiples of the step within the axis.
  var ticks: [Tick] {
    // Slightly extended on both sides, so rounding cannot lose the ticks at the ends.
    let hair = 1e-6
    let multiples = stride(
      from: (low / step.size - hair).rounded(.up), through: high / step.size + hair, by: 1)
    return multiples.map { multiple in
      let value = multiple * step.size
      return Tick(position: position(value), label: step.label(value))
    }
  }
}

/// A round distance between ticks: 1, 2 or 5 times a power of ten.
struct RoundStep: Equatable {
  let size: Double
  private let exponent: Int

  /// Creates the smallest such step that is at least `least`, which must be positive.
  init(atLeast least: Double) {
    var exponent = Int(log10(least).rounded(.down))
    // Divides by 10 instead of multiplying by a negative power: 2 / 10 is exactly the literal 0.2; 2 * 0.1 may not be.
    func size(_ mantissa: Double) -> Double {
      exponent < 0 ? mantissa / pow(10, Double(-exponent)) : mantissa * pow(10, Double(exponent))
    }
    // Tolerates a billionth less, so an error in the logarithm's last bit cannot turn 0.2 into 0.5.
    let mantissa = [1, 2, 5].first { size($0) >= least * (1 - 1e-9) }
    if mantissa == nil { exponent += 1 }
    self.size = size(mantissa ?? 1)
    self.exponent = exponent
  }

  /// Returns a multiple of the step as text, with the step's number of decimals; with an exponent if that is too wide.
  func label(_ value: Double) -> String {
    if value.magnitude < size / 2 { return "0" }
    if exponent < -6 || (exponent >= 0 && value.magnitude >= 1e15) { return String(format: "%.5g", value) }
    return Formats.fixed(value, decimals: max(0, -exponent))
  }
}
