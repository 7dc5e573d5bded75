import TestSupport
import Testing

@testable import Reports

@Test func theGridFindsTheSameOverlapsAsALinearSearch() {
  var random = RandomValues(seed: 21)
  func box(_ size: ClosedRange<Float>) -> Box {
    Box(
      left: Double(random.float(in: -100...500)), top: Double(random.float(in: -100...500)),
      width: Double(random.float(in: size)), height: Double(random.float(in: size)))
  }
  let boxes = (0..<200).map { _ in box(0...40) }
  var grid = BoxGrid()
  for (i, box) in boxes.enumerated() { grid.insert(box, of: i) }
  var found = 0
  for _ in 0..<500 {
    let asked = box(0...60), owners = boxes.indices.filter { boxes[$0].overlaps(asked) }
    #expect(grid.hasBox(overlapping: asked) == !owners.isEmpty)
    if owners.count == 1 { #expect(!grid.hasBox(overlapping: asked, except: owners[0])) }
    found += owners.isEmpty ? 0 : 1
  }
  #expect((50...450).contains(found))
}
