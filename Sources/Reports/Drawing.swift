import Pages

// The elements of all pictures.

/// Returns a complete picture as the text of a self-contained SVG file: the drawing on white paper with rounded
/// corners, which looks the same in light and dark viewers.
func picture(title: String, width: Double, height: Double, _ drawing: [String]) -> String {
  let size = [("width", pixels(width)), ("height", pixels(height))]
  let paper = Markup.element("rect", size + [("rx", "8"), ("fill", Color.paper)])
  return """
    <svg xmlns="http://www.w3.org/2000/svg" width="\(pixels(width))" height="\(pixels(height))" \
    viewBox="0 0 \(pixels(width)) \(pixels(height))" role="img" font-family="\(pictureFonts)">
    \(([Markup.element("title", words: title), paper] + drawing).joined(separator: "\n"))
    </svg>

    """
}

/// Returns words that begin at, end at or are centered on a place, depending on the anchor.
func textElement(
  _ words: String, at place: Place, size: Int = 13, color: String = Color.ink, anchor: String = "start",
  isBold: Bool = false, isVertical: Bool = false
) -> String {
  var attributes = [("x", pixels(place.x)), ("y", pixels(place.y)), ("font-size", "\(size)"), ("fill", color)]
  if anchor != "start" { attributes.append(("text-anchor", anchor)) }
  if isBold { attributes.append(("font-weight", "600")) }
  if isVertical { attributes.append(("transform", "rotate(-90 \(pixels(place.x)) \(pixels(place.y)))")) }
  return Markup.element("text", attributes, words: words)
}

/// Returns the grid of two axes: a line at each tick, with the values below and to the left of the area.
func gridElements(_ x: Axis, _ y: Axis, in area: Box) -> [String] {
  let across = y.ticks.flatMap { tick in
    [
      lineElement(from: Place(x: area.left, y: tick.position), to: Place(x: area.right, y: tick.position)),
      textElement(
        tick.label, at: Place(x: area.left - 10, y: tick.position + 4), size: 12, color: Color.quiet, anchor: "end"),
    ]
  }
  let upward = x.ticks.flatMap { tick in
    [
      lineElement(from: Place(x: tick.position, y: area.top), to: Place(x: tick.position, y: area.bottom)),
      textElement(
        tick.label, at: Place(x: tick.position, y: area.bottom + 20), size: 12, color: Color.quiet, anchor: "middle"),
    ]
  }
  return across + upward
}

/// Returns a straight line.
func lineElement(from start: Place, to end: Place, color: String = Color.grid, width: String = "1") -> String {
  lineElement(from: start, to: end, stroke: [("stroke", color), ("stroke-width", width)])
}

/// Returns a straight line with a stroke described by attributes.
func lineElement(from start: Place, to end: Place, stroke: [(String, String)]) -> String {
  let places = [("x1", start.x), ("y1", start.y), ("x2", end.x), ("y2", end.y)].map { ($0, pixels($1)) }
  return Markup.element("line", places + stroke)
}
