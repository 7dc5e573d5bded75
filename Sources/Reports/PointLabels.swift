/// Finds places for the labels of many points: none hides another, nor a point, nor leaves the area.
///
/// One after another the labels take the best free place right beside their points. Those that found none then look
/// farther away, and are tied to their points with a line. A label for which there is no room at all is left out, so
/// the important ones come first.
struct PointLabels {
  /// A label's size, and the point that it names.
  struct Label {
    var width: Double, height: Double
    var point: Place
  }

  /// Where a label stands.
  struct Placed: Equatable {
    var box: Box
    /// Whether it is so far away that a line must show what it names.
    var isTied: Bool
  }

  /// The labels' places, in their order; none for those that are left out.
  private(set) var placed: [Placed?]

  private let labels: [Label]
  private let radius: Double
  private let area: Box
  /// What no label may hide: the points with the air that they want, and the labels placed so far.
  private var taken = BoxGrid()
  /// What labels should not hide.
  private let lines: [Place]
  /// The lines that tie labels to their points.
  private var ties: [(from: Place, to: Place)] = []

  /// Places labels.
  ///
  /// - Parameters:
  ///   - labels: the most important first.
  ///   - radius: how large the points are drawn.
  ///   - lines: what the labels should rather not hide.
  ///   - area: what they must stay inside of.
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

  /// A point with the air around it that nothing may enter.
  private func mark(_ i: Int) -> Box {
    let side = 2 * radius + 2
    return Box(left: labels[i].point.x - side / 2, top: labels[i].point.y - side / 2, width: side, height: side)
  }

  /// Right and left first: there the eye finds the word at the height of its point.
  private static let sides = [(1.0, 0.0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)]

  /// Takes the place beside its point that hides no line, or else the least of them.
  private mutating func placeBeside(_ i: Int) {
    let label = labels[i], gap = radius + 2
    var best: Box?, fewest = Int.max
    for (x, y) in Self.sides {
      // On a diagonal a label may come nearer, for a corner is all that it turns to the point.
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

  /// The directions of the compass, sixteen of them, right and left first.
  private static let directions = [
    (1, 0), (-1, 0), (0.92, -0.38), (-0.92, -0.38), (0.92, 0.38), (-0.92, 0.38), (0.71, -0.71), (-0.71, -0.71),
    (0.71, 0.71), (-0.71, 0.71), (0.38, -0.92), (-0.38, -0.92), (0.38, 0.92), (-0.38, 0.92), (0, -1), (0, 1),
  ]

  /// Takes the nearest free place whose line to the point crosses nothing.
  private mutating func placeFartherOff(_ i: Int) {
    let label = labels[i]
    for distance in stride(from: radius + 9, through: 90, by: 9) {
      for (x, y) in Self.directions {
        // The corner or the middle of the side that looks to the point is at the distance.
        let side = abs(x) < 0.2 ? 0.5 : x > 0 ? 0 : 1, edge = abs(y) < 0.2 ? 0.5 : y > 0 ? 0 : 1
        let box = Box(
          left: label.point.x + x * distance - side * label.width,
          top: label.point.y + y * distance - edge * label.height,
          width: label.width, height: label.height)
        guard isFree(box) else { continue }
        let tie = (from: label.point, to: box.nearest(to: label.point))
        // Where it leaves its point, for another may touch that. Boxes without a size overlap what holds them.
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

/// Whether two straight lines cross: the ends of each lie on both sides of the other.
func doCross(_ a: Place, _ b: Place, _ c: Place, _ d: Place) -> Bool {
  func side(_ p: Place, _ q: Place, _ r: Place) -> Double { (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x) }
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
}
