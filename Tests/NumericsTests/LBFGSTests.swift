import Numerics
import Testing

struct LBFGSTests {
  /// The minimum of a quadratic with curvatures from 1 to 1e6 that are not along the axes.
  @Test(arguments: [nil, [1.0, 1, 1, 1, 1], [1e6, 1e6, 1e6, 1e6, 1e6]])
  func anIllConditionedQuadraticIsMinimized(estimate: [Double]?) {
    let curvatures = [1.0, 30, 2e3, 5e4, 1e6], minimum = [3.0, -2, 0.5, 7, -1]
    // The gradient of half the sum of curvature * (sum of differences up to here)^2.
    var search = LBFGS(from: [0, 0, 0, 0, 0], curvatures: estimate) { x, gradient in
      var value = 0.0, sums = [Double](repeating: 0, count: 5), sum = 0.0
      for i in 0..<5 {
        sum += x[i] - minimum[i]
        sums[i] = curvatures[i] * sum
        value += 0.5 * curvatures[i] * sum * sum
      }
      for i in 0..<5 { gradient[i] = sums[i...].reduce(0, +) }
      return value
    }
    while search.largestSlope > 1e-7, search.step() {}
    #expect(search.largestSlope <= 1e-7 && search.stepCount < 100)
    #expect(search.evaluationCount < 2 * search.stepCount + 60)
    for (x, expected) in zip(search.point, minimum) { #expect(abs(x - expected) < 1e-6) }
  }

  /// ln(e^x + e^-x) + x^4 is nearly straight far from 0, and its slope rises by far more than a step expects.
  @Test(arguments: [-50.0, -1, 0.25, 1000]) func everyStepGoesDown(start: Double) {
    var search = LBFGS(from: [start]) { x, gradient in
      gradient = [tangent(x[0]) + 4 * x[0] * x[0] * x[0]]
      return logCosine(x[0]) + x[0] * x[0] * x[0] * x[0]
    }
    var last = search.value
    while search.largestSlope > 1e-12, search.step() {
      #expect(search.value <= last + 1e-15 * abs(last))
      last = search.value
    }
    #expect(abs(search.point[0]) < 1e-11 && search.stepCount < 100)
  }

  @Test func knownCurvaturesSaveSteps() {
    let curvatures = (0..<30).map { Double(1 << $0) }
    func steps(_ estimate: [Double]?) -> Int {
      var search = LBFGS(from: [Double](repeating: 1, count: 30), curvatures: estimate) { x, gradient in
        for i in 0..<30 { gradient[i] = curvatures[i] * x[i] }
        return (0..<30).reduce(0) { $0 + 0.5 * curvatures[$1] * x[$1] * x[$1] }
      }
      while search.largestSlope > 1e-6, search.step() {}
      #expect(search.largestSlope <= 1e-6)
      return search.stepCount
    }
    #expect(steps(curvatures) == 1 && steps(curvatures.map { 3 * $0 }) < 10 && steps(nil) > 30)
  }

  @Test func pointsWhereTheFunctionIsNotFiniteAreSteppedOver() {
    // -ln(1 - x) + ln is infinite or NaN from 1 on.
    var search = LBFGS(from: [-100]) { x, gradient in
      gradient = [x[0] < 1 ? 1 / (1 - x[0]) - 4 : .nan]
      return x[0] < 1 ? -naturalLogarithm(1 - x[0]) - 4 * x[0] : .infinity
    }
    while search.largestSlope > 1e-10, search.step() {}
    #expect(abs(search.point[0] - 0.75) < 1e-9)
  }

  @Test func aSearchEndsWhereRoundingLeavesNoBetterPoint() {
    var search = LBFGS(from: [1, 1]) { x, gradient in
      gradient = [2 * (x[0] - 0.1), 2e8 * (x[1] - 0.3)]
      return (x[0] - 0.1) * (x[0] - 0.1) + 1e8 * (x[1] - 0.3) * (x[1] - 0.3)
    }
    while search.largestSlope > 0, search.stepCount < 1000, search.step() {}
    #expect(search.stepCount < 1000)
    #expect(abs(search.point[0] - 0.1) < 1e-12 && abs(search.point[1] - 0.3) < 1e-12)
    let point = search.point
    #expect(!search.step() || search.largestSlope == 0)
    #expect(search.point.count == point.count)
  }
}

private func tangent(_ x: Double) -> Double {
  let e = exponential(-2 * abs(x))
  return (x < 0 ? -1 : 1) * (1 - e) / (1 + e)
}

/// ln(e^x + e^-x).
private func logCosine(_ x: Double) -> Double { abs(x) + naturalLogarithm(1 + exponential(-2 * abs(x))) }
