import Tensors
import Testing
import TestSupport

@testable import Projection

@Suite struct PrincipalComponentsTests {
  /// Seven points in five dimensions, all of them exact in binary.
  private let points: Tensor = {
    var numbers: [Float] = []
    for i in 0..<7 {
      for j in 0..<5 {
        let remainder = (3 * i * i + 7 * j + 5 * i * j) % 13
        numbers.append(Float(remainder - 6) / 4)
      }
    }
    return Tensor([7, 5], numbers)
  }()

  @Test func pointsOnALineHaveOneComponent() {
    // (3, 4) times -2, 0, 1 and 1: the variance along (0.6, 0.8) is 25 (4 + 0 + 1 + 1) / 3.
    let line = Tensor([4, 2], [-6, -8, 0, 0, 3, 4, 3, 4])
    let components = PrincipalComponents(of: line, count: 2)
    expectNear(components.axes[0], [0.6, 0.8])
    expectNear(components.variances, [50, 0], 1e-14)
    expectNear(components.shares, [1, 0])
    #expect(components.means == [0, 0] && components.totalVariance == 50)
    expectNear(components.coordinates(of: line).map { $0[0] }, [-10, 0, 5, 5], 1e-15)
  }

  @Test func componentsMatchNumpy() {
    // numpy.linalg.eigh of numpy.cov, version 2.4.6; signs by the largest entry.
    let components = PrincipalComponents(of: points, count: 2)
    expectNear(components.variances, [3.49706677, 1.55514955], 2e-9)
    expectNear(
      components.axes[0],
      [-0.4499076594763485, -0.12964767920023945, -0.3846757393399535, -0.5406093838270778, 0.5835586062289494])
    expectNear(
      components.axes[1],
      [0.5665489344588308, -0.13308623175413414, 0.5514556971703919, -0.5263513622988758, 0.2831275635565778])
    let places = components.coordinates(of: points)
    expectNear(
      places.map { $0[0] },
      [
        0.13745340162693406, 2.502197539246501, -2.0650925444821104, 1.5708169929384783, -2.766152626886466,
        0.05923243854043606, 0.5615447990162264,
      ], 4e-15)
    expectNear(
      places.map { $0[1] },
      [
        -1.888947974121467, 0.46284314990451975, 0.37620508504059064, 0.26875826859124374, -0.003303446555883548,
        1.9776403769037085, -1.1931954597627121,
      ], 4e-15)
  }

  @Test func sharesOfAllComponentsSumToOne() {
    let components = PrincipalComponents(of: points, count: 5)
    #expect(abs(components.shares.reduce(0, +) - 1) < 1e-15)
    expectNear([components.totalVariance], [6.50297619047619])
  }

  /// The variance of the coordinates equals that of the component.
  @Test func coordinatesHaveTheVariancesOfTheirComponents() {
    var random = RandomValues(seed: 9)
    let cloud = Tensor([33, 17], random.floats(33 * 17))
    let components = PrincipalComponents(of: cloud, count: 3), places = components.coordinates(of: cloud)
    for axis in 0..<3 {
      let values = places.map { $0[axis] }
      #expect(abs(values.reduce(0, +)) < 1e-12)
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 32 - components.variances[axis]) < 1e-12)
    }
  }

  @Test func theLargestEntryOfAnAxisIsPositive() {
    for count in [3, 8, 20] {
      var random = RandomValues(seed: UInt64(count))
      for axis in PrincipalComponents(of: Tensor([count, 6], random.floats(count * 6)), count: 6).axes {
        #expect(axis.max { abs($0) < abs($1) }! > 0)
      }
    }
  }

  @Test func equalPointsHaveNoVarianceAndAreAtZero() {
    let same = Tensor([3, 4], [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4])
    let components = PrincipalComponents(of: same, count: 2)
    #expect(components.variances == [0, 0] && components.shares == [0, 0])
    #expect(components.coordinates(of: same).allSatisfy { $0 == [0, 0] })
  }

  @Test func fewerPointsThanDimensionsAreEnough() {
    var random = RandomValues(seed: 2)
    let few = Tensor([3, 40], random.floats(120)), components = PrincipalComponents(of: few, count: 4)
    #expect(components.shares[0] + components.shares[1] > 1 - 1e-12 && components.shares[2] < 1e-12)
    // Drawing three points in their plane keeps their distances.
    let places = components.coordinates(of: few)
    for (i, j) in [(0, 1), (0, 2), (1, 2)] {
      let whole = (0..<40).reduce(0.0) { sum, c in
        let difference = Double(few[i, c]) - Double(few[j, c])
        return sum + difference * difference
      }
      let drawn = zip(places[i], places[j]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      #expect(abs(whole - drawn) < 1e-12 * whole)
    }
  }
}
