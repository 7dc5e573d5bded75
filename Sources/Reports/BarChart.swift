import Pages

/// Named values as horizontal bars, in one panel or several side by side.
///
///     var chart = BarChart(title: "heaviest words")
///     chart.panels.append(.init(title: "positive", bars: [("warm", 1.2), ("fine", 0.9)]))
///     try writeFile(chart.svg(), to: "words.svg")
///
/// All panels share one scale, so bars can be compared across them. A dashed line marks a value to compare them with:
///
///     chart.panels[0].details = ["12 times", "7 times"]     // to the right of the bars
///     chart.mark = ("chance", 0.5)
///     chart.note = "shorter is better"
public struct BarChart: Sendable {
  /// Bars under one heading.
  public struct Panel: Sendable {
    /// The heading: what the bars have in common.
    public var title: String
    /// Each bar's name and length. The bar of a negative value has the length of its magnitude and another color; a value
    /// that is not finite has no bar.
    public var bars: [(name: String, value: Double)]
    /// A note for each bar, in a column to the right of the bars; empty if there are no notes.
    public var details: [String]

    /// Creates a panel of bars, drawn from the top down.
    public init(title: String, bars: [(name: String, value: Double)], details: [String] = []) {
      self.title = title
      self.bars = bars
      self.details = details
    }
  }

  /// The heading above the picture.
  public var title: String
  /// The panels, two per row.
  public var panels: [Panel]
  /// A positive value to compare all bars with, and its name; nil by default.
  public var mark: (name: String, value: Double)?
  /// How to read the bars, in small letters at the right of the title: "shorter is better".
  public var note: String?

  /// Creates a chart of panels.
  public init(title: String, panels: [Panel] = []) {
    self.title = title
    self.panels = panels
  }

  private let barWidth = 186.0, valueWidth = 56.0, rowHeight = 22.0, margin = 24.0

  /// The width of the names; a longer one is cut.
  private var nameWidth: Double {
    let names = panels.flatMap(\.bars).map { estimatedWidth($0.name, size: 13) }
    return min(200, max(130, names.max() ?? 0))
  }

  /// The width of the bars with their names and values.
  private var barsWidth: Double { nameWidth + 8 + barWidth + valueWidth }

  /// The width of a panel: the bars with their names and values, and the widest detail.
  private var columnWidth: Double {
    let details = panels.flatMap(\.details).map { estimatedWidth($0, size: 12) }.max()
    return barsWidth + (details.map { $0 + margin } ?? 0)
  }

  /// Returns the picture as the text of a self-contained SVG file.
  public func svg() -> String {
    let values = panels.flatMap(\.bars).map(\.value.magnitude) + (mark.map { [$0.value] } ?? [])
    let longest = values.filter(\.isFinite).max() ?? 0
    let columnCount = Double(max(1, min(2, panels.count)))
    let width = 2 * margin + columnCount * columnWidth + (columnCount - 1) * margin
    var body: [String] = []
    var top = 64.0
    for start in stride(from: 0, to: panels.count, by: 2) {
      let row = panels[start..<min(start + 2, panels.count)]
      for (column, panel) in row.enumerated() {
        let left = margin + Double(column) * (columnWidth + margin)
        body += drawing(panel, left: left, top: top, longest: longest)
      }
      top += 40 + rowHeight * Double(row.map(\.bars.count).max() ?? 0) + (mark == nil ? 0 : 18)
    }
    let noteWidth = note.map { estimatedWidth($0, size: 12) + margin } ?? 0
    var heading = [
      textElement(
        shortened(title, to: width - 2 * margin - noteWidth, size: 18), at: Place(x: margin, y: 38), size: 18,
        isBold: true)
    ]
    if let note {
      heading.append(
        textElement(note, at: Place(x: width - margin, y: 38), size: 12, color: Color.quiet, anchor: "end"))
    }
    return picture(title: title, width: width, height: top + 8, heading + body)
  }

  /// A value to three digits; a large one is not rounded to tens, so it agrees with the same number in a table.
  private func label(_ value: Double) -> String {
    value.magnitude >= 1000 && value.magnitude < 1e9
      ? Formats.fixed(value, decimals: 0) : Formats.significant(value, digits: 3)
  }

  private func drawing(_ panel: Panel, left: Double, top: Double, longest: Double) -> [String] {
    let barLeft = left + nameWidth + 8
    var parts = [
      textElement(
        shortened(panel.title, to: columnWidth, size: 14), at: Place(x: left, y: top + 12), size: 14, isBold: true)
    ]
    for (i, detail) in panel.details.enumerated() {
      let y = top + 39 + Double(i) * rowHeight
      parts.append(
        textElement(detail, at: Place(x: left + columnWidth, y: y), size: 12, color: Color.quiet, anchor: "end"))
    }
    for (i, bar) in panel.bars.enumerated() {
      let y = top + 26 + Double(i) * rowHeight
      let length = longest > 0 && bar.value.isFinite ? bar.value.magnitude / longest * barWidth : 0
      parts += [
        textElement(
          shortened(bar.name, to: nameWidth, size: 13), at: Place(x: left + nameWidth, y: y + 13), anchor: "end"),
        Markup.element(
          "rect",
          [("x", pixels(barLeft)), ("y", pixels(y + 1)), ("width", pixels(length)), ("height", pixels(rowHeight - 6))]
            + [("rx", "2"), ("fill", bar.value < 0 ? Color.orange : Color.blue)]),
        textElement(
          label(bar.value), at: Place(x: barLeft + length + 6, y: y + 13), size: 12,
          color: Color.quiet),
      ]
    }
    guard let mark, mark.value > 0, mark.value.isFinite else { return parts }
    let x = barLeft + mark.value / longest * barWidth, bottom = top + 26 + Double(panel.bars.count) * rowHeight
    let stroke = [("stroke", Color.orange), ("stroke-width", "1.5"), ("stroke-dasharray", "5 3")]
    parts += [
      lineElement(from: Place(x: x, y: top + 22), to: Place(x: x, y: bottom), stroke: stroke),
      textElement(
        "\(mark.name) \(label(mark.value))", at: Place(x: x, y: bottom + 14), size: 12,
        color: Color.orange, anchor: "middle"),
    ]
    return parts
  }
}
