import Training

// The charts that the reports of all programs have.

extension PageChart {
  /// The losses of the training batches. If they are many, they are drawn thin with their moving average over them, as in
  /// the picture of ``LossCurve``.
  ///
  /// - Parameter unit: the unit of the losses: "nats per character".
  public static func losses(_ metrics: [Metrics], unit: String) -> PageChart {
    var chart = PageChart("loss", title: "Loss", unit: unit)
    let count = metrics.count { $0.trainLoss != nil }
    func training(_ line: Metrics) -> Double? { line.trainLoss.map(Double.init) }
    if count >= 100 {
      chart.add("training", .faint, metrics, value: training)
      chart.add("training, smoothed", .training, metrics, span: max(3, Double(count) / 150), value: training)
    } else {
      chart.add("training", .training, metrics, value: training)
    }
    return chart
  }

  /// The learning rates.
  public static func learningRates(_ metrics: [Metrics]) -> PageChart {
    var chart = PageChart("learning-rate", title: "Learning rate", unit: "", isSmall: true)
    chart.add("learning rate", .training, metrics) { $0.learningRate }
    return chart
  }

  /// The speeds, which are known from the first step on.
  ///
  /// - Parameter token: what a token of the text is called: "character".
  public static func speeds(_ metrics: [Metrics], token: String) -> PageChart {
    var chart = PageChart("speed", title: "Throughput", unit: "\(token)s per second", isSmall: true)
    chart.add("\(token)s per second", .training, metrics) { $0.step == 0 ? nil : $0.tokensPerSecond }
    return chart
  }
}

extension RunReport {
  /// Returns how long a run took, and how much of its text it read per second.
  ///
  ///     RunReport.time(of: metrics, token: "word")    // "1 min 20 s, 250,000 words per second"
  public static func time(of metrics: [Metrics], token: String) -> String {
    guard let last = metrics.last else { return Formats.duration(0) }
    // Figures of a damaged file can be of any size.
    let speed = min(Double(last.tokens) / last.elapsed, 1e15)
    guard last.elapsed > 0, speed >= 0 else { return Formats.duration(last.elapsed) }
    return "\(Formats.duration(last.elapsed)), \(Formats.grouped(Int(speed))) \(token)s per second"
  }
}
