import Foundation
import Tensors
import Testing
import TestSupport

struct SinusoidalPositionsTests {
  /// Odd widths end with a sine.
  @Test(arguments: [1, 2, 7, 12], [0, 5, 123_456])
  func valuesMatchDoublePrecision(width: Int, start: Int) {
    let table = sinusoidalPositions(count: 9, width: width, start: start)
    let expected = (start..<start + 9).flatMap { position in
      (0..<width).map { channel in
        let angle = Double(position) / pow(10_000, Double(channel - channel % 2) / Double(width))
        return Float(channel % 2 == 0 ? sin(angle) : cos(angle))
      }
    }
    expectTensor(table, matches: expected, shape: [9, width], tolerance: 1e-7)
  }

  @Test func aLaterStartGivesTheLaterRows() {
    let table = sinusoidalPositions(count: 20, width: 6)
    #expect(sinusoidalPositions(count: 7, width: 6, start: 13).elements == table[13...].elements)
  }

  @Test func noPositionsGiveAnEmptyTable() {
    #expect(sinusoidalPositions(count: 0, width: 6).shape == [0, 6])
  }
}
