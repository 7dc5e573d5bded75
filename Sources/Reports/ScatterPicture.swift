import Pages

/// Draws a ``ScatterPlot`` with only finite points.
///
/// All sizes are in pixels.
struct ScatterPicture {
  private let plot: ScatterPlot
  private let leftOut: Int
  private let width: Double
  private let area: Box
  private let x: Axis, y: Axis
  private let legend: [String]
  private let fontSize: Int
  private let radius: Double
  private let places: [Place]
  private let labels: [PointLabels.Placed?]

  /// Draws a plot.
  ///
  /// - Parameter growth: how much larger the plane is than the number of names suggests.
  init(_ plot: ScatterPlot, leftOut: Int, growth: Double = 1) {
    self.plot = plot
    self.leftOut = leftOut
    fontSize = plot.points.count <= 60 ? 13 : plot.points.count <= 150 ? 12 : 11
    radius = plot.points.count <= 150 ? 3.5 : 2.5
    let (fontSize, radius) = (Double(fontSize), radius)
    let sizes = plot.points.map { point in
      (width: estimatedWidth(point.name, size: fontSize) + 2, height: (1.2 * fontSize).rounded())
    }

    // The plane has about the shape of the point cloud and, within limits, is large enough that the names fill at most
    // a tenth of it.
    let span = Self.span(plot.points)
    let shape = min(max(span.height / span.width, 0.6), 1)
    let namesArea = sizes.reduce(0) { $0 + $1.width * $1.height }
    let planeWidth = min(growth * max((10 * namesArea / shape).squareRoot(), 740), 2400).rounded()
    let left = plot.hasNumbers ? 76.0 : plot.yTitle.isEmpty ? 24 : 52
    width = left + planeWidth + 24
    let (legend, bottomOfLegend) = Self.legend(plot, from: left, to: left + planeWidth)
    self.legend = legend
    let area = Box(left: left, top: bottomOfLegend + 16, width: planeWidth, height: (planeWidth * shape).rounded())
    self.area = area

    // Both axes have the same scale.
    let scale = max(span.width / area.width, span.height / area.height)
    let step = RoundStep(atLeast: scale * area.width / 8)
    let (halfWidth, halfHeight) = (scale * area.width / 2, scale * area.height / 2)
    let x = Axis(
      low: span.center.x - halfWidth, high: span.center.x + halfWidth, start: area.left, end: area.right, step: step)
    let y = Axis(
      low: span.center.y - halfHeight, high: span.center.y + halfHeight, start: area.bottom, end: area.top, step: step)
    (self.x, self.y) = (x, y)
    let places = plot.points.map { Place(x: x.position($0.x), y: y.position($0.y)) }
    self.places = places
    labels =
      PointLabels(
        zip(sizes, places).map { .init(width: $0.width, height: $0.height, point: $1) }, radius: radius,
        avoiding: plot.arrows.map { [places[$0.from], places[$0.to]] }, in: area
      ).placed
  }

  /// The names that did not fit.
  var namesLeftOut: [String] { zip(plot.points, labels).filter { $1 == nil }.map { $0.0.name } }

  /// The whole file.
  var svg: String {
    let heading = textElement(
      shortened(plot.title, to: area.width, size: 18), at: Place(x: area.left, y: 38), size: 18, isBold: true)
    return picture(
      title: plot.title, width: width, height: area.bottom + (plot.hasNumbers ? 68 : 48) + (isOmissionBelow ? 18 : 0),
      [heading] + legend + axes + remarks + arrows + ties + marks + names)
  }

  /// The bounding box of the points, with a margin; y grows upward here.
  private static func span(_ points: [ScatterPlot.Point]) -> Box {
    let (xs, ys) = (points.map(\.x), points.map(\.y))
    let (left, right) = (xs.min() ?? 0, xs.max() ?? 0), (low, high) = (ys.min() ?? 0, ys.max() ?? 0)
    // Points that coincide get some room around them, in proportion to their coordinates.
    let farthest = (xs + ys).reduce(0) { max($0, abs($1)) }
    let size = max(right - left, high - low, 1e-6 * farthest, 1e-30)
    let air = 0.08 * size, (width, height) = (max(right - left, 1e-3 * size), max(high - low, 1e-3 * size))
    return Box(
      left: (left + right - width) / 2 - air, top: (low + high - height) / 2 - air, width: width + 2 * air,
      height: height + 2 * air)
  }

  // MARK: Around the points

  private static func legend(_ plot: ScatterPlot, from left: Double, to right: Double) -> ([String], bottom: Double) {
    guard !plot.groups.isEmpty else { return ([], 48) }
    var place = Place(x: left, y: 66), elements: [String] = []
    for (number, group) in plot.groups.enumerated() {
      let name = shortened(group, to: 220, size: 13)
      let width = 14 + estimatedWidth(name, size: 13)
      if place.x > left, place.x + width > right { place = Place(x: left, y: place.y + 22) }
      elements += [
        circle(at: Place(x: place.x + 5, y: place.y - 4.5), radius: 5, color: color(number)),
        textElement(name, at: Place(x: place.x + 16, y: place.y)),
      ]
      place.x += width + 20
    }
    return (elements, place.y)
  }

