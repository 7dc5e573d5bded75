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

  /// Returns the line for a step.
  public func line(_ metrics: Metrics) -> String {
    var parts = ["step \(Formats.grouped(metrics.step)) of \(Formats.grouped(steps))"]
    if let loss = metrics.trainLoss { parts.append("loss \(Formats.fixed(Double(loss), decimals: 4))") }
    if let loss = metrics.validationLoss { parts.append("validation \(Formats.fixed(loss, decimals: 4))") }
    if showsTime, metrics.step > 0 {
      parts.append("\(Formats.grouped(Int(metrics.tokensPerSecond))) tokens/s")
      parts.append(metrics.step == steps ? Formats.duration(metrics.elapsed) : "\(timeLeft(metrics)) left")
    }
    return parts.joined(separator: "  ")
  }

  /// Returns the time that the remaining steps will take, based on the mean time per step, evaluations included.
  public func timeLeft(_ metrics: Metrics) -> String {
    Formats.duration(metrics.elapsed / Double(max(1, metrics.step)) * Double(steps - metrics.step))
  }
}
