/// Named points in a plane, such as words with two coordinates, and arrows between them.
///
///     var plot = ScatterPlot(title: "words", xTitle: "first component", yTitle: "second component")
///     plot.points = [.init("Rome", x: 1.2, y: 0.4), .init("Italy", x: 0.3, y: 0.5)]
///     plot.arrows = [.init(from: 1, to: 0)]
///     let picture = plot.picture()
///     try writeFile(picture.svg, to: "words.svg")
///
/// Both axes have the same scale, so distances and directions are true. The picture grows with the number of names, and
/// further if there is no room for all of them. Names never hide each other or a point; a name that does not fit is
/// left out and counted.
public struct ScatterPlot: Sendable {
  /// A point and its name.
  public struct Point: Sendable {
    /// The label beside the point.
    public var name: String
    /// The coordinates of the point.
    public var x: Double, y: Double
    /// The number of the point's group, which determines its color.
    public var group: Int

    /// Creates a point; a point that is not finite is left out of the picture.
    public init(_ name: String, x: Double, y: Double, group: Int = 0) {
      (self.name, self.x, self.y, self.group) = (name, x, y, group)
    }
  }

  /// An arrow from one point to another, given by their indices.
  public struct Arrow: Sendable {
    /// The indices of the points where the arrow begins and ends.
    public var from: Int, to: Int

    /// Creates an arrow between two points.
    public init(from: Int, to: Int) { (self.from, self.to) = (from, to) }
  }

  /// The finished picture.
  public struct Picture: Sendable {
    /// The text of a self-contained SVG file.
    public let svg: String
    /// The names that did not fit.
    public let namesLeftOut: [String]
  }

  /// The heading above the picture.
  public var title: String
  /// The titles of the axes.
  public var xTitle: String, yTitle: String
  /// Whether there are numbers along the axes; without them, the picture only shows which points are near each other.
  public var hasNumbers = true
  /// The names of the groups, for the legend; if empty, the points have no groups and there is no legend.
  public var groups: [String] = []
  /// The points; if there is too little room, the names of the first points are kept.
  public var points: [Point] = []
  /// The arrows, drawn under the points.
  public var arrows: [Arrow] = []

  /// Creates a plot without points.
  public init(title: String, xTitle: String, yTitle: String) {
    (self.title, self.xTitle, self.yTitle) = (title, xTitle, yTitle)
  }

  /// Draws the plot.
  public func picture() -> Picture {
    precondition(
      arrows.allSatisfy { points.indices.contains($0.from) && points.indices.contains($0.to) },
      "ScatterPlot: an arrow begins or ends at a point that does not exist")
    // Points must be finite as floats, so no difference or product of doubles here overflows.
    let isShown = points.map { Float($0.x).isFinite && Float($0.y).isFinite }
    var numbers = [Int](repeating: 0, count: points.count), next = 0
    for i in points.indices where isShown[i] {
      numbers[i] = next
      next += 1
    }
    var shown = self
    shown.points = zip(points, isShown).filter { $1 }.map { $0.0 }
    shown.arrows = arrows.filter { isShown[$0.from] && isShown[$0.to] }
      .map { Arrow(from: numbers[$0.from], to: numbers[$0.to]) }
    var picture = ScatterPicture(shown, leftOut: points.count - shown.points.count)
    // Among many points, a few names are missing anyway, and trying takes long.
    for growth in [1.3, 1.7] where !picture.namesLeftOut.isEmpty && shown.points.count <= 500 {
      let larger = ScatterPicture(shown, leftOut: points.count - shown.points.count, growth: growth)
      if larger.namesLeftOut.count < picture.namesLeftOut.count { picture = larger }
    }
    return Picture(svg: picture.svg, namesLeftOut: picture.namesLeftOut)
  }
}
