import Foundation
import Tensors
import Testing
import TestSupport

@testable import Projection

@Suite struct TSNETests {
  /// Groups of points around centers that are far apart.
  private func groups(_ count: Int, of size: Int, dimensions: Int = 10) -> Tensor {
    var random = RandomValues(seed: 11)
    let centers = (0..<count).map { _ in random.floats(dimensions, in: -5...5) }
    return Tensor(
      [count * size, dimensions],
      (0..<count * size).flatMap { point in centers[point / size].map { $0 + random.float(in: -0.5...0.5) } })
  }

  /// The divergence of a layout by its definition, in double precision.
  private func divergence(_ p: [Double], _ x: [Double], _ y: [Double]) -> Double {
    let n = x.count
    let w = (0..<n * n).map { pair -> Double in
      let (i, j) = (pair / n, pair % n)
      return i == j ? 0 : 1 / (1 + (x[i] - x[j]) * (x[i] - x[j]) + (y[i] - y[j]) * (y[i] - y[j]))
    }
    let total = w.reduce(0, +)
    return zip(p, w).reduce(0) { $1.0 > 0 ? $0 + $1.0 * log($1.0 / ($1.1 / total)) : $0 }
  }

  @Test(arguments: [0.01, 1, 20] as [Float]) func gradientMatchesFiniteDifferences(spread: Float) {
    var random = RandomValues(seed: 12)
    let points = groups(3, of: 7), n = points.shape[0]
    let neighbors = TSNE.neighbors(points, perplexity: 5)
    let p = neighbors.elements.map(Double.init)
    let layout = Layout(
      start: (random.floats(n, in: -spread...spread), random.floats(n, in: -spread...spread)))
    let forces = StudentForces(neighbors: neighbors)
    forces.compute(layout)
    let (x, y) = (layout.x.map(Double.init), layout.y.map(Double.init))
    let step = 1e-4 * Double(spread)
    for i in 0..<n {
      func slope(_ change: (inout [Double], inout [Double], Double) -> Void) -> Double {
        let both = [step, -step].map { step in
          var (x, y) = (x, y)
          change(&x, &y, step)
          return divergence(p, x, y)
        }
        return (both[0] - both[1]) / (2 * step)
      }
      let scale = 1e-5 * Double((forces.gradientX + forces.gradientY).map(abs).max()!)
      #expect(abs(Double(forces.gradientX[i]) - slope { x, _, step in x[i] += step }) < scale)
      #expect(abs(Double(forces.gradientY[i]) - slope { _, y, step in y[i] += step }) < scale)
    }
    #expect(abs(forces.divergence(layout) - divergence(p, x, y)) < 1e-5)
  }

  @Test func separateGroupsStaySeparate() {
    let (count, size) = (6, 25)
    let drawing = TSNE(perplexity: 10).drawing(of: groups(count, of: size))
    let places = drawing.coordinates
    for i in places.indices {
      let others = places.indices.filter { $0 != i }
      let nearest = others.min { distance(places[i], places[$0]) < distance(places[i], places[$1]) }!
      #expect(nearest / size == i / size)
    }
    // Every group is smaller than the distance to the next.
    let centers = (0..<count).map { group in
      (0..<2).map { axis in places[group * size..<(group + 1) * size].reduce(0) { $0 + $1[axis] } / Double(size) }
    }
    let widest = places.indices.map { distance(places[$0], centers[$0 / size]) }.max()!
    for i in 0..<count {
      for j in 0..<i { #expect(distance(centers[i], centers[j]) > 2 * widest) }
    }
    #expect(drawing.divergence < 1)
  }

  @Test func divergenceFalls() {
    var random = RandomValues(seed: 13)
    let cloud = Tensor([150, 12], random.floats(150 * 12))
    var history: [(iteration: Int, divergence: Double)] = []
    let drawing = TSNE(perplexity: 20, iterations: 620).drawing(of: cloud) { history.append(($0, $1)) }
    #expect(history.map(\.iteration) == Array(stride(from: 50, through: 600, by: 50)) + [620])
    let late = history.filter { $0.iteration > 200 }.map(\.divergence)
    #expect(zip(late, late.dropFirst()).allSatisfy { $1 < $0 + 1e-3 }, "\(late)")
    #expect(late.last! < history[0].divergence && drawing.divergence == late.last!)
  }

  @Test func sameSeedGivesTheSameBitsOnAnyThreadCount() {
    let points = groups(4, of: 60)
    func bits(_ threads: Int, seed: UInt64 = 5) -> [UInt64] {
      onThreads(threads) {
        let drawing = TSNE(perplexity: 15, iterations: 60, seed: seed).drawing(of: points)
        return (drawing.coordinates.flatMap { $0 } + [drawing.divergence]).map(\.bitPattern)
      }
    }
    let one = bits(1)
    for threads in [2, 3, 7] { #expect(bits(threads) == one) }
    #expect(bits(2, seed: 6) != one)
  }

  @Test func fewAndEqualPointsAreDrawn() {
    for (shape, values) in [
      ([2, 3], [1, 2, 3, 4, 5, 6]), ([3, 1], [1, 2, 9]), ([4, 2], [1, 1, 1, 1, 1, 1, 1, 1]),
      ([4, 2], [0, 0, 0, 0, 1e10, 0, 1e10, 0]),
    ] as [([Int], [Float])] {
      let perplexity = TSNE.usualPerplexity(count: shape[0])
      let drawing = TSNE(perplexity: perplexity, iterations: 300).drawing(of: Tensor(Shape(shape), values))
      #expect(drawing.coordinates.count == shape[0])
      #expect(drawing.coordinates.allSatisfy { $0.count == 2 && $0.allSatisfy(\.isFinite) })
      #expect(drawing.divergence.isFinite && drawing.divergence > -1e-5)
    }
  }

  @Test func usualPerplexityFitsTheNumberOfPoints() {
    #expect(TSNE.usualPerplexity(count: 2) == 1 && TSNE.usualPerplexity(count: 31) == 10)
    #expect(TSNE.usualPerplexity(count: 91) == 30 && TSNE.usualPerplexity(count: 5000) == 30)
  }

  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    ((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])).squareRoot()
  }
}
