/// How a training run went, as a picture: the loss over the steps, for training and for validation.
///
///     var curve = LossCurve(title: "char-gpt on tales.txt")
///     curve.training.append(.init(step: 1, loss: 4.17))
///     curve.validation.append(.init(step: 250, loss: 2.46))
///     try writeFile(curve.svg(), to: "runs/tales/loss.svg")
///
/// A ``floor``, where there is one, is a dashed line across.
///
/// The training loss is of one batch a point and jumps about, so it is drawn thin, with its moving average over it. The
/// lowest validation loss is marked: past it, the model learns the text by heart.
public struct LossCurve: Sendable {
  /// The loss after a step.
  public struct Point: Sendable, Equatable {
    /// How many steps had been made.
    public var step: Int
    /// The mean loss, in nats.
    public var loss: Double

    /// A loss, and the step it belongs to.
    public init(step: Int, loss: Double) {
      self.step = step
      self.loss = loss
    }
  }

  /// What stands above the picture.
  public var title: String
  /// What the mean loss is taken over: "token", "document".
  public var unit = "token"
  /// The losses of the training batches, in the order of their steps.
  public var training: [Point]
  /// The losses on the validation part, in the order of their steps.
  public var validation: [Point]
  /// The loss below which no model can come, where it is known: the entropy of what wrote the text. One that is not
  /// finite is left out.
  public var floor: Double?

  /// A curve of points in the order of their steps; points without a finite loss are left out of the picture, which
  /// says so.
  public init(title: String, training: [Point] = [], validation: [Point] = []) {
    self.title = title
    self.training = training
    self.validation = validation
  }

  /// The picture as the text of an SVG file, 840 x 480, that needs nothing else to be shown.
  public func svg() -> String {
    let training = self.training.filter { isDrawable($0.loss) }
    let validation = self.validation.filter { isDrawable($0.loss) }
    var lines: [LossPicture.Line] = []
    if training.count >= 100 {
      // A long average is quiet but late. This one is late by 5 pixels, and 2,000 points lose 4/5 of their noise.
      let span = max(3, Double(training.count) / 150)
      let means = movingAverage(training.map(\.loss), span: span)
      let smoothed = zip(training, means).map { Point(step: $0.step, loss: $1) }
      lines.append(.init(name: "training", points: thinned(training, to: 1000), style: .faint))
      lines.append(.init(name: "training, smoothed", points: thinned(smoothed, to: 1000), style: .training))
    } else if !training.isEmpty {
      lines.append(.init(name: "training", points: training, style: .training))
    }
    if !validation.isEmpty {
      lines.append(.init(name: "validation", points: thinned(validation, to: 1000), style: .validation))
    }
    let leftOut = self.training.count + self.validation.count - training.count - validation.count
    let best = validation.min { $0.loss < $1.loss }
    // Without losses there is nothing to compare with it.
    let floor = lines.isEmpty ? nil : self.floor.flatMap { isDrawable($0) ? $0 : nil }
    return LossPicture(title: title, unit: unit, lines: lines, floor: floor, best: best, leftOut: leftOut).svg
  }
}

/// Whether a loss is a number as the models know them, in float32: not NaN, and not beyond its largest.
private func isDrawable(_ loss: Double) -> Bool { Float(loss).isFinite }
