import TestSupport
import Testing

@testable import Tensors

/// The checker itself: wrong gradients must be noticed.
struct GradientCheckTests {
  @Test func rightGradientsPass() {
    let x = leaf([2, 3, 5])
    checkGradient(of: [("x", x)]) { square(x) { 2 * $0 * x } }
  }

  @Test func gradientsOffByOnePercentAreNoticed() {
    let x = leaf([2, 3, 5])
    withKnownIssue { checkGradient(of: [("x", x)]) { square(x) { 2.02 * $0 * x } } }
  }

  @Test func oneWrongElementIsNoticed() {
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

  @Test func gradientsThatAreNotNumbersAreNoticed() {
    let x = leaf([5])
    withKnownIssue { checkGradient(of: [("x", x)]) { square(x) { $0 * x * .nan } } }
  }

  @Test func missingGradientsAreNoticed() {
    let x = leaf([5]), y = leaf([5])
    withKnownIssue { checkGradient(of: [("x", x), ("y", y)]) { x * x } }
  }

  /// The sum of a softmax is one whatever its input: a check by it would see nothing.
  @Test func resultsThatDoNotDependOnAnInputAreNoticed() {
    let x = leaf([5])
    withKnownIssue { checkGradient(of: [("x", x)]) { x.softmax().sum() } }
  }

  private func square(_ x: Tensor, _ gradient: @escaping (Tensor) -> Tensor) -> Tensor {
    withoutGradients { x * x }.recorded("square", from: [x]) { dy, inputs in inputs.add(gradient(dy), to: 0) }
  }
}
