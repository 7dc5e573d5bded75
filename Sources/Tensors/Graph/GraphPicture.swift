extension GraphDescription {
  /// The graph as an SVG picture: leaves on the left, the result on the right, one column per depth.
  ///
  /// Arrows arrive in the order of the operands, the first on top. The picture is meant for graphs that fit on a page,
  /// about thirty boxes; draw larger ones with Graphviz from ``dot``.
  public var svg: String {
    let layout = GraphLayout(self)
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(layout.width)" height="\(layout.height)" \
      viewBox="0 0 \(layout.width) \(layout.height)" font-family="system-ui, sans-serif" font-size="12">
      <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">\
      <path d="M0 0 L8 4 L0 8 z" fill="#555"/></marker></defs>
      <rect width="100%" height="100%" fill="white"/>

      """
    for arrow in arrows.indices {
      text += """
        <path d="\(layout.path(of: arrow))" fill="none" stroke="#555" marker-end="url(#tip)"/>

        """
    }
    for (i, box) in boxes.enumerated() {
      let frame = layout.frame(of: i)
      let middle = frame.x + frame.width / 2
      var line = frame.y + (frame.height - 16 * (1 + box.lines.count)) / 2 + 12
      text += """
        <rect x="\(frame.x)" y="\(frame.y)" width="\(frame.width)" height="\(frame.height)" rx="6" \
        fill="\(box.isLeaf ? "#e8f1fb" : "#fdf3e1")" stroke="#888"/>
        <text x="\(middle)" y="\(line)" text-anchor="middle" font-weight="600">\(Self.escapedForXML(box.title))</text>

        """
      for content in box.lines {
        line += 16
        text += """
          <text x="\(middle)" y="\(line)" text-anchor="middle">\(Self.escapedForXML(content))</text>

          """
      }
    }
    return text + "</svg>\n"
  }

  private static func escapedForXML(_ text: String) -> String {
    let names: [Character: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"]
    return text.map { names[$0] ?? String($0) }.joined()
  }
}

/// The positions of a graph's boxes and arrows in its picture.
///
/// An arrow that skips columns passes them in gaps of its own, so it never runs behind a box.
private struct GraphLayout {
  /// An item in a column: a box, or a long arrow that passes through.
  private enum Stop: Hashable {
    case box(Int)
    case passing(arrow: Int, column: Int)
  }

  private(set) var width = 0
  private(set) var height = 0

  private let columnGap = 60, rowGap = 24, margin = 20
  private let boxHeight: Int
  private let arrows: [(from: Int, to: Int)]
  private let columnOf: [Int]
  private var columns: [(left: Int, width: Int)] = []
  /// The vertical position of the middle of each stop.
  private var middle: [Stop: Int] = [:]

  init(_ graph: GraphDescription) {
    boxHeight = 26 + 16 * (graph.boxes.map(\.lines.count).max() ?? 0)
    arrows = graph.arrows
    // A leaf is just left of the first box that reads it.
    columnOf = graph.boxes.enumerated().map { i, box in
      let readers = graph.arrows.filter { $0.from == i }.map { graph.boxes[$0.to].depth }
      return box.isLeaf ? max(0, (readers.min() ?? 1) - 1) : box.depth
    }
    var left = margin
    for column in 0...(columnOf.max() ?? 0) {
      let texts = graph.boxes.indices.filter { columnOf[$0] == column }.flatMap {
        [graph.boxes[$0].title] + graph.boxes[$0].lines
      }
      let width = 30 + 7 * (texts.map(\.count).max() ?? 0)
      columns.append((left, width))
      left += width + columnGap
    }
    width = left - columnGap + margin
    placeRows()
  }

  /// Places the columns from the result back to the leaves, and orders each column's stops by the mean height that
  /// their arrows lead to.
  private mutating func placeRows() {
    var top = 0, bottom = 0
    for column in columns.indices.reversed() {
      let stops = ordered(stops(in: column))
      let heights = stops.map { if case .box = $0 { boxHeight } else { 0 } }
      let total = heights.reduce(0, +) + (heights.count - 1) * rowGap
      var y = -total / 2
      (top, bottom) = (min(top, y), max(bottom, y + total))
      for (stop, height) in zip(stops, heights) {
        middle[stop] = y + height / 2
        y += height + rowGap
      }
    }
    middle = middle.mapValues { $0 - top + margin }
    height = bottom - top + 2 * margin
  }

  private func stops(in column: Int) -> [Stop] {
    let passing = arrows.indices.filter {
      columnOf[arrows[$0].from] < column && column < columnOf[arrows[$0].to]
    }
    return columnOf.indices.filter { columnOf[$0] == column }.map(Stop.box)
      + passing.map { .passing(arrow: $0, column: column) }
  }

  private func ordered(_ stops: [Stop]) -> [Stop] {
    let goals = stops.map { stop in
      let goals =
        switch stop {
        case .box(let box):
          arrows.indices.filter { arrows[$0].from == box }.map { arrival(of: $0, in: columnOf[box] + 1) }
        case .passing(let arrow, let column): [arrival(of: arrow, in: column + 1)]
        }
      return Double(goals.reduce(0, +)) / Double(max(1, goals.count))
    }
    return stops.indices.sorted { (goals[$0], $0) < (goals[$1], $1) }.map { stops[$0] }
  }

  /// The height at which an arrow reaches a column: its place at the side of the box, or its own gap.
  private func arrival(of arrow: Int, in column: Int) -> Int {
    let to = arrows[arrow].to
    guard columnOf[to] == column else { return middle[.passing(arrow: arrow, column: column)]! }
    let arriving = arrows.indices.filter { arrows[$0].to == to }
    let place = arriving.firstIndex(of: arrow)! + 1
    return middle[.box(to)]! - boxHeight / 2 + boxHeight * place / (arriving.count + 1)
  }

  func frame(of box: Int) -> (x: Int, y: Int, width: Int, height: Int) {
    let column = columns[columnOf[box]]
    return (column.left, middle[.box(box)]! - boxHeight / 2, column.width, boxHeight)
  }

  /// The path from the right side of one box to the left side of another, past the columns between them.
  func path(of arrow: Int) -> String {
    let (from, to) = (columnOf[arrows[arrow].from], columnOf[arrows[arrow].to])
    var x = columns[from].left + columns[from].width, y = middle[.box(arrows[arrow].from)]!
    var path = "M\(x) \(y)"
    for column in from + 1...to {
      let left = columns[column].left, next = arrival(of: arrow, in: column)
      let bend = (left - x) / 2
      path += " C\(x + bend) \(y) \(left - bend) \(next) \(left) \(next)"
      (x, y) = (left + columns[column].width, next)
      if column < to { path += " H\(x)" }
    }
    return path
  }
}
