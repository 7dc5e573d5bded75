import Foundation
import Training

/// What the distance between training and validation loss says about a run, in sentences made from its figures.
///
///     OverfittingGap(metrics, unit: "character").sentences
///
/// The training loss at an evaluation is the mean since the evaluation before it, because the loss of a single batch
/// fluctuates.
public struct OverfittingGap: Sendable {
  /// The two losses at an evaluation.
  struct Point: Equatable, Sendable {
    let step: Int
    let training: Double?
    let validation: Double
  }

  private let points: [Point]
  private let unit: String

  /// Compares the losses of a run.
  ///
  /// - Parameter unit: what the losses are averaged over: "character".
  public init(_ metrics: [Metrics], unit: String) {
    self.unit = unit
    var points: [Point] = [], sum = 0.0, count = 0
    for line in metrics {
      if let loss = line.trainLoss, loss.isFinite { (sum, count) = (sum + Double(loss), count + 1) }
      guard let loss = line.validationLoss, loss.isFinite else { continue }
      points.append(Point(step: line.step, training: count > 0 ? sum / Double(count) : nil, validation: loss))
      (sum, count) = (0, 0)
    }
    self.points = points
  }

  /// The sentences; there is always at least one.
  public var sentences: [String] {
    guard let last = points.last, let best = points.min(by: { $0.validation < $1.validation }) else {
      return ["Without an evaluation on text that is held out, nothing here tells whether the model learns by heart."]
    }
    guard points.count > 1, let training = last.training else {
      return ["There is one evaluation so far, so there is no gap to speak of yet."]
    }
    return [gap(last, training), course(best, last)]
  }

  /// A difference in loss that another seed could turn around says nothing: a hundredth of the loss.
  private static let smallest = 0.01

  private func gap(_ last: Point, _ training: Double) -> String {
    let figures =
      "At step \(Formats.grouped(last.step)) the loss is \(short(training)) on text that the model has learned from and "
      + "\(short(last.validation)) on text that it has not seen"
    let gap = last.validation - training
    if gap < -Self.smallest * last.validation {
      return figures + ". The held-out text is the easier one here"
        + ": either it is plainer, or dropout makes training harder. There is no sign of overfitting."
    }
    if gap < Self.smallest * last.validation { return figures + ": nearly no gap, so no sign of overfitting." }
    let fewer = Formats.fixed(100 * (1 - exp(-gap)), decimals: 0)
    return figures + ". The gap is \(short(gap)) nats per \(unit): the right \(unit) gets \(fewer) % less probability, "
      + "on geometric average, than where the model could learn it."
  }

  private func course(_ best: Point, _ last: Point) -> String {
    let step = Formats.grouped(best.step)
    if best.step == last.step {
      return "The validation loss is at its lowest at the end, so more steps would probably lower it further."
    }
    let rise = last.validation / best.validation - 1
    guard rise > Self.smallest else {
      return "The validation loss was lowest at step \(step) with \(short(best.validation)) and has been about level "
        + "since then: the kept model is that of step \(step)."
    }
    let percent = Formats.significant(100 * rise, digits: 2)
    let grew =
      "From step \(step) on, the validation loss rose from \(short(best.validation)) to "
      + "\(short(last.validation)), by \(percent) %"
    // At step 0 there is no training loss yet.
    guard let before = best.training, let after = last.training else {
      return grew + ". The kept model is that of step \(step)."
    }
    guard after < before else {
      return grew + ", and the training loss did not fall: this is no overfitting, but training that became unstable. "
        + "The kept model is that of step \(step)."
    }
    return grew + ", while the training loss fell from \(short(before)) to \(short(after)): since then the model has "
      + "learned its text by heart. The kept model is that of step \(step)."
  }

  private func short(_ value: Double) -> String { Formats.significant(value, digits: 3) }
}
