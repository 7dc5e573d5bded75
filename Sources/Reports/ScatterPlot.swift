/// Named points in a plane, such as words by two coordinates, and arrows between them.
///
///     var plot = ScatterPlot(title: "words", xTitle: "first component", yTitle: "second component")
///     plot.points = [.init("Rome", x: 1.2, y: 0.4), .init("Italy", x: 0.3, y: 0.5)]
///     plot.arrows = [.init(from: 1, to: 0)]
///     let picture = plot.picture()
///     try writeFile(picture.svg, to: "words.svg")
///
/// Both axes have one scale, so that distances and directions are true. The picture grows with the number of names. Names
/// hide neither one another nor a point; where there is no room for one, it is left out and counted.
public struct ScatterPlot: Sendable {
  /// A point and its name.
  public struct Point: Sendable {
    /// What stands beside it.
    public var name: String
    /// Where it is.
    public var x: Double, y: Double
    /// The number of its group, which gives it its colour.
    public var group: Int

    /// A point; one that is not finite is left out of the picture.
    public init(_ name: String, x: Double, y: Double, group: Int = 0) {
      (self.name, self.x, self.y, self.group) = (name, x, y, group)
    }
  }

  /// An arrow from one point to another, by their numbers.
  public struct Arrow: Sendable {
    /// Where it begins and where it ends.
    public var from: Int, to: Int

    /// An arrow between two points.
    public init(from: Int, to: Int) { (self.from, self.to) = (from, to) }
  }

  /// What came out.
  public struct Picture: Sendable {
    /// The text of an SVG file that needs nothing else to be shown.
    public let svg: String
    /// The names for which there was no room.
    public let namesLeftOut: [String]
  }

  /// What stands above the picture.
  public var title: String
  /// What the axes mean.
  public var xTitle: String, yTitle: String
  /// Whether numbers stand along the axes; without, they say nothing but near and far.
  public var hasNumbers = true
  /// The names of the groups, for the legend; without it, all points are of one kind.
  public var groups: [String] = []
  /// The points; where room is short, the names of the first are kept.
  public var points: [Point] = []
  /// The arrows, under the points.
  public var arrows: [Arrow] = []

  /// A plot without points.
  public init(title: String, xTitle: String, yTitle: String) {
    (self.title, self.xTitle, self.yTitle) = (title, xTitle, yTitle)
  }

  /// Draws it.
  public func picture() -> Picture {
    precondition(
      arrows.allSatisfy { points.indices.contains($0.from) && points.indices.contains($0.to) },
      "ScatterPlot: an arrow to a point that is not there")
    // As floats know them, so that no difference or product here overflows.
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
    let picture = ScatterPicture(shown, leftOut: points.count - shown.points.count)
    return Picture(svg: picture.svg, namesLeftOut: picture.namesLeftOut)
  }
}
