import Testing

@testable import Reports

struct MovingAverageTests {
  @Test func theAverageOfAConstantIsTheConstantFromTheStart() {
    for value in movingAverage(Array(repeating: 4.25, count: 50), span: 20) {
      #expect(abs(value - 4.25) < 1e-14)
    }
  }

  @Test func theAverageIsTheWeightedMeanOfAllValuesSoFar() {
    let values: [Double] = [3, -1, 4, 1, -5, 9, 2]
    let beta = 1 - 1 / 2.5
    let averages = movingAverage(values, span: 2.5)
    #expect(averages.count == values.count)
    for k in averages.indices {
      var weight = 1.0, sum = 0.0, weights = 0.0
      for j in (0...k).reversed() {
        sum += weight * values[j]
        weights += weight
        weight *= beta
      }
      #expect(abs(averages[k] - sum / weights) < 1e-14)
    }
  }

  @Test func aSpanOfOneChangesNothing() {
    #expect(movingAverage([3, 1, 2], span: 1) == [3, 1, 2])
    #expect(movingAverage([], span: 5) == [])
  }

  @Test func onASlopeTheAverageLagsBySpanMinusOne() {
    let averages = movingAverage((0..<2000).map { -0.5 * Double($0) }, span: 13)
    #expect(abs(averages[1999] - -0.5 * (1999 - 12)) < 1e-9)
  }

  @Test(arguments: [101, 102, 250, 997, 54_321])
  func thinningKeepsEndsExtremesAndOrder(count: Int) {
    var points = (0..<count).map { LossCurve.Point(step: $0 * 3, loss: Double(($0 * 7919) % 1009)) }
    points[count / 3].loss = 5000
    points[count / 2].loss = -5000
    let thin = thinned(points, to: 100)
    #expect(thin.count <= 100)
    #expect(thin.count > 50)
    #expect(thin.first == points.first)
    #expect(thin.last == points.last)
    #expect(thin.contains(points[count / 3]))
    #expect(thin.contains(points[count / 2]))
    #expect(zip(thin, thin.dropFirst()).allSatisfy { $0.step < $1.step })
  }

  @Test func fewPointsAreNotThinned() {
    let points = (0..<100).map { LossCurve.Point(step: $0, loss: 1) }
    #expect(thinned(points, to: 100) == points)
    #expect(thinned([], to: 100) == [])
  }
}
