import Tensors
import Testing

@testable import Explorer

struct TokenMapTests {
  /// Points that differ most across, less up, and little in a third direction.
  private static let points: [[Float]] = [
    [-3, 1, 0.1], [-1, -1, 0], [0, 0.5, -0.1], [1.5, 1, 0], [2.5, -1.5, 0.1], [4, 0.25, 0],
  ]

  private func map(_ signs: [Float], points: [[Float]] = points) throws -> TokenMap {
    let numbers = points.flatMap { point in zip(point, signs).map(*) }
    return try #require(TokenMap(Tensor([points.count, 3], numbers)))
  }

  @Test func aMapIsTurnedAndMirroredLikeAnother() throws {
    let map = try map([1, 1, 1])
    // The second and third change a sign of one axis, which no turn undoes.
    for signs: [Float] in [[-1, -1, -1], [-1, 1, 1], [1, -1, 1], [1, 1, 1]] {
      let turned = try self.map(signs).turned(like: map)
      #expect(turned.share == map.share)
      for i in map.x.indices {
        #expect(abs(turned.x[i] - map.x[i]) < 1e-5 && abs(turned.y[i] - map.y[i]) < 1e-5, "\(signs), \(i)")
      }
    }
    #expect(try self.map([-1, 1, 1]).x != map.x, "the signs matter")
  }

  @Test func aMapHasRoomForSomeTokens() throws {
    let many = (0..<500).map { [Float($0 % 23), Float($0 % 7), 0] }
    let map = try map([1, 1, 1], points: many)
    #expect(map.x.count == TokenMap.mostTokens && map.y.count == TokenMap.mostTokens)
    #expect(TokenMap(Tensor([2, 3], [1, 2, 3, 4, 5, 6])) == nil && TokenMap(Tensor([3, 1], [1, 2, 3])) == nil)
  }
}
