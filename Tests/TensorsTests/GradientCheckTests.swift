import TestSupport
import Testing

@testable import Tensors

/// Tests the checker itself: it must detect wrong gradients.
struct GradientCheckTests {
  @Test func correctGradientsPass() {
    let x = leaf([2, 3, 5])
    #expect(complaints { checkGradient(of: [("x", x)]) { square(x) { 2 * $0 * x } } } == [])
  }

  @Test func gradientsOffByOnePercentAreDetected() {
    let x = leaf([2, 3, 5])
    let found = complaints { checkGradient(of: [("x", x)]) { square(x) { 2.02 * $0 * x } } }
    #expect(found.count == 1 && found.first?.hasPrefix("x, element ") == true)
  }

  @Test func oneWrongElementIsDetected() {
    let x = leaf([97])
    let found = complaints {
      checkGradient(of: [("x", x)]) {
        square(x) { dy in
          let dx = 2 * dy * x
          dx.data[96] += 1e-3
          return dx
        }
      }
    }
    #expect(found.count == 1 && found.first?.hasPrefix("x, element 96: ") == true)
  }

  @Test func nanGradientsAreDetected() {
    let x = leaf([5])
    #expect(complaints { checkGradient(of: [("x", x)]) { square(x) { $0 * x * .nan } } }.count == 1)
  }

  @Test func missingGradientsAreDetected() {
    let x = leaf([5]), y = leaf([5])
    let found = complaints { checkGradient(of: [("x", x), ("y", y)]) { x * x } }
    #expect(found == ["y has no gradient of its shape"])
  }

  /// The sum of a softmax is one for any input, so checking it would show nothing.
  @Test func resultsThatDoNotDependOnAnInputAreDetected() {
    let x = leaf([5])
    let found = complaints { checkGradient(of: [("x", x)]) { x.softmax().sum() } }
    #expect(found.first == "the result does not depend on x")
  }

  private func square(_ x: Tensor, _ gradient: @escaping (Tensor) -> Tensor) -> Tensor {
    withoutGradients { x * x }.recorded("square", from: [x]) { dy, inputs in inputs.add(gradient(dy), to: 0) }
  }
}
