import Alignment
import Tensors
import TestSupport
import Testing

struct LogSigmoidTests {
  @Test func gradientsMatchFiniteDifferences() {
    let x = leaf([3, 5])
    x.data[0] = 0
    checkGradient(of: [("x", x)]) { x.logSigmoid() }
  }

  @Test func nothingOverflows() {
    let x = Tensor([5], [-1000, -30, 0, 30, 1000], requiresGradient: true), y = x.logSigmoid()
    #expect(y.elements[0] == -1000 && y.elements[4] == 0)
    #expect(abs(y.elements[2] + 0.693_147_2) < 1e-7)
    y.sum().backward()
    #expect(x.gradient!.elements[0] == 1 && x.gradient!.elements[2] == 0.5 && x.gradient!.elements[4] == 0)
  }
}
