import TestSupport
import Testing

@testable import Reports

@Suite struct PointLabelsTests {
  private let area = Box(left: 0, top: 0, width: 600, height: 400)

  private func labels(_ points: [(Double, Double)], width: Double = 60) -> [PointLabels.Label] {
    points.map { .init(width: width, height: 14, point: Place(x: $0, y: $1)) }
  }

  private func cloud(_ count: Int, spread: Float, seed: UInt64 = 1) -> [PointLabels.Label] {
    var random = RandomValues(seed: seed)
    return (0..<count).map { _ in
      // Sums of two numbers are denser in the middle, like the positions of words.
      let x = random.float() + random.float(), y = random.float() + random.float()
      return .init(
        width: Double(random.float(in: 15...90)), height: 14,
        point: Place(x: 300 + Double(spread * x) * 145, y: 200 + Double(spread * y) * 95))
    }
  }

  @Test func freeLabelsAreToTheRightOfTheirPoints() {
    let placed = PointLabels(labels([(100, 100), (300, 200)]), radius: 3, avoiding: [], in: area).placed
    #expect(placed[0] == .init(box: Box(left: 105, top: 93, width: 60, height: 14), isTied: false))
    #expect(placed[1]?.box.left == 305)
  }

  @Test func labelsAtTheEdgeStayInside() {
    let corners = [(2.0, 2.0), (598, 2), (2, 398), (598, 398), (300, 1), (599, 200)]
    for label in PointLabels(labels(corners), radius: 3, avoiding: [], in: area).placed {
      #expect(label.map { area.contains($0.box) && !$0.isTied } ?? false)
    }
  }

  @Test func labelsPreferPositionsThatHideNoLine() {
    let line = [Place(x: 100, y: 100), Place(x: 500, y: 100)]
    let placed = PointLabels(labels([(100, 100), (500, 100)]), radius: 3, avoiding: [line], in: area).placed
    #expect(placed[0]!.box.right < 100 && placed[1]!.box.left > 500)
    // If every position hides part of a line, the label is still placed.
    let comb = stride(from: 0.0, to: 600, by: 4).map { [Place(x: $0, y: 0), Place(x: $0, y: 400)] }
    #expect(PointLabels(labels([(300, 200)]), radius: 3, avoiding: comb, in: area).placed[0]?.isTied == false)
  }

  @Test(arguments: [10, 100, 300, 1000], [0.05, 0.4, 1] as [Float])
  func noLabelHidesAnotherLabelAPointOrATie(count: Int, spread: Float) {
    let labels = cloud(count, spread: spread, seed: UInt64(count))
    let placed = PointLabels(labels, radius: 3, avoiding: [], in: area).placed
    #expect(placed.count == count && placed.contains { $0 != nil })
    let boxes = placed.enumerated().compactMap { i, label in label.map { (i, $0.box) } }
    for (n, (i, box)) in boxes.enumerated() {
      #expect(area.contains(box))
      #expect(!boxes[..<n].contains { $0.1.overlaps(box) })
      #expect(!labels.contains { box.overlaps(square(around: $0.point, 3)) }, "label \(i)")
    }
    var ties: [(Int, Place, Place)] = []
    for (i, label) in placed.enumerated() {
      guard let label, label.isTied else { continue }
      ties.append((i, labels[i].point, label.box.nearest(to: labels[i].point)))
    }
    for (n, (i, from, to)) in ties.enumerated() {
      for place in alongLine([from, to], every: 4).dropFirst(2).dropLast() {
        // A tie can cross the margin around a label, by less than a pixel at its corner.
        #expect(!boxes.contains { $0.0 != i && $0.1.inside(by: 1).contains(place) })
      }
      #expect(!ties[..<n].contains { doCross($0.1, $0.2, from, to) })
    }
  }

  @Test func crowdedLabelsAreTiedOrLeftOutLastOnesFirst() {
    var square: [(Double, Double)] = []
    for y in 200..<220 { for x in 300..<320 { square.append((Double(x), Double(y))) } }
    let spot = labels(square)
    let placed = PointLabels(spot, radius: 3, avoiding: [], in: area).placed
    #expect(placed.contains { $0?.isTied == true } && placed.contains { $0 == nil })
    // A label with room beside its point is never tied.
    let few = PointLabels(labels([(100, 100), (100, 200), (400, 300)]), radius: 3, avoiding: [], in: area).placed
    #expect(few.allSatisfy { $0?.isTied == false })
    let narrow = Box(left: 0, top: 0, width: 70, height: 16)
    let two = PointLabels(labels([(2, 8), (2, 8)], width: 60), radius: 3, avoiding: [], in: narrow).placed
    #expect(two[0] != nil && two[1] == nil)
  }

  @Test func crossingLinesAreDetected() {
    func cross(_ n: [Double]) -> Bool {
      doCross(Place(x: n[0], y: n[1]), Place(x: n[2], y: n[3]), Place(x: n[4], y: n[5]), Place(x: n[6], y: n[7]))
    }
    #expect(cross([0, 0, 4, 4, 0, 4, 4, 0]))
    #expect(!cross([0, 0, 4, 4, 1, 0, 5, 4]))
    #expect(!cross([0, 0, 1, 1, 0, 4, 4, 0]))
    #expect(!cross([0, 0, 4, 4, 4, 4, 9, 0]))
  }

  private func square(around place: Place, _ radius: Double) -> Box {
    Box(left: place.x - radius, top: place.y - radius, width: 2 * radius, height: 2 * radius)
  }
}

extension Box {
  /// The box shrunk by a margin on all sides.
  fileprivate func inside(by rim: Double) -> Box {
    Box(left: left + rim, top: top + rim, width: width - 2 * rim, height: height - 2 * rim)
  }
}