  private static func color(_ group: Int) -> String {
    Color.groups[((group % Color.groups.count) + Color.groups.count) % Color.groups.count]
  }

  private var axes: [String] {
    let across = y.ticks.flatMap { tick in
      [lineElement(from: Place(x: area.left, y: tick.position), to: Place(x: area.right, y: tick.position))]
        + number(tick.label, at: Place(x: area.left - 8, y: tick.position + 4), anchor: "end")
    }
    let upwards = x.ticks.flatMap { tick in
      [lineElement(from: Place(x: tick.position, y: area.top), to: Place(x: tick.position, y: area.bottom))]
        + number(tick.label, at: Place(x: tick.position, y: area.bottom + 18), anchor: "middle")
    }
    return across + upwards + [
      textElement(
        shortened(plot.xTitle, to: area.width, size: 13),
        at: Place(x: area.center.x, y: area.bottom + (plot.hasNumbers ? 46 : 26)), anchor: "middle"),
      textElement(
        shortened(plot.yTitle, to: area.height, size: 13), at: Place(x: 25, y: area.center.y), anchor: "middle",
        isVertical: true),
    ]
  }

  private func number(_ label: String, at place: Place, anchor: String) -> [String] {
    plot.hasNumbers ? [textElement(label, at: place, size: 12, color: Color.quiet, anchor: anchor)] : []
  }

  private var remarks: [String] {
    var remarks: [String] = []
    if plot.points.isEmpty {
      remarks.append(textElement("no points", at: area.center, size: 16, color: Color.quiet, anchor: "middle"))
    }
    if !omissions.isEmpty {
      let place = Place(x: area.right, y: area.bottom + (plot.hasNumbers ? 46 : 26) + (isOmissionBelow ? 18 : 0))
      remarks.append(textElement(omissions, at: place, size: 12, color: Color.quiet, anchor: "end"))
    }
    return remarks
  }

  /// What is left out, in words.
  private var omissions: String {
    let names = namesLeftOut.count
    var words: [String] = []
    if names > 0 { words.append("\(Formats.count(names, "name")) left out for lack of room") }
    if leftOut > 0 { words.append("\(Formats.count(leftOut, "non-finite point")) left out") }
    return words.joined(separator: "; ")
  }

  /// Whether there is no room for the omissions beside the title of the x axis.
  private var isOmissionBelow: Bool {
    let title = estimatedWidth(plot.xTitle, size: 13) / 2, omission = estimatedWidth(omissions, size: 12)
    return omission > 0 && title + 20 + omission > area.width / 2
  }

  // MARK: Points, names and arrows

  private var marks: [String] {
    zip(plot.points, places).map { Self.circle(at: $1, radius: radius, color: Self.color($0.group)) }
  }

  private static func circle(at center: Place, radius: Double, color: String) -> String {
    let places = [("cx", center.x), ("cy", center.y), ("r", radius)].map { ($0, pixels($1)) }
    return Markup.element("circle", places + [("fill", color)])
  }

  private var names: [String] {
    plot.points.indices.compactMap { i in
      guard let box = labels[i]?.box else { return nil }
      // The letters may need less room than the box has, so they are aligned with the side that faces the point.
      let (x, anchor) =
        if box.left >= places[i].x {
          (box.left + 1, "start")
        } else if box.right <= places[i].x {
          (box.right - 1, "end")
        } else {
          (box.center.x, "middle")
        }
      // The baseline is about a quarter of the font size above the bottom of the letters.
      return textElement(
        plot.points[i].name, at: Place(x: x, y: box.bottom - 0.28 * Double(fontSize)), size: fontSize,
        color: plot.groups.isEmpty ? Color.ink : Self.color(plot.points[i].group), anchor: anchor)
    }
  }

  private var ties: [String] {
    zip(places, labels).compactMap { place, label in
      guard let label, label.isTied else { return nil }
      return lineElement(from: place, to: label.box.nearest(to: place), color: Color.edge, width: "0.7")
    }
  }

  private var arrows: [String] {
    plot.arrows.flatMap { arrow in
      let (from, to) = (places[arrow.from], places[arrow.to])
      let length = ((to.x - from.x) * (to.x - from.x) + (to.y - from.y) * (to.y - from.y)).squareRoot()
      // There is no room for an arrow between points that touch.
      guard length > 2 * radius + 10 else { return [String]() }
      let along = Place(x: (to.x - from.x) / length, y: (to.y - from.y) / length)
      func place(_ distance: Double, aside: Double = 0) -> Place {
        Place(x: from.x + distance * along.x - aside * along.y, y: from.y + distance * along.y + aside * along.x)
      }
      let tip = length - radius - 2
      let head = [place(tip), place(tip - 8, aside: 3.5), place(tip - 8, aside: -3.5)]
      let corners = head.map { "\(pixels($0.x)),\(pixels($0.y))" }.joined(separator: " ")
      return [
        lineElement(from: place(radius + 2), to: place(tip - 6), color: Color.edge, width: "1.3"),
        Markup.element("polygon", [("points", corners), ("fill", Color.edge)]),
      ]
    }
  }
}
