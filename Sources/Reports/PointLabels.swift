/// Finds places for the labels of many points: no label hides another label or a point, or leaves the area.
///
/// First, each label in turn takes the best free place right beside its point. Labels that find none then look farther
/// away and are connected to their points by a line. A label that does not fit anywhere is left out, so the most
/// important labels should come first.
struct PointLabels {
  /// A label's size, and the point that it names.
  struct Label {
    var width: Double, height: Double
    var point: Place
  }

  /// The place of a label.
  struct Placed: Equatable {
    var box: Box
    /// Whether the label is so far away that a line must connect it to its point.
    var isTied: Bool
  }

  /// The places of the labels, in order; nil for labels that are left out.
  private(set) var placed: [Placed?]

  private let labels: [Label]
  private let radius: Double
  private let area: Box
  /// Boxes that labels must not overlap: the points with their margins, and the labels and connecting lines placed so
  /// far.
  private var taken = BoxGrid()
  /// Places that labels should not hide, but may if necessary.
  private let lines: [Place]
  /// The lines that connect labels to their points.
  private var ties: [(from: Place, to: Place)] = []

  /// Places labels.
  ///
  /// - Parameters:
  ///   - labels: the labels, the most important first.
  ///   - radius: the radius of the points, in pixels.
  ///   - lines: lines that the labels should not hide, if possible.
  ///   - area: the area that the labels must stay inside.
  init(_ labels: [Label], radius: Double, avoiding lines: [[Place]], in area: Box) {
    self.labels = labels
    self.radius = radius
    self.area = area
    self.lines = lines.flatMap { alongLine($0, every: 3) }
    placed = [Placed?](repeating: nil, count: labels.count)
    for i in labels.indices { taken.insert(mark(i), of: i) }
    for i in labels.indices { placeBeside(i) }
    for i in labels.indices where placed[i] == nil { placeFartherOff(i) }
  }

  /// A point with its margin, which must stay free.
  private func mark(_ i: Int) -> Box {
    let side = 2 * radius + 2
    return Box(left: labels[i].point.x - side / 2, top: labels[i].point.y - side / 2, width: side, height: side)
  }

  /// Right and left come first: there the word is level with its point and easy to find.
  private static let sides = [(1.0, 0.0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)]

  /// Takes a place beside the point that hides no line, or else the one that hides the least.
  private mutating func placeBeside(_ i: Int) {
    let label = labels[i], gap = radius + 2
    var best: Box?, fewest = Int.max
    for (x, y) in Self.sides {
      // On a diagonal a label can come nearer, because only its corner faces the point.
      let reach = x == 0 || y == 0 ? gap : 0.8 * gap
      let box = Box(
        left: label.point.x + x * reach + (x - 1) / 2 * label.width,
        top: label.point.y + y * reach + (y - 1) / 2 * label.height, width: label.width, height: label.height)
      guard isFree(box) else { continue }
      let hidden = lines.count { box.contains($0) }
      if hidden < fewest { (best, fewest) = (box, hidden) }
      if hidden == 0 { break }
    }
    if let best { take(best, for: i, isTied: false) }
  }

  /// The sixteen compass directions, right and left first.
  private static let directions = [
    (1, 0), (-1, 0), (0.92, -0.38), (-0.92, -0.38), (0.92, 0.38), (-0.92, 0.38), (0.71, -0.71), (-0.71, -0.71),
    (0.71, 0.71), (-0.71, 0.71), (0.38, -0.92), (-0.38, -0.92), (0.38, 0.92), (-0.38, 0.92), (0, -1), (0, 1),
  ]

  /// Takes the nearest free place that a line can connect to the point without crossing anything.
  private mutating func placeFartherOff(_ i: Int) {
    let label = labels[i]
    for distance in stride(from: radius + 9, through: 90, by: 9) {
      for (x, y) in Self.directions {
        // The distance is measured to the corner or the middle of the side that faces the point.
        let side = abs(x) < 0.2 ? 0.5 : x > 0 ? 0 : 1, edge = abs(y) < 0.2 ? 0.5 : y > 0 ? 0 : 1
        let box = Box(
          left: label.point.x + x * distance - side * label.width,
          top: label.point.y + y * distance - edge * label.height,
          width: label.width, height: label.height)
        guard isFree(box) else { continue }
        let tie = (from: label.point, to: box.nearest(to: label.point))
        // Checks only places outside the point's own mark, because another point can touch that mark. A box of size 0
        // overlaps every box that contains it.
        let along = alongLine([tie.from, tie.to], every: 1).filter { !mark(i).contains($0) }
          .map { Box(left: $0.x, top: $0.y, width: 0, height: 0) }
        guard !along.contains(where: { taken.hasBox(overlapping: $0, except: i) }),
          !ties.contains(where: { doCross($0.from, $0.to, tie.from, tie.to) })
        else { continue }
        ties.append(tie)
        for place in along { taken.insert(place, of: i) }
        return take(box, for: i, isTied: true)
      }
    }
  }

  private func isFree(_ box: Box) -> Bool { area.contains(box) && !taken.hasBox(overlapping: box) }

  private mutating func take(_ box: Box, for i: Int, isTied: Bool) {
    taken.insert(box, of: i)
    placed[i] = Placed(box: box, isTied: isTied)
  }
}

/// Whether two line segments cross: the ends of each are on opposite sides of the other.
func doCross(_ a: Place, _ b: Place, _ c: Place, _ d: Place) -> Bool {
  func side(_ p: Place, _ q: Place, _ r: Place) -> Double { (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x) }
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
}
