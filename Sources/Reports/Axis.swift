import Foundation

/// One axis of a picture: which values it covers, where they fall, and the ticks at round values.
struct Axis {
  /// A round value, its place and its name.
  struct Tick: Equatable {
    var position: Double
    var label: String
  }

  /// The values at the two ends of the axis, the first below the second.
  let low: Double, high: Double
  /// Where the two ends are, in pixels; a vertical axis runs from its bottom, the larger number, to its top.
  let start: Double, end: Double
  let step: RoundStep

  /// An axis of training steps; it begins at 0 unless that left much of it empty.
  static func steps(_ steps: [Int], from start: Double, to end: Double) -> Axis {
    let first = Double(steps.min() ?? 0)
    let last = Double(max(1, steps.max() ?? 1))
    let low = first < last && first > (last - first) / 10 ? first : min(0, first)
    // As many ticks as there is room for the widest label, and eight at most.
    let room = (end - start) / (estimatedWidth(Formats.fixed(last, decimals: 0), size: 12) + 24)
    let step = RoundStep(atLeast: max(1, (last - low) / min(8, room)))
    return Axis(low: low, high: last, start: start, end: end, step: step)
  }

  /// An axis of losses, which begins and ends at a tick.
  static func losses(_ losses: [Double], from start: Double, to end: Double) -> Axis {
    var low = losses.min() ?? 0
    var high = losses.max() ?? 1
    let largest = max(low.magnitude, high.magnitude)
    if high - low < max(1e-3 * largest, 1e-30) {
      // All but equal: without some air around them, the ticks would differ in their last digits only.
      let middle = low + (high - low) / 2
      let air = largest < 1e-30 ? 0.5 : 0.05 * largest
      (low, high) = (middle - air, middle + air)
    }
    let step = RoundStep(atLeast: (high - low) / 7)
    return Axis(
      low: (low / step.size).rounded(.down) * step.size, high: (high / step.size).rounded(.up) * step.size,
      start: start, end: end, step: step)
  }

  /// Where a value falls.
  func position(_ value: Double) -> Double {
    start + (value - low) / (high - low) * (end - start)
  }

  /// The multiples of the step within the axis.
  var ticks: [Tick] {
    // A hair more on both sides, so that rounding cannot lose the ticks at the ends.
    let hair = 1e-6
    let multiples = stride(
      from: (low / step.size - hair).rounded(.up), through: high / step.size + hair, by: 1)
    return multiples.map { multiple in
      let value = multiple * step.size
      return Tick(position: position(value), label: step.label(value))
    }
  }
}

/// The steps that people count in: 1, 2 or 5 times a power of ten.
struct RoundStep: Equatable {
  let size: Double
  private let exponent: Int

  /// The smallest such step that is not below a number above 0.
  init(atLeast least: Double) {
    var exponent = Int(log10(least).rounded(.down))
    // Tenths, not powers with a negative exponent: 2 / 10 is 0.2 exactly as written, 2 * 0.1 need not be.
    func size(_ mantissa: Double) -> Double {
      exponent < 0 ? mantissa / pow(10, Double(-exponent)) : mantissa * pow(10, Double(exponent))
    }
    // A billionth less, so that the logarithm's last bit cannot turn 0.2 into 0.5.
    let mantissa = [1, 2, 5].first { size($0) >= least * (1 - 1e-9) }
    if mantissa == nil { exponent += 1 }
    self.size = size(mantissa ?? 1)
    self.exponent = exponent
  }

  /// A multiple of the step, with as many decimals as the step has; with an exponent where that would be too wide.
  func label(_ value: Double) -> String {
    if value.magnitude < size / 2 { return "0" }
    if exponent < -6 || (exponent >= 0 && value.magnitude >= 1e15) { return String(format: "%.5g", value) }
    return Formats.fixed(value, decimals: max(0, -exponent))
  }
}
