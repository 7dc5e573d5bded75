import Training

extension LossCurve {
  /// Creates the curve of a run from the lines of its metrics.
  public init(title: String, metrics: [Metrics]) {
    self.init(
      title: title,
      training: metrics.compactMap { line in line.trainLoss.map { Point(step: line.step, loss: Double($0)) } },
      validation: metrics.compactMap { line in line.validationLoss.map { Point(step: line.step, loss: $0) } })
  }
}
