/// A place in a picture, in pixels; y grows downward.
struct Place: Equatable {
  var x: Double, y: Double
}

/// A rectangle in a picture.
struct Box: Equatable {
  var left: Double, top: Double, width: Double, height: Double

  var right: Double { left + width }
  var bottom: Double { top + height }
  var center: Place { Place(x: left + width / 2, y: top + height / 2) }

  func contains(_ place: Place) -> Bool {
    left <= place.x && place.x <= right && top <= place.y && place.y <= bottom
  }

  func contains(_ box: Box) -> Bool {
    left <= box.left && box.right <= right && top <= box.top && box.bottom <= bottom
  }

  func overlaps(_ box: Box) -> Bool {
    left < box.right && box.left < right && top < box.bottom && box.top < bottom
  }

  /// Returns the place in the box that is nearest to another place.
  func nearest(to place: Place) -> Place {
    Place(x: min(max(place.x, left), right), y: min(max(place.y, top), bottom))
  }
}

/// Finds a free place for a label near the point that it names.
///
/// - Parameters:
///   - width: The label's width, including its margin, in pixels.
///   - height: The label's height, including its margin, in pixels.
///   - point: The point that the label names.
///   - lines: The lines that the label should not hide.
///   - area: The area that the label must stay inside.
/// - Returns: The label's box: the nearest free place, or else the one that hides the least.
func labelBox(width: Double, height: Double, near point: Place, avoiding lines: [[Place]], in area: Box)
  -> Box
{
  let obstacles = lines.flatMap { alongLine($0, every: 3) }
  var best = Box(left: area.left, top: area.top, width: width, height: height)
  var fewest = Int.max
  // At each distance, tries above the point first: losses fall, so there is room above the curve.
  for distance in stride(from: 10.0, to: area.height, by: 8) {
    for top in [point.y - distance - height, point.y + distance] {
      for shift in [0.5, 0.75, 0.25, 1, 0] {
        let box = Box(left: point.x - shift * width, top: top, width: width, height: height)
        guard area.contains(box) else { continue }
        let hidden = obstacles.count { box.contains($0) }
        if hidden == 0 { return box }
        if hidden < fewest { (best, fewest) = (box, hidden) }
      }
    }
  }
  return best
}

/// Returns places along a line, close enough that no label fits between two of them.
func alongLine(_ corners: [Place], every spacing: Double) -> [Place] {
  var places = Array(corners.prefix(1))
  for (from, to) in zip(corners, corners.dropFirst()) {
    let count = (max(abs(to.x - from.x), abs(to.y - from.y)) / spacing).rounded(.up)
    for part in stride(from: 1, through: count, by: 1) {
      places.append(
        Place(x: from.x + (to.x - from.x) * part / count, y: from.y + (to.y - from.y) * part / count))
    }
  }
  return places
}
