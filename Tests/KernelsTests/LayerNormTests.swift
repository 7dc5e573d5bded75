import TestSupport
import Testing

@testable import Kernels

@Suite struct LayerNormTests {
  /// Up to and above the 32 rows that share a partial sum of the weight's gradient.
  static let shapes = [
    RowsShape(1, 2), RowsShape(3, 5), RowsShape(2, 16), RowsShape(31, 17), RowsShape(33, 33),
    RowsShape(70, 97), RowsShape(3, 384),
  ]
  private let epsilon: Float = 1e-5

  /// The numbers of one layer norm. x is far from 0, where a difference of squares would lose the variance.
  private struct Example {
    let shape: RowsShape
    let x, weight, bias, dy: [Float]

    init(_ shape: RowsShape, offset: Float = 3) {
      var random = RandomValues(seed: 1)
      self.shape = shape
      x = random.floats(shape.count, in: offset - 1...offset + 1)
      weight = random.floats(shape.columns, in: 0.5...1.5)
      bias = random.floats(shape.columns)
      dy = random.floats(shape.count)
    }

    func row(_ row: Int, of values: [Float]) -> [Double] {
      values[row * shape.columns..<(row + 1) * shape.columns].map(Double.init)
    }
  }

  @Test(arguments: shapes, [false, true]) func layerNormMatchesTheNaiveReference(_ s: RowsShape, hasBias: Bool) {
    let example = Example(s)
    let forward = run(example, hasBias: hasBias)
    let weight = example.weight.map(Double.init), bias = hasBias ? example.bias.map(Double.init) : nil
    var y: [Double] = [], means: [Double] = [], rstds: [Double] = []
    for row in 0..<s.rows {
      let x = example.row(row, of: example.x)
      let (mean, rstd) = Naive.moments(x, epsilon: Double(epsilon))
      y += Naive.layerNorm(x, weight: weight, bias: bias, epsilon: Double(epsilon))
      means.append(mean)
      rstds.append(rstd)
    }
    // x - mean loses the digits that x and the mean share, a factor of 3 / 0.6.
    expectClose(actual: forward.y, expected: y, units: 8)
    expectClose(actual: forward.means, expected: means, units: 1)
    expectClose(actual: forward.rstds, expected: rstds, units: 8)
  }

  @Test(arguments: shapes) func layerNormBackwardMatchesTheNaiveReference(_ s: RowsShape) {
    let example = Example(s)
    let forward = run(example, hasBias: true)
    let weight = example.weight.map(Double.init)
    var dx: [Double] = [], size = 0.0
    // The gradients of the weight and the bias are added to the numbers that are there.
    let start = example.bias
    var dweight = start.map(Double.init), dbias = start.map { Double(-$0) }
    for row in 0..<s.rows {
      let naive = Naive.layerNormBackward(
        example.row(row, of: example.dy), example.row(row, of: example.x), weight: weight,
        epsilon: Double(epsilon))
      dx += naive.dx
      size = max(size, naive.size)
      for i in 0..<s.columns {
        dweight[i] += naive.dweight[i]
        dbias[i] += naive.dbias[i]
      }
    }
    var actualBias = start.map { -$0 }, actualX: [Float] = []
    let actualWeight = output(startingAs: start) { dweight in
      actualBias = output(startingAs: actualBias) { dbias in
        actualX = output(s.count) { dx in backward(example, forward, dx, dweight, dbias) }
      }
    }
    expectClose(actual: actualX, expected: dx, relativeTo: .terms(dx.map { _ in size }), units: 8, "dx")
    expectClose(actual: actualWeight, expected: dweight, units: 8, "dweight")
    expectClose(actual: actualBias, expected: dbias, units: 2, "dbias")

    let before = example.dy.map { 3 - $0 }
    let added = output(startingAs: before) { backward(example, forward, $0, nil, nil, accumulate: true) }
    let sums = zip(before, dx).map { Double($0) + $1 }
    expectClose(
      actual: added, expected: sums, relativeTo: .terms(before.map { Double($0) + size }), units: 8, "dx, added to")
  }

  @Test func omittingGradientsDoesNotChangeTheOthers() {
    let example = Example(RowsShape(33, 17))
    let forward = run(example, hasBias: true)
    let zeros = [Float](repeating: 0, count: 17)
    var weightAlone = zeros, biasAlone = zeros, weight = zeros, bias = zeros
    backward(example, forward, nil, &weightAlone, nil)
    backward(example, forward, nil, nil, &biasAlone)
    let alone = output(33 * 17) { backward(example, forward, $0, nil, nil) }
    let all = output(33 * 17) { backward(example, forward, $0, &weight, &bias) }
    expectSameBits(actual: alone, expected: all)
    expectSameBits(actual: weightAlone, expected: weight)
    expectSameBits(actual: biasAlone, expected: bias)
  }

