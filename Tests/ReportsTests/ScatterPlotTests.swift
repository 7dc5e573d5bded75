import Foundation
import Testing
import TestSupport

@testable import Reports

@Suite struct ScatterPlotTests {
  private func plot(_ count: Int, seed: UInt64 = 1) -> ScatterPlot {
    var random = RandomValues(seed: seed)
    var plot = ScatterPlot(title: "words", xTitle: "first component", yTitle: "second component")
    plot.points = (0..<count).map { i in
      let name = String(repeating: ["a", "b", "c", "d", "e", "g", "h"][i % 7], count: 2 + i % 9)
      return .init(name, x: Double(random.float()), y: Double(random.float()), group: i % 3)
    }
    return plot
  }

  @Test func everyPointAndNameIsDrawn() throws {
    let plot = plot(20), picture = plot.picture(), elements = try PictureElements(picture.svg)
    #expect(elements.all("circle").count == 20 && picture.namesLeftOut.isEmpty)
    for point in plot.points { #expect(elements.words.contains(point.name)) }
    for words in ["words", "first component", "second component"] { #expect(elements.words.contains(words)) }
  }

  @Test func bothAxesHaveTheSameScale() throws {
    var plot = ScatterPlot(title: "", xTitle: "", yTitle: "")
    plot.points = [.init("a", x: 0, y: 0), .init("b", x: 4, y: 0), .init("c", x: 0, y: 1), .init("d", x: 1, y: 1)]
    let places = try PictureElements(plot.picture().svg).all("circle").map { (Double($0["cx"]!)!, Double($0["cy"]!)!) }
    let unit = (places[1].0 - places[0].0) / 4
    #expect(unit > 10)
    #expect(abs(places[0].1 - places[2].1 - unit) < 0.2 && abs(places[3].0 - places[0].0 - unit) < 0.2)
  }

  @Test(arguments: [30, 100, 300]) func noTwoNamesOverlap(count: Int) throws {
    let picture = plot(count, seed: UInt64(count)).picture(), elements = try PictureElements(picture.svg)
    let size = count <= 60 ? 13.0 : count <= 150 ? 12 : 11
    let shares = ["start": 0, "middle": 0.5, "end": 1]
    let boxes = elements.texts.filter {
      $0.attributes["font-size"] == "\(Int(size))" && $0.words.first == $0.words.last
    }
    .filter { $0.attributes["fill"] == Color.ink }
    .map { text in
      let width = estimatedWidth(text.words, size: size), x = Double(text.attributes["x"]!)!
      let share = shares[text.attributes["text-anchor"] ?? "start"]!
      let top = Double(text.attributes["y"]!)! - 0.8 * size
      return Box(left: x - share * width, top: top, width: width, height: size)
    }
    #expect(boxes.count == count - picture.namesLeftOut.count)
    for i in boxes.indices { for j in 0..<i { #expect(!boxes[i].overlaps(boxes[j])) } }
    #expect(picture.namesLeftOut.count < count / 10)
  }

  @Test func aPictureGrowsUntilAllNamesFit() throws {
    // The middle of the picture is crowded, but not hopeless.
    var plot = plot(100, seed: 3)
    for i in 3..<100 { (plot.points[i].x, plot.points[i].y) = (0.6 * plot.points[i].x, 0.6 * plot.points[i].y) }
    func width(_ svg: String) throws -> Double {
      try #require(svg.firstMatch(of: /width="([0-9.]+)"/).flatMap { Double($0.1) })
    }
    let crowded = ScatterPicture(plot, leftOut: 0), picture = plot.picture()
    #expect(!crowded.namesLeftOut.isEmpty && picture.namesLeftOut.count < crowded.namesLeftOut.count)
    #expect(try width(picture.svg) > width(crowded.svg))
  }

  @Test func whatIsLeftOutStandsBesideTheTitleOfTheAxisOrBelow() throws {
    var plot = plot(60)
    for i in 5..<60 { (plot.points[i].x, plot.points[i].y) = (0.5, 0.5) }
    /// How far what is left out is below the title.
    func distance() throws -> Double {
      let texts = try PictureElements(plot.picture().svg).texts
      func y(_ text: String) throws -> Double {
        try #require(texts.first { $0.words.contains(text) }?.attributes["y"].flatMap { Double($0) })
      }
      return try y("left out") - y(plot.xTitle)
    }
    #expect(try distance() == 0)
    plot.xTitle = String(repeating: "first ", count: 18) + "component"
    #expect(try abs(distance() - 18) < 0.11)
  }

  @Test func namesWithoutRoomAreCounted() throws {
    var plot = plot(150)
    // Nearly all points share one small spot; a few are far away.
    for i in 5..<150 { (plot.points[i].x, plot.points[i].y) = (1e-3 * plot.points[i].x, 1e-3 * plot.points[i].y) }
    let picture = plot.picture(), count = picture.namesLeftOut.count
    #expect(count > 20)
    #expect(try PictureElements(picture.svg).words.contains("\(count) names left out for lack of room"))
    #expect(try PictureElements(picture.svg).all("circle").count == 150)
  }

  @Test func groupsAreColorsWithALegend() throws {
    var plot = plot(30)
    plot.groups = ["animals", "a < b", String(repeating: "long ", count: 50)]
    let elements = try PictureElements(plot.picture().svg)
    #expect(elements.all("circle").count == 33)
    #expect(Set(elements.all("circle").compactMap { $0["fill"] }) == Set(Color.groups.prefix(3)))
    #expect(elements.words.contains("animals") && elements.words.contains("a < b"))
    for point in plot.points {
      let name = elements.texts.first { $0.words == point.name }
      #expect(name?.attributes["fill"] == Color.groups[point.group])
    }
    plot.groups = (0..<40).map { "group \($0)" }
    for i in plot.points.indices { plot.points[i].group = i * 3 - 20 }
    #expect(try PictureElements(plot.picture().svg).all("circle").count == 70)
  }

  @Test func arrowsPointFromOnePointToTheOther() throws {
    var plot = ScatterPlot(title: "", xTitle: "", yTitle: "")
    plot.points = [.init("a", x: 0, y: 0), .init("b", x: 1, y: 0), .init("c", x: 0.001, y: 0)]
    plot.arrows = [.init(from: 0, to: 1)]
    let one = try PictureElements(plot.picture().svg)
    let b = Double(one.all("circle")[1]["cx"]!)!
    let corners = one.all("polygon")[0]["points"]!.split(separator: " ").compactMap { $0.split(separator: ",").first }
    let tip = corners.compactMap { Double($0) }
    #expect(tip[0] < b && tip[0] > b - 8 && tip[1] < tip[0] && tip[2] < tip[0])
    // There is no room for an arrow between points that touch, or from a point to itself.
    plot.arrows = [.init(from: 0, to: 2), .init(from: 1, to: 1)]
    #expect(try PictureElements(plot.picture().svg).all("polygon").isEmpty)
  }

  @Test func withoutNumbersTheAxesHaveOnlyTheirTitles() throws {
    var plot = plot(10)
    #expect(try PictureElements(plot.picture().svg).words.contains("0.5"))
    plot.hasNumbers = false
    let words = try PictureElements(plot.picture().svg).words
    #expect(!words.contains("0.5") && words.contains("first component"))
  }

  @Test func extremeValuesDoNotTrap() throws {
    let values = [0, -1, 3.4e38, -3.4e38, 1e-45, 1e-300, 1e6 + 1e-9, .leastNonzeroMagnitude]
    for x in values {
      for y in values {
        var plot = ScatterPlot(title: "", xTitle: "", yTitle: "")
        plot.points = [.init("a", x: x, y: y)]
        #expect(try PictureElements(plot.picture().svg).all("circle").count == 1)
        plot.points += [.init("b", x: y, y: x), .init("", x: x, y: x)]
        plot.arrows = [.init(from: 0, to: 1)]
        #expect(try PictureElements(plot.picture().svg).all("circle").count == 3)
      }
    }
    #expect(
      try PictureElements(ScatterPlot(title: "", xTitle: "", yTitle: "").picture().svg).words.contains("no points"))
  }

  @Test func nonFinitePointsAreLeftOutAndCounted() throws {
    var plot = plot(10)
    plot.points[0].x = .nan
    plot.points[4].y = .infinity
    plot.points[5].y = 1e300
    plot.arrows = [.init(from: 0, to: 1), .init(from: 9, to: 6)]
    let elements = try PictureElements(plot.picture().svg)
    #expect(elements.all("circle").count == 7 && elements.all("polygon").count == 1)
    #expect(elements.words.contains("3 non-finite points left out"))
  }
}
