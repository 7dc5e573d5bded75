import Foundation
import Testing

@testable import Reports

struct LossCurveTests {
  private func points(_ count: Int, by stride: Int = 1, _ loss: (Int) -> Double) -> [LossCurve.Point] {
    (1...count).map { LossCurve.Point(step: $0 * stride, loss: loss($0)) }
  }

  private func typical() -> LossCurve {
    LossCurve(
      title: "typical",
      training: points(2000) { 1.5 + 2.5 * exp(-Double($0) / 200) + 0.1 * sin(Double($0 * $0)) },
      validation: points(8, by: 250) { 1.6 + 0.02 * Double(($0 - 5) * ($0 - 5)) })
  }

  @Test func theLossAxisShowsTheUnitAndTheMeasure() throws {
    var curve = typical()
    curve.unit = "text"
    let words = try PictureElements(curve.svg()).words
    #expect(words.contains("loss (nats per text)") && !words.contains("loss (nats per token)"))
    curve.measure = "squares"
    #expect(try PictureElements(curve.svg()).words.contains("loss (squares per text)"))
  }

  @Test func aTypicalRunHasAllItsLinesAndLabels() throws {
    let picture = try PictureElements(typical().svg())
    #expect(picture.all("polyline").count == 3)
    #expect(picture.all("circle").count == 9)
    for words in [
      "typical", "training", "training, smoothed", "validation", "training step", "loss (nats per token)",
      "1,500",
      "best 1.600 at step 1,250",
    ] {
      #expect(picture.words.contains(words), "no \(words)")
    }
  }

  @Test func theFloorIsALabeledHorizontalLineWithinTheAxes() throws {
    var curve = typical()
    let without = try PictureElements(curve.svg())
    curve.floor = 1.25
    let svg = curve.svg(), with = try PictureElements(svg)
    #expect(with.words.contains("floor 1.250 nats = 1.803 bits") && !without.words.contains { $0.hasPrefix("floor") })
    #expect(svg.components(separatedBy: "stroke-dasharray").count == 3)
    // The losses stay above it.
    let floor = try #require(svg.firstMatch(of: /x2="800.0" y2="([0-9.]+)" stroke="#1A7F37"/).flatMap { Double($0.1) })
    #expect(floor <= 412 && with.lines.flatMap { $0 }.allSatisfy { $0.y < floor })
    // It is at the height of a loss of the same value.
    curve.validation[4].loss = 1.25
    let places = try PictureElements(curve.svg()).lines[2]
    #expect(abs(places[4].y - floor) < 0.11)
  }

  @Test(arguments: [.nan, .infinity, 1e300] as [Double]) func anInvalidFloorIsLeftOut(floor: Double) throws {
    var curve = typical()
    let without = curve.svg()
    curve.floor = floor
    #expect(curve.svg() == without)
  }

  @Test func aFloorWithoutLossesIsNotDrawn() throws {
    var curve = LossCurve(title: "")
    curve.floor = 1.25
    #expect(try PictureElements(curve.svg()).words.contains("no losses yet"))
    #expect(!curve.svg().contains("stroke-dasharray"))
  }

  @Test func endsOfEpochsAreThinVerticalLines() throws {
    var curve = typical()
    let without = curve.svg()
    /// The x coordinates of the marks.
    func marks(_ svg: String) -> [Double] {
      svg.matches(of: /<line x1="([0-9.]+)" y1="92.0" x2="([0-9.]+)" y2="412.0"[^>]*dasharray/)
        .compactMap { $0.1 == $0.2 ? Double($0.1) : nil }
    }
    // The end of the run is the edge of the picture.
    curve.epochEnds = [500, 1000, 1500, 2000]
    let four = curve.svg(), places = try PictureElements(four).lines[0]
    #expect(marks(four).count == 3 && abs(marks(four)[1] - (places[0].x + places.last!.x) / 2) < 1)
    #expect(try PictureElements(four).words.contains("end of an epoch"))
    // With many epochs there is a line for every nth.
    curve.epochEnds = Array(stride(from: 10, through: 2000, by: 10))
    #expect(marks(curve.svg()).count == 39 && curve.svg().contains("end of every 5th epoch"))
    curve.epochEnds = [2000]
    #expect(curve.svg() == without)
  }

