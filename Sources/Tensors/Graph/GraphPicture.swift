extension GraphDescription {
  /// The graph as an SVG picture: leaves on the left, the result on the right, a column for each depth.
  ///
  /// Meant for graphs that fit on a page, some thirty boxes; larger ones are better drawn by Graphviz from ``dot``.
  public var svg: String {
    let boxWidth = 30 + 7 * (boxes.flatMap { [$0.title] + $0.lines }.map(\.count).max() ?? 0)
    let boxHeight = 26 + 16 * (boxes.map(\.lines.count).max() ?? 0)
    let (columnGap, rowGap, margin) = (60, 24, 20)
    let columns = placed()
    let tallest = columns.map(\.count).max() ?? 1
    let height = 2 * margin + tallest * (boxHeight + rowGap) - rowGap
    let width = 2 * margin + columns.count * (boxWidth + columnGap) - columnGap
    var corner = [(x: Int, y: Int)](repeating: (0, 0), count: boxes.count)
    for (c, column) in columns.enumerated() {
      let used = column.count * (boxHeight + rowGap) - rowGap
      for (r, box) in column.enumerated() {
        corner[box] = (
          margin + c * (boxWidth + columnGap), (height - used) / 2 + r * (boxHeight + rowGap)
        )
      }
    }
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" font-family="system-ui, sans-serif" font-size="12">
      <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">\
      <path d="M0 0 L8 4 L0 8 z" fill="#555"/></marker></defs>
      <rect width="100%" height="100%" fill="white"/>

      """
    var usedBetween: [[Int]: Int] = [:]
    for (from, to) in arrows {
      // Two arrows between the same boxes are drawn apart.
      let nth = usedBetween[[from, to], default: 0]
      usedBetween[[from, to]] = nth + 1
      let shift = nth == 0 ? 0 : (nth + 1) / 2 * (nth % 2 == 1 ? 14 : -14)
      let (x1, y1) = (corner[from].x + boxWidth, corner[from].y + boxHeight / 2 + shift)
      let (x2, y2) = (corner[to].x, corner[to].y + boxHeight / 2 + shift)
      let bend = (x2 - x1) / 2
      text += """
        <path d="M\(x1) \(y1) C\(x1 + bend) \(y1 + shift) \(x2 - bend) \(y2 + shift) \(x2) \(y2)" fill="none" \
        stroke="#555" marker-end="url(#tip)"/>

        """
    }
    for (box, (x, y)) in zip(boxes, corner) {
      text += """
        <rect x="\(x)" y="\(y)" width="\(boxWidth)" height="\(boxHeight)" rx="6" \
        fill="\(box.isLeaf ? "#e8f1fb" : "#fdf3e1")" stroke="#888"/>
        <text x="\(x + boxWidth / 2)" y="\(y + 18)" text-anchor="middle" font-weight="600">\(Self.escapedForXML(box.title))</text>

        """
      for (i, line) in box.lines.enumerated() {
        text += """
          <text x="\(x + boxWidth / 2)" y="\(y + 34 + 16 * i)" text-anchor="middle">\(Self.escapedForXML(line))</text>

          """
      }
    }
    return text + "</svg>\n"
  }

  /// The boxes' numbers column by column; a leaf stands just left of what reads it first.
  private func placed() -> [[Int]] {
    let last = boxes.map(\.depth).max() ?? 0
    var columns = [[Int]](repeating: [], count: last + 1)
    for (i, box) in boxes.enumerated() {
      let readers = arrows.filter { $0.from == i }.map { boxes[$0.to].depth }
      columns[box.isLeaf ? max(0, (readers.min() ?? 1) - 1) : box.depth].append(i)
    }
    return columns
  }

  private static func escapedForXML(_ text: String) -> String {
    let names: [Character: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"]
    return text.map { names[$0] ?? String($0) }.joined()
  }
}
