/// Draws what ``LossCurve`` has prepared.
///
/// All sizes are in pixels.
struct LossPicture {
  /// One of the lines, and how it is drawn.
  struct Line {
    var name: String
    var points: [LossCurve.Point]
    var style: Style
  }

  enum Style {
    case faint, training, validation

    // Blue and orange: apart for nearly everyone who sees colours in another way.
    var color: String {
      switch self {
      case .faint: Color.paleBlue
      case .training: Color.blue
      case .validation: Color.orange
      }
    }

    var stroke: [(String, String)] {
      let width =
        switch self {
        case .faint: "1"
        case .training: "2"
        case .validation: "3"
        }
      return [("stroke", color), ("stroke-width", width)]
    }
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
    // Beside the labels stands the axis's name, turned upwards.
    let left = 50 + (y.ticks.map { estimatedWidth($0.label, size: 12) }.max() ?? 0)
    area = Box(left: left, top: top, width: right - left, height: bottom - top)
    x = .steps(points.map(\.step), from: area.left, to: area.right)
  }

  /// The whole file.
  var svg: String {
    let paper = element("rect", [("width", "840"), ("height", "480"), ("rx", "8"), ("fill", Color.paper)])
    let body =
      [element("title", [], words: title), paper] + heading + axes + legend + floorLine + lines.flatMap(drawing)
      + bestMark
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="840" height="480" viewBox="0 0 840 480" role="img" \
      font-family="\(pictureFonts)">
      \(body.joined(separator: "\n"))
      </svg>

      """
  }

  private var heading: [String] {
    var shown = String(title.prefix(200))  // 200 are too wide already
    while estimatedWidth(shown, size: 18) > area.width { shown = shown.dropLast(2) + "…" }
    return [text(shown, at: Place(x: area.left, y: 38), size: 18, isBold: true)]
  }

  // MARK: Axes

  private var axes: [String] {
    let across = y.ticks.flatMap { tick in
      let place = Place(x: area.left - 10, y: tick.position + 4)
      return [
        rule(from: Place(x: area.left, y: tick.position), to: Place(x: area.right, y: tick.position)),
        text(tick.label, at: place, size: 12, color: Color.quiet, anchor: "end"),
      ]
    }
    let upwards = x.ticks.flatMap { tick in
      let place = Place(x: tick.position, y: area.bottom + 20)
      return [
        rule(from: Place(x: tick.position, y: area.top), to: Place(x: tick.position, y: area.bottom)),
        text(tick.label, at: place, size: 12, color: Color.quiet, anchor: "middle"),
      ]
    }
    let corner = Place(x: area.left, y: area.bottom)
    let names = [
      rule(from: corner, to: Place(x: area.right, y: area.bottom), color: Color.edge),
      text("training step", at: Place(x: area.center.x, y: area.bottom + 48), anchor: "middle"),
      text("loss (nats a \(unit))", at: Place(x: 25, y: area.center.y), anchor: "middle", isUpwards: true),
    ]
    return across + upwards + names + remarks
  }

  private var remarks: [String] {
    var remarks: [String] = []
    if lines.isEmpty {
      remarks.append(text("no losses yet", at: area.center, size: 16, color: Color.quiet, anchor: "middle"))
    }
    if leftOut > 0 {
      let words =
        "\(Formats.grouped(leftOut)) \(leftOut == 1 ? "point" : "points") without a finite loss left out"
      let place = Place(x: area.right, y: area.bottom + 48)
      remarks.append(text(words, at: place, size: 12, color: Color.quiet, anchor: "end"))
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
    // A line of one point would not show; many dots would run into one another.
    let hasDots = places.count == 1 || (line.style == .validation && places.count <= 60)
    return [path]
      + (hasDots ? places.map { circle(at: $0, radius: 3, style: line.style, isFilled: true) } : [])
  }

  private var legend: [String] {
    var left = area.left
    var entries = lines.map { (name: $0.name, stroke: $0.style.stroke) }
    if let floor, !lines.isEmpty {
      entries.append(("floor \(Formats.significant(floor, digits: 4))", Self.floorStroke))
    }
    return entries.flatMap { entry in
      let start = left
      left += 34 + estimatedWidth(entry.name, size: 13) + 22
      return [
        rule(from: Place(x: start, y: 64), to: Place(x: start + 26, y: 64), stroke: entry.stroke),
        text(entry.name, at: Place(x: start + 34, y: 68.5)),
      ]
    }
  }

  private static let floorStroke = [("stroke", Color.green), ("stroke-width", "2"), ("stroke-dasharray", "6 4")]

  /// Where the floor runs, from one side to the other.
  private var floorEnds: [Place] {
    guard let floor else { return [] }
    return [area.left, area.right].map { Place(x: $0, y: y.position(floor)) }
  }

  private var floorLine: [String] {
    let ends = floorEnds
    return ends.isEmpty ? [] : [rule(from: ends[0], to: ends[1], stroke: Self.floorStroke)]
  }

  private var bestMark: [String] {
    guard let best else { return [] }
    let point = place(best)
    let words = "best \(Formats.significant(best.loss, digits: 4)) at step \(Formats.grouped(best.step))"
    let box = labelBox(
      width: estimatedWidth(words, size: 13) + 12, height: 22, near: point,
      avoiding: lines.map { $0.points.map(place) } + [floorEnds], in: area)
    let mark = circle(at: point, radius: 6, style: .validation, isFilled: false)
    let label = text(
      words, at: Place(x: box.center.x, y: box.bottom - 6.5), color: Color.orange, anchor: "middle",
      isBold: true)
    // A label that had to go far is tied to its point.
    let edge = box.center.y < point.y ? box.bottom : box.top
    if abs(edge - point.y) < 20 { return [mark, label] }
    let end = Place(x: min(max(point.x, box.left), box.right), y: edge)
    return [rule(from: point, to: end, color: Color.quiet), mark, label]
  }

  // MARK: Elements

  private func rule(from start: Place, to end: Place, color: String = Color.grid) -> String {
    rule(from: start, to: end, stroke: [("stroke", color), ("stroke-width", "1")])
  }

  private func rule(from start: Place, to end: Place, stroke: [(String, String)]) -> String {
    let places = [("x1", start.x), ("y1", start.y), ("x2", end.x), ("y2", end.y)]
    return element("line", places.map { ($0, pixels($1)) } + stroke)
  }

  private func circle(at center: Place, radius: Double, style: Style, isFilled: Bool) -> String {
    let places = [("cx", center.x), ("cy", center.y), ("r", radius)].map { ($0, pixels($1)) }
    let fill = isFilled ? style.color : Color.paper
    return element("circle", places + [("fill", fill)] + style.stroke)
  }

  private func text(
    _ words: String, at place: Place, size: Int = 13, color: String = Color.ink, anchor: String = "start",
    isBold: Bool = false, isUpwards: Bool = false
  ) -> String {
    var attributes = [
      ("x", pixels(place.x)), ("y", pixels(place.y)), ("font-size", "\(size)"), ("fill", color),
    ]
    if anchor != "start" { attributes.append(("text-anchor", anchor)) }
    if isBold { attributes.append(("font-weight", "600")) }
    if isUpwards { attributes.append(("transform", "rotate(-90 \(pixels(place.x)) \(pixels(place.y)))")) }
    return element("text", attributes, words: words)
  }
}
