/// The learning rate of each step: a linear rise, then half a cosine down to a minimum.
///
/// At step s, from 0 on, with warm-up w and n steps in all:
///
///     s < w:   maximum (s + 1) / (w + 1)
///     else:    minimum + (maximum - minimum) (1 + cos(pi (s - w) / (n - w))) / 2
///
/// The rise spares the first steps, whose gradients are wild; the cosine is that of Loshchilov and Hutter 2017
/// (equation 5), without restarts.
public struct LearningRateSchedule: Sendable {
  private let options: TrainingOptions

  /// The schedule of a run.
  public init(_ options: TrainingOptions) { self.options = options }

  /// The learning rate of a step.
  public func rate(at step: Int) -> Double {
    let (maximum, minimum) = (options.learningRate, options.minimumLearningRate)
    if step < options.warmup { return maximum * Double(step + 1) / Double(options.warmup + 1) }
    let progress = Double(step - options.warmup) / Double(max(1, options.steps - options.warmup))
    return minimum + (maximum - minimum) * 0.5 * (1 + cosine(.pi * min(1, progress)))
  }
}

/// The cosine of an angle from 0 to pi, by the series of the sine around pi / 2.
///
/// The C library's differs in the last bit from machine to machine, and with it every weight that is trained.
private func cosine(_ angle: Double) -> Double {
  let x = .pi / 2 - angle
  var term = x, sum = x
  // The twelfth term is below 1e-19 for |x| up to pi / 2.
  for n in stride(from: 2.0, through: 24, by: 2) {
    term *= -x * x / (n * (n + 1))
    sum += term
  }
  return sum
}
