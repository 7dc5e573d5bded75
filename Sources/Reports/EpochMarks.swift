/// Vertical lines where passes through the data end, thin enough not to hide the curve.
struct EpochMarks {
  /// The places of the lines on the axis of steps.
  let positions: [Double]
  /// The name for the legend; nil if there are no lines.
  let name: String?

  static let stroke = [("stroke", Color.edge), ("stroke-opacity", "0.6"), ("stroke-dasharray", "2 3")]

  /// Chooses the marks: all ends of epochs within the axis, or every 2nd, 5th, 10th and so on, so they are at least 12
  /// pixels apart. The end of the run needs none.
  init(_ ends: [Int], on axis: Axis) {
    let inner = ends.sorted().filter { Double($0) > axis.low && Double($0) < axis.high }
    let room = max(1, Int((axis.end - axis.start) / 12))
    let every = Self.steps.first { inner.count <= $0 * room } ?? inner.count
    positions = inner.indices.filter { ($0 + 1).isMultiple(of: every) }.map { axis.position(Double(inner[$0])) }
    name = positions.isEmpty ? nil : every == 1 ? "end of an epoch" : "end of every \(Self.ordinal(every)) epoch"
  }

  /// Draws the lines.
  func drawing(in area: Box) -> [String] {
    positions.map { x in
      lineElement(from: Place(x: x, y: area.top), to: Place(x: x, y: area.bottom), stroke: Self.stroke)
    }
  }

  private static let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000]

  private static func ordinal(_ number: Int) -> String { number == 2 ? "2nd" : "\(Formats.grouped(number))th" }
}