  @Test func linesReachTheRightEdgeAndStayWithinTheAxes() throws {
    let picture = try PictureElements(typical().svg())
    let places = picture.lines.flatMap { $0 }
    #expect(places.allSatisfy { 50...800 ~= $0.x && 92...412 ~= $0.y })
    #expect(places.map(\.x).max() == 800)
    // The lowest validation loss is the lowest point of its line: y grows downward.
    #expect(picture.lines[2].map(\.y).max() == picture.lines[2][4].y)
  }

  @Test func theStepWhoseModelIsKeptIsMarkedInsteadOfTheBest() throws {
    var curve = typical()
    curve.keptStep = 2000
    let kept = try PictureElements(curve.svg())
    #expect(kept.words.contains("kept 1.780 at step 2,000") && !kept.words.contains { $0.hasPrefix("best") })
    #expect(kept.all("circle").count == 9)
    // Without a validation loss there, nothing is marked.
    curve.keptStep = 1999
    let none = try PictureElements(curve.svg())
    #expect(none.all("circle").count == 8 && !none.words.contains { $0.hasPrefix("kept") || $0.hasPrefix("best") })
  }

  @Test func theTitleIsEscapedAndShortened() throws {
    let title = "<b> & \"quotes\" \u{1B}[31m " + String(repeating: "long ", count: 3000)
    let picture = try PictureElements(LossCurve(title: title).svg())
    #expect(picture.title == title.replacingOccurrences(of: "\u{1B}", with: "\u{FFFD}"))
    #expect(picture.words[0].hasPrefix("<b> & \"quotes\" "))
    #expect(picture.words[0].hasSuffix("…"))
    #expect(picture.words[0].count < 80)
    #expect(picture.all("b").isEmpty)
  }

  @Test func anEmptyCurveSaysThatThereAreNoLosses() throws {
    let picture = try PictureElements(LossCurve(title: "").svg())
    #expect(picture.words.contains("no losses yet"))
    #expect(picture.all("polyline").isEmpty)
  }

  @Test func singlePointsAreDots() throws {
    let one = LossCurve.Point(step: 0, loss: 4.17)
    let training = try PictureElements(LossCurve(title: "", training: [one]).svg())
    #expect(training.all("circle").count == 1)
    let both = try PictureElements(LossCurve(title: "", training: [one], validation: [one]).svg())
    #expect(both.all("circle").count == 3)
    #expect(both.words.contains("best 4.170 at step 0"))
  }

  @Test func nonFiniteLossesAreLeftOutAndCounted() throws {
    var curve = typical()
    curve.training[7].loss = .nan
    curve.training[8].loss = 1e300
    curve.validation[1].loss = -.infinity
    let picture = try PictureElements(curve.svg())
    #expect(picture.words.contains("3 points without a finite loss left out"))
    #expect(picture.words.contains("best 1.600 at step 1,250"))
    let nothing = try PictureElements(LossCurve(title: "", training: points(3) { _ in .nan }).svg())
    #expect(nothing.words.contains("no losses yet"))
    #expect(nothing.words.contains("3 points without a finite loss left out"))
  }

  @Test func longRunsAreThinnedAndKeepTheirSpikes() throws {
    var curve = LossCurve(title: "", training: points(20_011) { 2 + sin(Double($0)) })
    curve.training[12_345].loss = 8
    let picture = try PictureElements(curve.svg())
    #expect(picture.lines[0].count <= 1000)
    #expect(picture.lines[0].map(\.y).min() == 92)
    #expect(curve.svg().utf8.count < 60_000)
  }

  @Test func amongManyValidationPointsOnlyTheBestHasADot() throws {
    let picture = try PictureElements(
      LossCurve(title: "", validation: points(61) { 3 - Double($0) / 100 }).svg())
    #expect(picture.all("circle").count == 1)
  }

  @Test func shortRunsAreNotSmoothed() throws {
    let short = try PictureElements(LossCurve(title: "", training: points(99) { 1 / Double($0) }).svg())
    #expect(short.all("polyline").count == 1)
    let long = try PictureElements(LossCurve(title: "", training: points(100) { 1 / Double($0) }).svg())
    #expect(long.all("polyline").count == 2)
  }

  @Test func extremeValuesDoNotTrap() throws {
    for loss in [0, -1, 3.4e38, -3.4e38, 1e-45, .leastNonzeroMagnitude] {
      for step in [0, -5, 1, Int.max, Int.min] {
        let point = LossCurve.Point(step: step, loss: loss)
        _ = try PictureElements(LossCurve(title: "", training: [point], validation: [point, point]).svg())
        _ = try PictureElements(LossCurve(title: "", training: [point, .init(step: 3, loss: 1)]).svg())
      }
    }
  }
}
