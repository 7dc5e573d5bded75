import Reports
import Training

// The progress line of a run on a terminal, which is rewritten in place:
// `━━━━━━━──────── 45 %  step 900 of 2,000  loss 2.4613  2,510 tokens/s  14 s left  █▆▅▃▂▂▁▁`.

extension StepProgress {
  /// Returns the line for a step in at most `width` columns: a bar, the line of a log, and a curve of the losses. Where
  /// there is too little room, the curve goes first, then the bar, the speed and the number of the step.
  ///
  /// - Parameter history: the lines of metrics so far, from which the curve is made.
  public func liveLine(_ metrics: Metrics, history: [Metrics], width: Int) -> String {
    let done = min(1, Double(metrics.step) / Double(max(1, steps)))
    let percent = "\(Int((100 * done).rounded(.down))) %"
    let lines = [Self.all, [.step, .losses, .time], [.losses, .time], [.time]].map { parts in
      "\(percent)  \(line(metrics, parts: parts))"
    }
    let text = lines.first { $0.count <= width } ?? percent
    let room = width - text.count
    guard room >= Self.least + 1 else { return text }
    // A bar that changed with every digit of the text would flicker.
    let bar = Self.bar(done, width: min(Self.most, (room - 1) / 4 * 4)) + " " + text
    let rest = width - bar.count - 2
    guard rest >= Self.least else { return bar }
    let losses = history.compactMap { $0.trainLoss.map(Double.init) }
    let curve = Sparkline(losses, width: min(Self.most, rest)).description
    return losses.count > 1 ? "\(bar)  \(curve)" : bar
  }

  /// The fewest and the most columns of a bar and of a curve.
  private static let least = 8, most = 24

  private static func bar(_ share: Double, width: Int) -> String {
    let full = Int((share * Double(width)).rounded(.down))
    return String(repeating: "━", count: full) + String(repeating: "─", count: width - full)
  }
}
