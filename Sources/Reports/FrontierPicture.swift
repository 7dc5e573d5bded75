import Pages

/// A picture of methods that trade one quantity for another: a line per method through its points, such as the reward of
/// answers against the divergence from the model before.
///
///     var picture = FrontierPicture(title: "Reward and divergence")
///     picture.xTitle = "divergence (nats per answer)"
///     picture.yTitle = "gold reward"
///     picture.add("PPO", [(0, 2.1), (0.4, 2.5), (3, 1.9)], markingTurn: true)
///     try writeFile(picture.svg(), to: "frontier.svg")
public struct FrontierPicture: Sendable {
  /// The heading above the picture.
  public var title: String
  /// What the axes show.
  public var xTitle = "", yTitle = ""
  /// A value of y that nothing exceeds, and its name; nil for none.
  public var bound: (value: Double, name: String)?

  private struct Line {
    var name: String
    var points: [(x: Double, y: Double)]
    var marksTurn: Bool
  }
  private var lines: [Line] = []

  /// Creates a picture without lines.
  public init(title: String) { self.title = title }

  /// Adds a line; points that are not finite are left out.
  ///
  /// - Parameter markingTurn: whether the highest point gets a ring if the line falls after it: from there on, more of x
  ///   only costs.
  public mutating func add(_ name: String, _ points: [(x: Double, y: Double)], markingTurn: Bool = false) {
    lines.append(Line(name: name, points: points.filter { $0.x.isFinite && $0.y.isFinite }, marksTurn: markingTurn))
  }

  /// Returns the picture as the text of a self-contained SVG file of 840 x 520 pixels.
  public func svg() -> String {
    let all = lines.flatMap(\.points), legend = legend, top = 92 + 22 * Double(legend.rows - 1)
    let ys = all.map(\.y) + (bound.map { [$0.value] } ?? [])
    let y = Axis.losses(ys.isEmpty ? [0, 1] : ys, from: 452, to: top)
    let left = 50 + (y.ticks.map { estimatedWidth($0.label, size: 12) }.max() ?? 0)
    let x = Axis.losses([0, all.map(\.x).max() ?? 1], from: left, to: 800)
    let area = Box(left: left, top: top, width: 800 - left, height: 452 - top)
    func place(_ point: (x: Double, y: Double)) -> Place { Place(x: x.position(point.x), y: y.position(point.y)) }
    let heading = textElement(
      shortened(title, to: area.width, size: 18), at: Place(x: left, y: 38), size: 18, isBold: true)
    let drawn = lines.enumerated().flatMap { number, line in
      drawing(line.points.map(place), color: color(number)) + (line.marksTurn ? ring(line, place) : [])
    }
    return picture(
      title: title, width: 840, height: 520, [heading] + axes(x, y, area) + boundLine(y, area) + legend.elements + drawn
    )
  }

  private func color(_ number: Int) -> String { Color.groups[number % Color.groups.count] }

  private func axes(_ x: Axis, _ y: Axis, _ area: Box) -> [String] {
    gridElements(x, y, in: area) + [
      textElement(xTitle, at: Place(x: area.center.x, y: area.bottom + 48), anchor: "middle"),
      textElement(yTitle, at: Place(x: 25, y: area.center.y), anchor: "middle", isVertical: true),
    ]
  }

  private func boundLine(_ y: Axis, _ area: Box) -> [String] {
    guard let bound else { return [] }
    let height = y.position(bound.value)
    let stroke = [("stroke", Color.green), ("stroke-width", "2"), ("stroke-dasharray", "6 4")]
    return [
      lineElement(from: Place(x: area.left, y: height), to: Place(x: area.right, y: height), stroke: stroke),
      textElement(
        bound.name, at: Place(x: area.right - 6, y: height + 16), size: 12, color: Color.green, anchor: "end"),
    ]
  }

  private func drawing(_ places: [Place], color: String) -> [String] {
    let corners = places.map { "\(pixels($0.x)),\(pixels($0.y))" }.joined(separator: " ")
    let line = Markup.element(
      "polyline",
      [
        ("points", corners), ("fill", "none"), ("stroke", color), ("stroke-width", "2"), ("stroke-linejoin", "round"),
      ])
    return [line] + places.map { circle(at: $0, radius: 3.5, [("fill", color)]) }
  }

  private func ring(_ line: Line, _ place: ((x: Double, y: Double)) -> Place) -> [String] {
    guard let best = line.points.max(by: { $0.y < $1.y }), let last = line.points.last, last.y < best.y else {
      return []
    }
    let center = place(best)
    return [
      circle(at: center, radius: 8, [("fill", "none"), ("stroke", Color.ink), ("stroke-width", "2")]),
      textElement("turn", at: Place(x: center.x, y: center.y + 24), size: 12, anchor: "middle", isBold: true),
    ]
  }

  private func circle(at center: Place, radius: Double, _ style: [(String, String)]) -> String {
    Markup.element("circle", [("cx", pixels(center.x)), ("cy", pixels(center.y)), ("r", pixels(radius))] + style)
  }

  /// The names of the lines side by side, in as many rows as they need.
  private var legend: (elements: [String], rows: Int) {
    var place = Place(x: 60, y: 64), rows = 1, elements: [String] = []
    for (number, line) in lines.enumerated() {
      let width = 34 + estimatedWidth(line.name, size: 13)
      if place.x > 60, place.x + width > 800 { (place, rows) = (Place(x: 60, y: place.y + 22), rows + 1) }
      elements += [
        lineElement(
          from: place, to: Place(x: place.x + 26, y: place.y),
          stroke: [("stroke", color(number)), ("stroke-width", "2")]),
        textElement(line.name, at: Place(x: place.x + 34, y: place.y + 4.5)),
      ]
      place.x += width + 22
    }
    return (elements, rows)
  }
}
