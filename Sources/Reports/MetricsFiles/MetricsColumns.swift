import Foundation
import Training

/// The columns of `metrics.csv`, which are the fields of `metrics.jsonl`; a field that a line does not have is empty.
enum MetricsColumns {
  /// The names of the columns, as a line.
  static let header =
    "step,tokens,train_loss,validation_loss,learning_rate,gradient_norm,tokens_per_second,elapsed_s,epoch_loss,"
    + "skipped_steps\n"

  /// Returns a line of metrics. Losses have all their digits.
  static func row(_ metrics: Metrics) -> String {
    func text(_ number: (some CustomStringConvertible)?) -> String { number.map(\.description) ?? "" }
    return [
      "\(metrics.step)", "\(metrics.tokens)", text(metrics.trainLoss), text(metrics.validationLoss),
      "\(metrics.learningRate)", text(metrics.gradientNorm), "\(Int(min(max(metrics.tokensPerSecond, 0), 1e15)))",
      String(format: "%.3f", metrics.elapsed), text(metrics.epochLoss), text(metrics.skippedSteps),
    ].joined(separator: ",") + "\n"
  }
}
