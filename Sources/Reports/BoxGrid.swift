/// Boxes in a plane, stored by the grid squares that they touch, so a search looks only at nearby boxes.
struct BoxGrid {
  private struct Cell: Hashable {
    var column: Int, row: Int
  }

  private struct Entry {
    var box: Box
    var owner: Int
  }

  private let side = 32.0
  private var cells: [Cell: [Entry]] = [:]

  /// Adds a box that belongs to the object with number `owner`.
  mutating func insert(_ box: Box, of owner: Int) {
    for cell in touched(by: box) { cells[cell, default: []].append(Entry(box: box, owner: owner)) }
  }

  /// Whether a stored box overlaps the given one; boxes of the excluded owner do not count.
  func hasBox(overlapping box: Box, except owner: Int? = nil) -> Bool {
    touched(by: box).contains { cell in
      cells[cell]?.contains { $0.owner != owner && $0.box.overlaps(box) } ?? false
    }
  }

  private func touched(by box: Box) -> [Cell] {
    let columns = number(box.left)...number(box.right)
    return (number(box.top)...number(box.bottom)).flatMap { row in columns.map { Cell(column: $0, row: row) } }
  }

  private func number(_ position: Double) -> Int { Int((position / side).rounded(.down)) }
}
