/// Draws the lines that ``LossCurve`` has prepared.
///
/// All sizes are in pixels.
struct LossPicture {
  /// One of the lines and its style.
  struct Line {
    var name: String
    var points: [LossCurve.Point]
    var style: Style
  }

  enum Style {
    case faint, training, validation

    // Nearly all color-blind readers can tell blue and orange apart.
    var color: String {
      switch self {
      case .faint: Color.paleBlue
      case .training: Color.blue
      case .validation: Color.orange
      }
    }

    var width: String {
      switch self {
      case .faint: "1"
      case .training: "2"
      case .validation: "3"
      }
    }

    var stroke: [(String, String)] { [("stroke", color), ("stroke-width", width)] }
  }

  private let title: String
  private let unit: String
  private let lines: [Line]
  private let floor: Double?
  private let best: LossCurve.Point?
  private let leftOut: Int
  private let area: Box
  private let x: Axis, y: Axis

  init(title: String, unit: String, lines: [Line], floor: Double?, best: LossCurve.Point?, leftOut: Int) {
    self.title = title
    self.unit = unit
    self.lines = lines
    self.floor = floor
    self.best = best
    self.leftOut = leftOut
    let points = lines.flatMap(\.points)
    let (top, bottom, right) = (92.0, 412.0, 800.0)
    y = .losses(points.map(\.loss) + [floor].compactMap { $0 }, from: bottom, to: top)
    // The axis's title is beside the labels, rotated to read upward.
    let left = 50 + (y.ticks.map { estimatedWidth($0.label, size: 12) }.max() ?? 0)
    area = Box(left: left, top: top, width: right - left, height: bottom - top)
    x = .steps(points.map(\.step), from: area.left, to: area.right)
  }

  /// The whole file.
  var svg: String {
    let heading = textElement(
      shortened(title, to: area.width, size: 18), at: Place(x: area.left, y: 38), size: 18, isBold: true)
    return picture(
      title: title, width: 840, height: 480, [heading] + axes + legend + floorLine + lines.flatMap(drawing) + bestMark)
  }

  // MARK: Axes

  private var axes: [String] {
    let across = y.ticks.flatMap { tick in
      let place = Place(x: area.left - 10, y: tick.position + 4)
      return [
        lineElement(from: Place(x: area.left, y: tick.position), to: Place(x: area.right, y: tick.position)),
        textElement(tick.label, at: place, size: 12, color: Color.quiet, anchor: "end"),
      ]
    }
    let upwards = x.ticks.flatMap { tick in
      let place = Place(x: tick.position, y: area.bottom + 20)
      return [
        lineElement(from: Place(x: tick.position, y: area.top), to: Place(x: tick.position, y: area.bottom)),
        textElement(tick.label, at: place, size: 12, color: Color.quiet, anchor: "middle"),
      ]
    }
    let corner = Place(x: area.left, y: area.bottom)
    let names = [
      lineElement(from: corner, to: Place(x: area.right, y: area.bottom), color: Color.edge),
      textElement("training step", at: Place(x: area.center.x, y: area.bottom + 48), anchor: "middle"),
      textElement("loss (\(unit))", at: Place(x: 25, y: area.center.y), anchor: "middle", isVertical: true),
    ]
    return across + upwards + names + remarks
  }

  private var remarks: [String] {
    var remarks: [String] = []
    if lines.isEmpty {
      remarks.append(textElement("no losses yet", at: area.center, size: 16, color: Color.quiet, anchor: "middle"))
    }
    if leftOut > 0 {
      let words =
        "\(Formats.grouped(leftOut)) \(leftOut == 1 ? "point" : "points") without a finite loss left out"
      let place = Place(x: area.right, y: area.bottom + 48)
      remarks.append(textElement(words, at: place, size: 12, color: Color.quiet, anchor: "end"))
    }
    return remarks
  }

  // MARK: Lines

  private func place(_ point: LossCurve.Point) -> Place {
    Place(x: x.position(Double(point.step)), y: y.position(point.loss))
  }

  private func drawing(_ line: Line) -> [String] {
    let places = line.points.map(place)
    let corners = places.map { "\(pixels($0.x)),\(pixels($0.y))" }.joined(separator: " ")
    let path = element(
      "polyline",
      [("points", corners), ("fill", "none")] + line.style.stroke + [("stroke-linejoin", "round")])
    // A line of one point would be invisible; many dots would run together.
    let hasDots = places.count == 1 || (line.style == .validation && places.count <= 60)
    return [path]
      + (hasDots ? places.map { circle(at: $0, radius: 3, style: line.style, isFilled: true) } : [])
  }

  private var legend: [String] {
    var left = area.left
    var entries = lines.map { (name: $0.name, stroke: $0.style.stroke) }
    if let floor {
      entries.append(("floor \(Formats.significant(floor, digits: 4))", Self.floorStroke))
    }
    return entries.flatMap { entry in
      let start = left
      left += 34 + estimatedWidth(entry.name, size: 13) + 22
      return [
        lineElement(from: Place(x: start, y: 64), to: Place(x: start + 26, y: 64), stroke: entry.stroke),
        textElement(entry.name, at: Place(x: start + 34, y: 68.5)),
      ]
    }
  }

  private static let floorStroke = [("stroke", Color.green), ("stroke-width", "2"), ("stroke-dasharray", "6 4")]

  /// The two ends of the floor's line, at the left and right edges.
  private var floorEnds: [Place] {
    guard let floor else { return [] }
    return [area.left, area.right].map { Place(x: $0, y: y.position(floor)) }
  }

  private var floorLine: [String] {
    let ends = floorEnds
    return ends.isEmpty ? [] : [lineElement(from: ends[0], to: ends[1], stroke: Self.floorStroke)]
  }

  private var bestMark: [String] {
    guard let best else { return [] }
    let point = place(best)
    let words = "best \(Formats.significant(best.loss, digits: 4)) at step \(Formats.grouped(best.step))"
    let box = labelBox(
      width: estimatedWidth(words, size: 13) + 12, height: 22, near: point,
      avoiding: lines.map { $0.points.map(place) } + [floorEnds], in: area)
    let mark = circle(at: point, radius: 6, style: .validation, isFilled: false)
    let label = textElement(
      words, at: Place(x: box.center.x, y: box.bottom - 6.5), color: Color.orange, anchor: "middle",
      isBold: true)
    // A label far from its point is connected to it by a line.
    let edge = box.center.y < point.y ? box.bottom : box.top
    if abs(edge - point.y) < 20 { return [mark, label] }
    let end = Place(x: min(max(point.x, box.left), box.right), y: edge)
    return [lineElement(from: point, to: end, color: Color.quiet), mark, label]
  }

  // MARK: Elements

  private func circle(at center: Place, radius: Double, style: Style, isFilled: Bool) -> String {
    let places = [("cx", center.x), ("cy", center.y), ("r", radius)].map { ($0, pixels($1)) }
    let fill = isFilled ? style.color : Color.paper
    return element("circle", places + [("fill", fill)] + style.stroke)
  }
}
