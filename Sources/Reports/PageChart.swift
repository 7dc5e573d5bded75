import Foundation
import Training

/// Curves of a page that answer to mouse and keyboard; the script `curves.js` of the room Pages draws them.
///
///     var chart = PageChart("loss", title: "Loss", unit: "nats per character")
///     chart.add("validation", .validation, metrics) { $0.validationLoss }
///     chart.mark("floor", at: 1.04)
///     page.charts.append(chart)
///
/// A page stays small and fast whatever the length of the run: a curve of more than 2,000 points is thinned to the
/// lowest and the highest point of each bucket of neighbors, so no spike is lost.
public struct PageChart: Encodable, Sendable {
  /// The look of a curve.
  public enum Style: Sendable, Equatable {
    /// Single batches, which fluctuate.
    case faint
    /// Training.
    case training
    /// Validation.
    case validation
    /// One of several runs or models, by its number.
    case run(Int)
  }

  /// A curve: its values, and for each the step, the tokens and the seconds until then.
  public struct Line: Encodable, Sendable {
    let name: String
    let style: String
    let step: [Int]
    let tokens: [Int]
    let seconds: [Double]
    let value: [Double]
  }

  /// A value to compare with, which is drawn as a horizontal line across the chart.
  public struct Mark: Encodable, Sendable {
    let name: String
    let value: Double
  }

  /// The name of the chart among those of its page, of small letters and hyphens.
  public let name: String
  /// The heading.
  public let title: String
  /// The unit of the values: "nats per token".
  public let unit: String
  /// Whether the chart is a small one below the main one.
  public let isSmall: Bool
  /// The curves.
  public private(set) var lines: [Line] = []
  /// The values to compare with.
  public private(set) var marks: [Mark] = []
  /// The number of values that were left out because they are not finite.
  public private(set) var leftOut = 0

  /// Creates a chart without curves.
  public init(_ name: String, title: String, unit: String, isSmall: Bool = false) {
    (self.name, self.title, self.unit, self.isSmall) = (name, title, unit, isSmall)
  }

  /// The number of points to which a curve is thinned; evaluations, which are few and exact, are thinned later.
  static let mostPoints = 2000, mostEvaluations = 4000

  /// Adds a curve of the metrics that have the value; values that are not finite are left out and counted.
  ///
  /// - Parameters:
  ///   - name: the name in the legend.
  ///   - span: for a moving average of the values, how many of them it reaches back; nil for the values themselves.
  ///   - value: the value of a line of metrics; nil if the line has none.
  public mutating func add(
    _ name: String, _ style: Style, _ metrics: [Metrics], span: Double? = nil, value: (Metrics) -> Double?
  ) {
    var found: [(line: Int, value: Double)] = []
    for (i, line) in metrics.enumerated() {
      guard let value = value(line) else { continue }
      // As float32, the type that models use.
      if Float(value).isFinite { found.append((i, value)) } else if span == nil { leftOut += 1 }
    }
    guard !found.isEmpty else { return }
    let values = span.map { movingAverage(found.map(\.value), span: $0) } ?? found.map(\.value)
    let kept = thinnedIndices(values, to: style == .validation ? Self.mostEvaluations : Self.mostPoints)
    let lines = kept.map { metrics[found[$0].line] }
    self.lines.append(
      Line(
        name: name, style: style.text, step: lines.map(\.step), tokens: lines.map(\.tokens),
        seconds: lines.map { Formats.rounded($0.elapsed) }, value: kept.map { Formats.rounded(values[$0]) }))
  }

  /// Adds a horizontal line; one that is not finite is not drawn.
  public mutating func mark(_ name: String, at value: Double?) {
    guard let value, Float(value).isFinite else { return }
    marks.append(Mark(name: name, value: Formats.rounded(value)))
  }

  private enum CodingKeys: String, CodingKey { case name, title, unit, isSmall, lines, marks, leftOut }
}

extension PageChart.Style {
  /// The name of the style in `curves.css`.
  fileprivate var text: String {
    switch self {
    case .faint: "faint"
    case .training: "training"
    case .validation: "validation"
    case .run(let number): "run-\(number % Color.groups.count)"
    }
  }
}
