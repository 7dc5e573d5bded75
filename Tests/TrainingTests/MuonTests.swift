import Layers
import Numerics
import Tensors
import Testing
import TestSupport
import Training

struct MuonTests {
  private static let shapes: [Shape] = [[3, 17], [17, 3], [33, 33], [1, 5]]

  private func parameter(_ shape: Shape, seed: UInt64) -> Parameter {
    let parameter = Parameter(shape, .normal(standardDeviation: 1))
    var generator = RandomGenerator(seed: seed)
    parameter.initialize(using: &generator)
    return parameter
  }

  /// The gradients of the sum of x times g are g.
  private func gradients(_ x: Parameter, _ g: Tensor) -> Gradients { Tensors.gradients(of: [x]) { (x * g).sum() } }

  @Test(arguments: shapes) func aStepIsTheFormulaInDoublePrecision(_ shape: Shape) {
    let x = parameter(shape, seed: 1),
      optimizer = Muon([NamedParameter(name: "x", parameter: x)], .init(weightDecay: 0.1))
    var w = x.elements.map(Double.init), m = w.map { _ in 0.0 }
    for step in 0..<3 {
      let g = parameter(shape, seed: UInt64(10 + step)).detached()
      optimizer.update(gradients(x, g), learningRate: 0.05, gradientScale: 0.5)
      let slope = g.elements.map { Double($0) * 0.5 }
      m = zip(m, slope).map { 0.95 * $0 + $1 }
      let direction = orthogonal(zip(slope, m).map { $0 + 0.95 * $1 }, rows: shape[0], columns: shape[1])
      let rate = 0.05 * max(1, Double(shape[0]) / Double(shape[1])).squareRoot()
      w = zip(w, direction).map { $0 * (1 - 0.05 * 0.1) - rate * $1 }
    }
    expectTensor(x, matches: w.map(Float.init), shape: shape, tolerance: 1e-4)
  }

  @Test func fiveIterationsBringSingularValuesNearOne() {
    let x = parameter([8, 32], seed: 3)
    let y = orthogonal(x.elements.map(Double.init), rows: 8, columns: 32)
    // The squares of all singular values add up to the square of the norm.
    let square = y.reduce(0) { $0 + $1 * $1 }
    #expect((8 * 0.49...8 * 1.44).contains(square))
  }

  private func product(_ a: [Double], _ b: [Double], _ m: Int, _ n: Int, _ k: Int) -> [Double] {
    (0..<m * n).map { at in (0..<k).reduce(0) { $0 + a[at / n * k + $1] * b[$1 * n + at % n] } }
  }

  private func orthogonal(_ x: [Double], rows: Int, columns: Int) -> [Double] {
    let norm = x.reduce(0) { $0 + $1 * $1 }.squareRoot()
    var x = x.map { $0 / (norm + 1e-7) }
    for _ in 0..<5 {
      let t = (0..<rows * columns).map { x[$0 % rows * columns + $0 / rows] }
      let a = product(x, t, rows, rows, columns), aa = product(a, a, rows, rows, rows)
      let b = zip(a, aa).map { -4.775 * $0 + 2.0315 * $1 }
      x = zip(x, product(b, x, rows, columns, rows)).map { 3.4445 * $0 + $1 }
    }
    return x
  }
}
