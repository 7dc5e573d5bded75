import Foundation

/// A picture of a training run: the training and validation loss over the steps.
///
///     var curve = LossCurve(title: "char-gpt on tales.txt")
///     curve.training.append(.init(step: 1, loss: 4.17))
///     curve.validation.append(.init(step: 250, loss: 2.46))
///     try writeFile(curve.svg(), to: "runs/tales/loss.svg")
///
/// A ``floor`` is drawn as a horizontal dashed line.
///
/// Each training loss is that of a single batch and fluctuates, so the curve is drawn thin, with its moving average
/// over it. The lowest validation loss is marked: past it, the model learns the text by heart. If a run keeps the model
/// of another step, ``keptStep`` marks that step instead.
public struct LossCurve: Sendable {
  /// The loss after a step.
  public struct Point: Sendable, Equatable {
    /// The number of steps made.
    public var step: Int
    /// The mean loss.
    public var loss: Double

    /// Creates a point from a step and the loss after it.
    public init(step: Int, loss: Double) {
      self.step = step
      self.loss = loss
    }
  }

  /// The heading above the picture.
  public var title: String
  /// The unit of the loss.
  public var measure = "nats"
  /// The unit that the loss is averaged over: "token", "document".
  public var unit = "token"
  /// The losses of the training batches, in the order of their steps.
  public var training: [Point]
  /// The losses on the validation set, in the order of their steps.
  public var validation: [Point]
  /// The step whose model is kept; nil if it is the one with the lowest validation loss.
  public var keptStep: Int?
  /// The loss that no model can go below, if it is known: the entropy of the source of the text. It is drawn only if it
  /// is finite.
  public var floor: Double?
  /// The steps at which a pass through the data ended. A light vertical line is drawn at each, or at every nth if there
  /// are many: within an epoch, the loss rises and falls with the data.
  public var epochEnds: [Int] = []

  /// Creates a curve of points in the order of their steps.
  ///
  /// Points without a finite loss are left out of the picture, with a note that says so.
  public init(title: String, training: [Point] = [], validation: [Point] = []) {
    self.title = title
    self.training = training
    self.validation = validation
  }

  /// Returns the picture as the text of a self-contained SVG file of 840 x 480 pixels.
  public func svg() -> String {
    let training = self.training.filter { isDrawable($0.loss) }
    let validation = self.validation.filter { isDrawable($0.loss) }
    var lines: [LossPicture.Line] = []
    if training.count >= 100 {
      // A long average is smooth but lags. This one lags by 5 pixels and removes 4/5 of the noise of 2,000 points.
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
    let marked =
      if let keptStep { validation.last { $0.step == keptStep } } else { validation.min { $0.loss < $1.loss } }
    // Without losses there is nothing to compare with the floor.
    let floor = lines.isEmpty ? nil : self.floor.flatMap { isDrawable($0) ? floorLine(at: $0) : nil }
    return LossPicture(
      title: title, unit: "\(measure) per \(unit)", lines: lines, floor: floor,
      mark: marked.map { (point: $0, word: keptStep == nil ? "best" : "kept") }, leftOut: leftOut,
      epochEnds: lines.isEmpty ? [] : epochEnds
    ).svg
  }
}

extension LossCurve {
  /// The floor is known in bits per character, as people write it, and drawn at the same loss in nats.
  fileprivate func floorLine(at loss: Double) -> LossPicture.Floor {
    let value = Formats.significant(loss, digits: 4)
    let bits = measure == "nats" ? " nats = \(Formats.significant(loss / log(2), digits: 4)) bits" : ""
    return .init(loss: loss, label: "floor \(value)\(bits)")
  }
}

/// Whether a loss is finite in float32, the type that models use.
private func isDrawable(_ loss: Double) -> Bool { Float(loss).isFinite }
