import Reports
import Training

/// The progress line of a run that counts steps: `step 250 of 2,000  loss 2.4613  2,510 tokens/s  14 s left`.
public struct StepProgress {
  /// The number of steps of the run.
  public let steps: Int
  /// Whether the line shows speed and time.
  private let showsTime: Bool

  /// Creates the progress of a run of `steps` steps; a very short run needs no speed or time.
  public init(of steps: Int, showsTime: Bool = true) { (self.steps, self.showsTime) = (steps, showsTime) }

  /// The parts of a line, in their order.
  enum Part { case step, losses, speed, time }
  static let all: [Part] = [.step, .losses, .speed, .time]

  /// Returns the line for a step.
  public func line(_ metrics: Metrics) -> String { line(metrics, parts: Self.all) }

  /// Returns the line for a step with some of its parts.
  func line(_ metrics: Metrics, parts: [Part]) -> String {
    parts.compactMap { text($0, metrics) }.joined(separator: "  ")
  }

  /// Returns a part of the line; nil if it is not known.
  private func text(_ part: Part, _ metrics: Metrics) -> String? {
    let showsTime = showsTime && metrics.step > 0
    switch part {
    case .step: return "step \(Formats.grouped(metrics.step)) of \(Formats.grouped(steps))"
    case .losses:
      let losses = [
        metrics.trainLoss.map { "loss \(Formats.fixed(Double($0), decimals: 4))" },
        metrics.validationLoss.map { "validation \(Formats.fixed($0, decimals: 4))" },
      ].compactMap { $0 }
      return losses.isEmpty ? nil : losses.joined(separator: "  ")
    case .speed: return showsTime ? "\(Formats.grouped(Int(min(max(metrics.tokensPerSecond, 0), 1e15)))) tokens/s" : nil
    case .time:
      guard showsTime else { return nil }
      return metrics.step == steps ? Formats.duration(metrics.elapsed) : "\(timeLeft(metrics)) left"
    }
  }

  /// Returns the time that the remaining steps will take, based on the mean time per step, evaluations included.
  public func timeLeft(_ metrics: Metrics) -> String {
    Formats.duration(metrics.elapsed / Double(max(1, metrics.step)) * Double(steps - metrics.step))
  }
}
