import Numerics
import Tensors
import Testing
import TestSupport

struct RotaryTests {
  static let cases: [OperationCase] = [
    OperationCase("rotary", [[2, 3, 4 * 6]]) { rotated($0[0], headCount: 4, headSize: 6) },
    OperationCase("rotary of interleaved pairs", [[2, 3, 4 * 6]]) {
      rotated($0[0], headCount: 4, headSize: 6, layout: .interleaved)
    },
    // Half a head is one more than a vector, and the last five channels are not rotated.
    OperationCase("rotary of the first heads", [[1, 5, 2 * 34 + 5]]) { rotated($0[0], headCount: 2, headSize: 34) },
  ]

  static func rotated(
    _ x: Tensor, headCount: Int, headSize: Int, start: Int = 3, layout: RotaryLayout = .halves
  ) -> Tensor {
    let shape: Shape = [x.shape[1], headSize / 2]
    let angles = (0..<x.shape[1]).flatMap { t in
      (0..<headSize / 2).map { i in
        Double(start + t) * exponential(-naturalLogarithm(10_000) * Double(2 * i) / Double(headSize))
      }
    }
    return rotary(
      x, headCount: headCount, headSize: headSize,
      cosines: Tensor(shape, angles.map { Float(cosine(of: $0)) }),
      sines: Tensor(shape, angles.map { Float(sine(of: $0)) }), layout: layout)
  }

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test(arguments: [.halves, .interleaved] as [RotaryLayout])
  func productsDependOnlyOnTheDistance(_ layout: RotaryLayout) {
    let (q, k) = (leaf([1, 1, 8]), leaf([1, 1, 8], seed: 2))
    func product(_ i: Int, _ j: Int) -> Float {
      (Self.rotated(q, headCount: 1, headSize: 8, start: i, layout: layout)
        * Self.rotated(k, headCount: 1, headSize: 8, start: j, layout: layout)).sum().item
    }
    #expect(abs(product(7, 2) - product(105, 100)) < 1e-5)
    #expect(abs(product(7, 2) - product(7, 3)) > 1e-3)
  }

  @Test func channelsBeyondTheHeadsAreCopied() {
    let x = leaf([1, 2, 10])
    let y = Self.rotated(x, headCount: 1, headSize: 6)
    #expect(y.slice(axis: 2, 6..<10).elements == x.slice(axis: 2, 6..<10).elements)
  }
}
