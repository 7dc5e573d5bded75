import Testing

@testable import Reports

struct LabelPlacementTests {
  private let area = Box(left: 0, top: 0, width: 400, height: 300)

  @Test func aFreeLabelIsPlacedDirectlyAboveItsPoint() {
    let box = labelBox(width: 100, height: 20, near: Place(x: 200, y: 150), avoiding: [], in: area)
    #expect(box == Box(left: 150, top: 120, width: 100, height: 20))
  }

  @Test func aLabelStaysInsideAtEveryCorner() {
    for x in [0.0, 3, 200, 397, 400] {
      for y in [0.0, 3, 150, 297, 300] {
        let box = labelBox(width: 101, height: 19, near: Place(x: x, y: y), avoiding: [], in: area)
        #expect(area.contains(box))
      }
    }
  }

  @Test func aLabelHidesNoLineIfThereIsRoom() {
    // The line has only two corners, far apart: the segment between them must be avoided too.
    let line = [Place(x: 0, y: 100), Place(x: 400, y: 140)]
    for x in stride(from: 10.0, to: 400, by: 30) {
      let point = Place(x: x, y: 130)
      let box = labelBox(width: 90, height: 20, near: point, avoiding: [line, [point]], in: area)
      for part in 0...400 {
        #expect(!box.contains(Place(x: Double(part), y: 100 + 0.1 * Double(part))))
      }
    }
  }

  @Test func aLabelHidesAsLittleAsPossibleIfThereIsNoRoom() {
    let comb = stride(from: 0.0, through: 400, by: 6).map { x in [Place(x: x, y: 40), Place(x: x, y: 300)] }
    let box = labelBox(width: 90, height: 50, near: Place(x: 200, y: 200), avoiding: comb, in: area)
    #expect(area.contains(box))
    #expect(box.top < 40)
  }
}
