import Training

/// A picture of several training runs: their losses over the steps, in one frame.
///
///     var comparison = LossComparison(title: "three learning rates")
///     comparison.add("1e-3", metrics: history)
///     try writeFile(comparison.svg(), to: "compared.svg")
///
/// Each run is drawn with its validation losses, or with its smoothed training losses if it has none.
public struct LossComparison: Sendable {
  /// The heading above the picture.
  public var title: String
  /// The unit that the loss is averaged over: "character".
  public var unit = "token"
  private var lines: [LossPicture.Line] = []

  /// Creates a picture without runs.
  public init(title: String) { self.title = title }

  /// Adds a run.
  ///
  /// - Parameters:
  ///   - name: its name in the legend.
  ///   - metrics: its lines of metrics.
  public mutating func add(_ name: String, metrics: [Metrics]) {
    let curve = LossCurve(title: name, metrics: metrics)
    var points = curve.validation
    if points.isEmpty {
      let span = max(3, Double(curve.training.count) / 150)
      let means = movingAverage(curve.training.map(\.loss), span: span)
      points = zip(curve.training, means).map { .init(step: $0.step, loss: $1) }
    }
    points = thinned(points.filter { Float($0.loss).isFinite }, to: 1000)
    lines.append(.init(name: name, points: points, style: .run(lines.count)))
  }

  /// Returns the picture as the text of a self-contained SVG file of 840 x 480 pixels.
  public func svg() -> String {
    LossPicture(title: title, unit: "nats per \(unit)", lines: lines, floor: nil, mark: nil, leftOut: 0).svg
  }
}
