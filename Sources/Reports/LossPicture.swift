import Pages

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

  enum Style: Equatable {
    case faint, training, validation
    /// One of several runs in the same picture, by its number.
    case run(Int)

    // Nearly all color-blind readers can tell blue and orange apart.
    var color: String {
      switch self {
      case .faint: Color.paleBlue
      case .training: Color.blue
      case .validation: Color.orange
      case .run(let number): Color.groups[number % Color.groups.count]
      }
    }

    var width: String {
      switch self {
      case .faint: "1"
      case .training, .run: "2"
      case .validation: "3"
      }
    }

    var stroke: [(String, String)] { [("stroke", color), ("stroke-width", width)] }
  }

  /// The lowest possible loss, and how the legend tells it.
  struct Floor {
    var loss: Double
    var label: String
  }

  private let title: String
  private let unit: String
  private let lines: [Line]
  private let floor: Floor?
  /// The point with a ring around it, and what it is.
  private let mark: (point: LossCurve.Point, word: String)?
  private let leftOut: Int
  private let area: Box
  private let x: Axis, y: Axis
  private let epochMarks: EpochMarks
  /// The name of each line, the place where its sample begins, and its stroke.
  private let legend: [(name: String, place: Place, stroke: [(String, String)])]
  /// The height of the legend's first row.
  private static let firstRow = 64.0

  init(
    title: String, unit: String, lines: [Line], floor: Floor?, mark: (point: LossCurve.Point, word: String)?,
    leftOut: Int, epochEnds: [Int] = []
  ) {
    self.title = title
    self.unit = unit
    self.lines = lines
    self.floor = floor
    self.mark = mark
    self.leftOut = leftOut
    let points = lines.flatMap(\.points)
    let (bottom, right) = (412.0, 800.0)
    let losses = points.map(\.loss) + [floor?.loss].compactMap { $0 }
    let scale = Axis.losses(losses, from: bottom, to: 92)
    // The axis's title is beside the labels, rotated to read upward.
    let left = 50 + (scale.ticks.map { estimatedWidth($0.label, size: 12) }.max() ?? 0)
    let x = Axis.steps(points.map(\.step), from: left, to: right)
    self.x = x
    epochMarks = EpochMarks(epochEnds, on: x)
    legend = Self.legend(lines, floor, epochMarks, left: left, right: right)
    let top = 92 + (legend.last?.place.y ?? Self.firstRow) - Self.firstRow
    area = Box(left: left, top: top, width: right - left, height: bottom - top)
    y = .losses(losses, from: bottom, to: top)
  }

  /// The whole file.
  var svg: String {
    let heading = textElement(
      shortened(title, to: area.width, size: 18), at: Place(x: area.left, y: 38), size: 18, isBold: true)
    return picture(
      title: title, width: 840, height: 480,
      [heading] + axes + epochMarks.drawing(in: area) + legendElements + floorLine + lines.flatMap(drawing) + ring)
  }

  // MARK: Axes

  private var axes: [String] {
    let corner = Place(x: area.left, y: area.bottom)
    let names = [
      // Only a loss of 0 gets a line like an axis; elsewhere it would look like one.
      lineElement(
        from: corner, to: Place(x: area.right, y: area.bottom), color: y.low == 0 ? Color.edge : Color.grid),
      textElement("training step", at: Place(x: area.center.x, y: area.bottom + 48), anchor: "middle"),
      textElement("loss (\(unit))", at: Place(x: 25, y: area.center.y), anchor: "middle", isVertical: true),
    ]
    return gridElements(x, y, in: area) + names + remarks
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
    let path = Markup.element(
      "polyline",
      [("points", corners), ("fill", "none")] + line.style.stroke + [("stroke-linejoin", "round")])
    // A line of one point would be invisible; many dots would run together.
    let hasDots = places.count == 1 || (![.faint, .training].contains(line.style) && places.count <= 60)
    return [path]
      + (hasDots ? places.map { circle(at: $0, radius: 3, style: line.style, isFilled: true) } : [])
  }

  /// Places the names of the lines side by side, in as many rows as they need.
  private static func legend(
    _ lines: [Line], _ floor: Floor?, _ epochMarks: EpochMarks, left: Double, right: Double
  ) -> [(name: String, place: Place, stroke: [(String, String)])] {
    var entries = lines.map { (name: $0.name, stroke: $0.style.stroke) }
    if let floor { entries.append((floor.label, floorStroke)) }
    if let name = epochMarks.name { entries.append((name, EpochMarks.stroke)) }
    var place = Place(x: left, y: firstRow)
    return entries.map { name, stroke in
      let width = 34 + estimatedWidth(name, size: 13)
      if place.x > left, place.x + width > right { place = Place(x: left, y: place.y + 22) }
      defer { place.x += width + 22 }
      return (name, place, stroke)
    }
  }

  private var legendElements: [String] {
    legend.flatMap { name, place, stroke in
      [
        lineElement(from: place, to: Place(x: place.x + 26, y: place.y), stroke: stroke),
        textElement(name, at: Place(x: place.x + 34, y: place.y + 4.5)),
      ]
    }
  }

  private static let floorStroke = [("stroke", Color.green), ("stroke-width", "2"), ("stroke-dasharray", "6 4")]

  /// The two ends of the floor's line, at the left and right edges.
  private var floorEnds: [Place] {
    guard let floor else { return [] }
    return [area.left, area.right].map { Place(x: $0, y: y.position(floor.loss)) }
  }

  private var floorLine: [String] {
    let ends = floorEnds
    return ends.isEmpty ? [] : [lineElement(from: ends[0], to: ends[1], stroke: Self.floorStroke)]
  }

  private var ring: [String] {
    guard let mark else { return [] }
    let point = place(mark.point), loss = Formats.significant(mark.point.loss, digits: 4)
    let words = "\(mark.word) \(loss) at step \(Formats.grouped(mark.point.step))"
    let box = labelBox(
      width: estimatedWidth(words, size: 13) + 12, height: 22, near: point,
      avoiding: lines.map { $0.points.map(place) } + [floorEnds], in: area)
    let circle = circle(at: point, radius: 6, style: .validation, isFilled: false)
    let label = textElement(
      words, at: Place(x: box.center.x, y: box.bottom - 6.5), color: Color.orange, anchor: "middle",
      isBold: true)
    // A label far from its point is connected to it by a line.
    let edge = box.center.y < point.y ? box.bottom : box.top
    if abs(edge - point.y) < 20 { return [circle, label] }
    let end = Place(x: min(max(point.x, box.left), box.right), y: edge)
    return [lineElement(from: point, to: end, color: Color.quiet), circle, label]
  }

  // MARK: Elements

  private func circle(at center: Place, radius: Double, style: Style, isFilled: Bool) -> String {
    let places = [("cx", center.x), ("cy", center.y), ("r", radius)].map { ($0, pixels($1)) }
    let fill = isFilled ? style.color : Color.paper
    return Markup.element("circle", places + [("fill", fill)] + style.stroke)
  }
}
