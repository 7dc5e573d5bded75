import Files
import Numerics

/// The learning rate of each step: a linear rise to the maximum, then a decay to the minimum in one of several shapes.
///
/// At step s, counted from 0, with w warmup steps and n steps in total, the rise is
///
///     s < w:   maximum (s + 1) / (w + 1)
///
/// Warmup protects the model from the erratic gradients of the first steps. After it, with p = (s - w) / (n - w), the
/// rate is minimum + (maximum - minimum) f(p).
public struct LearningRateSchedule: Codable, Equatable, Sendable {
  /// The shapes of the decay.
  public enum Decay: String, Codable, CaseIterable, Sendable {
    /// Half a cosine, f = (1 + cos(pi p)) / 2 (Loshchilov and Hutter 2017, equation 5, without restarts).
    case cosine
    /// A straight line, f = 1 - p.
    case linear
    /// The highest rate for most of the run, then a straight line: f = min(1, (1 - p) / 0.4) (a trapezoid; Hägele et
    /// al. 2024).
    case trapezoid
  }

  /// The highest rate.
  public var maximum: Double
  /// The rate at the end.
  public var minimum: Double
  /// The number of warmup steps.
  public var warmup: Int
  /// How the rate falls after warmup.
  public var decay: Decay

  /// Creates the given schedule; the default is that of the small GPT. Rates are finite and at least 0, and so is the
  /// number of warmup steps.
  public init(maximum: Double = 1e-3, minimum: Double = 1e-4, warmup: Int = 100, decay: Decay = .cosine) {
    for (name, rate) in [("maximum", maximum), ("minimum", minimum)] {
      requireSetting("LearningRateSchedule", name, rate, in: nonNegative)
    }
    require(warmup >= 0, "LearningRateSchedule: \(warmup) warmup steps")
    (self.maximum, self.minimum, self.warmup, self.decay) = (maximum, minimum, warmup, decay)
  }

  /// The learning rate of a step, counted from 0, in a run of `steps` steps.
  public func rate(at step: Int, of steps: Int) -> Double {
    if step < warmup { return maximum * Double(step + 1) / Double(warmup + 1) }
    let progress = min(1, Double(step - warmup) / Double(max(1, steps - warmup)))
    return minimum + (maximum - minimum) * decay.factor(at: progress)
  }
}

/// The fraction of the steps after warmup during which the rate of a trapezoid falls.
private let trapezoidFall = 0.4

extension LearningRateSchedule.Decay {
  /// f(p), from 1 at p = 0 to 0 at p = 1.
  fileprivate func factor(at progress: Double) -> Double {
    switch self {
    case .cosine: 0.5 * (1 + Numerics.cosine(.pi * progress))
    case .linear: 1 - progress
    case .trapezoid: min(1, (1 - progress) / trapezoidFall)
    }
  }
}