  @Test func naiveGradientsMatchFiniteDifferences() {
    let example = Example(RowsShape(1, 7), offset: 0)
    let x = example.row(0, of: example.x), dy = example.row(0, of: example.dy)
    let weight = example.weight.map(Double.init), bias = example.bias.map(Double.init)
    let naive = Naive.layerNormBackward(dy, x, weight: weight, epsilon: 0.1)
    func loss(_ x: [Double], _ weight: [Double], _ bias: [Double]) -> Double {
      Naive.dot(dy, Naive.layerNorm(x, weight: weight, bias: bias, epsilon: 0.1))
    }
    expectClose(actual: naive.dx, expected: Naive.slopes(of: { loss($0, weight, bias) }, at: x), units: 0.01)
    expectClose(
      actual: naive.dweight, expected: Naive.slopes(of: { loss(x, $0, bias) }, at: weight), units: 0.01)
    expectClose(
      actual: naive.dbias, expected: Naive.slopes(of: { loss(x, weight, $0) }, at: bias), units: 0.01)
  }

  /// This is why there is a second pass over the row: in a single pass the squares of 1000 would swallow the variance.
  @Test func aSmallVarianceSurvivesALargeMean() {
    let example = Example(RowsShape(1, 33), offset: 1000)
    let forward = run(example, hasBias: false)
    let (_, rstd) = Naive.moments(example.row(0, of: example.x), epsilon: Double(epsilon))
    expectClose(actual: forward.rstds, expected: [rstd], units: 8)
  }

  /// The mean of equal numbers is off by rounding errors until it is corrected. 768 times 1000.1 gave 0.115.
  @Test(
    arguments: [1, 2, 5, 16, 128, 384, 768, 1000, 1600, 100_000], [0, 0.1, -3.3, 1000.1, 123_456.7, 1e-30] as [Float])
  func aConstantRowIsZero(_ columns: Int, number: Float) {
    var (mean, rstd): ([Float], [Float]) = ([.nan], [.nan])
    let x = [Float](repeating: number, count: columns), ones = [Float](repeating: 1, count: columns)
    let y = output(columns) {
      layerNorm(
        $0, means: &mean, rstds: &rstd, x, weight: ones, bias: nil, rows: 1, columns: columns, epsilon: epsilon)
    }
    #expect(y.allSatisfy { $0 == 0 })
    #expect(mean == [number])
    expectClose(actual: rstd, expected: [1 / Double(epsilon).squareRoot()], units: 1)
  }

  /// Long rows of numbers that are nearly equal: neither the mean nor the variance drifts.
  @Test(arguments: [257, 768, 100_000]) func longRowsKeepTheirMoments(_ columns: Int) {
    let e = Example(RowsShape(1, columns), offset: 1000), forward = run(e, hasBias: false)
    let (mean, rstd) = Naive.moments(e.row(0, of: e.x), epsilon: Double(epsilon))
    expectClose(actual: forward.means, expected: [mean], units: 0.5)
    expectClose(actual: forward.rstds, expected: [rstd], units: 2)
  }

  @Test func gradientsOfManyRowsDoNotDrift() {
    let rows = 200_000, x = (0..<2 * rows).map { $0 % 2 == 0 ? Float(-1) : 1 }
    let (means, rstds) = ([Float](repeating: 0, count: rows), [Float](repeating: 1, count: rows))
    let dy = [Float](repeating: 0.1, count: 2 * rows)
    var (dweight, dbias): ([Float], [Float]) = ([0, 0], [0, 0])
    layerNormBackward(
      dx: nil, dweight: &dweight, dbias: &dbias, dy, x, weight: [1, 1], means: means, rstds: rstds, rows: rows,
      columns: 2)
    let expected = Double(Float(0.1)) * Double(rows)
    expectClose(actual: dweight, expected: [-expected, expected], units: 8)
    expectClose(actual: dbias, expected: [expected, expected], units: 8)
  }

  @Test func oneColumnGivesTheBias() {
    let y = output(2) { y in
      var means: [Float] = [0, 0], rstds: [Float] = [0, 0]
      layerNorm(
        y, means: &means, rstds: &rstds, [3, -4], weight: [2], bias: [0.5], rows: 2, columns: 1,
        epsilon: epsilon)
    }
    #expect(y == [0.5, 0.5])
  }

  private func run(_ e: Example, hasBias: Bool) -> (y: [Float], means: [Float], rstds: [Float]) {
    var means: [Float] = [], rstds: [Float] = []
    let y = output(e.shape.count) { y in
      means = output(e.shape.rows) { means in
        rstds = output(e.shape.rows) { rstds in
          e.bias.withUnsafeBufferPointer {
            layerNorm(
              y, means: means, rstds: rstds, e.x, weight: e.weight, bias: hasBias ? $0.baseAddress : nil,
              rows: e.shape.rows, columns: e.shape.columns, epsilon: epsilon)
          }
        }
      }
    }
    return (y, means, rstds)
  }

  private func backward(
    _ e: Example, _ forward: (y: [Float], means: [Float], rstds: [Float]), _ dx: UnsafeMutablePointer<Float>?,
    _ dweight: UnsafeMutablePointer<Float>?, _ dbias: UnsafeMutablePointer<Float>?, accumulate: Bool = false
  ) {
    layerNormBackward(
      dx: dx, dweight: dweight, dbias: dbias, e.dy, e.x, weight: e.weight, means: forward.means,
      rstds: forward.rstds, rows: e.shape.rows, columns: e.shape.columns, accumulate: accumulate)
  }
}
