import Foundation

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
    return minimum + (maximum - minimum) * 0.5 * (1 + cos(.pi * min(1, progress)))
  }
}
