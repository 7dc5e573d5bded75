import TestSupport
import Testing

@testable import Tensors

/// Tests the checker itself: it must detect wrong gradients.
struct GradientCheckTests {
  @Test func correctGradientsPass() {
    let x = leaf([2, 3, 5])
    checkGradient(of: [("x", x)]) { square(x) { 2 * $0 * x } }
  }

  @Test func gradientsOffByOnePercentAreDetected() {
    let x = leaf([2, 3, 5])
    withKnownIssue { checkGradient(of: [("x", x)]) { square(x) { 2.02 * $0 * x } } }
  }

  @Test func oneWrongElementIsDetected() {
    let x = leaf([97])
    withKnownIssue {
      checkGradient(of: [("x", x)]) {
        square(x) { dy in
          let dx = 2 * dy * x
          dx.data[96] += 1e-3
          return dx
        }
      }
    }
  }

  @Test func nanGradientsAreDetected() {
    let x = leaf([5])
    withKnownIssue { checkGradient(of: [("x", x)]) { square(x) { $0 * x * .nan } } }
  }

  @Test func missingGradientsAreDetected() {
    let x = leaf([5]), y = leaf([5])
    withKnownIssue { checkGradient(of: [("x", x), ("y", y)]) { x * x } }
  }

  /// The sum of a softmax is one for any input, so checking it would show nothing.
  @Test func resultsThatDoNotDependOnAnInputAreDetected() {
    let x = leaf([5])
    withKnownIssue { checkGradient(of: [("x", x)]) { x.softmax().sum() } }
  }

  private func square(_ x: Tensor, _ gradient: @escaping (Tensor) -> Tensor) -> Tensor {
    withoutGradients { x * x }.recorded("square", from: [x]) { dy, inputs in inputs.add(gradient(dy), to: 0) }
  }
}
