import Files
import Kernels
import Numerics
import Tensors

/// Draws high-dimensional points in the plane and keeps neighbors together: t-SNE (van der Maaten and Hinton 2008).
///
/// A distribution P over all pairs says how likely two points are neighbors. It comes from a normal distribution around
/// each point, wide enough that the point has about `perplexity` neighbors. In the drawing, a distribution Q says the
/// same. It comes from Student's t-distribution, whose long tails leave room between groups. Gradient descent moves the
/// drawing to reduce the Kullback-Leibler divergence KL(P || Q). Points that are near in the drawing are near in the
/// data, but the distances between groups and the sizes of groups mean little.
///
///     let drawing = TSNE(perplexity: 15).drawing(of: vectors) { iteration, divergence in ... }
///     drawing.coordinates   // n pairs
///     drawing.divergence    // in nats, the smaller the better
///
/// This is the exact method: each iteration looks at all pairs. The same seed gives the same bits on any number of
/// threads.
public struct TSNE: Sendable {
  /// The approximate number of neighbors of each point, from 1 to n - 1.
  public var perplexity: Float
  /// The number of gradient descent steps.
  public var iterations: Int
  /// The seed of the random numbers: about 1% of the initial drawing is random noise, which separates equal points.
  public var seed: UInt64

  /// The resulting drawing.
  public struct Drawing: Sendable {
    /// The coordinates of each point.
    public let coordinates: [[Double]]
    /// The Kullback-Leibler divergence KL(P || Q) of the points and the drawing, in nats.
    public let divergence: Double
  }

  /// Creates the settings of a drawing.
  public init(perplexity: Float = 30, iterations: Int = 1000, seed: UInt64 = 1337) {
    self.perplexity = perplexity
    self.iterations = iterations
    self.seed = seed
  }

  /// Returns a suitable perplexity for a number of points: 30, or a third of the other points if there are few.
  public static func usualPerplexity(count: Int) -> Float {
    require(count >= 2, "TSNE: a perplexity for \(count) points; there must be at least 2")
    return max(1, min(30, Float(count - 1) / 3))
  }

  /// Draws points; neighbors are points at a small Euclidean distance.
  ///
  /// - Parameters:
  ///   - points: finite numbers, (n, d) with n at least 2.
  ///   - progress: called with the iteration and its divergence, every 50 iterations and at the end.
  /// - Complexity: two tables of n^2 numbers, and about 20 n^2 operations per iteration.
  public func drawing(of points: Tensor, progress: (_ iteration: Int, _ divergence: Double) -> Void = { _, _ in })
    -> Drawing
  {
    require(
      points.shape.rank == 2 && points.shape[0] >= 2,
      "TSNE: points have shape \(points.shape), not (n, d) with n at least 2")
    require(iterations > 0, "TSNE: \(iterations) iterations; there must be at least 1")
    require(points.isFinite, "TSNE: the points are not finite")
    let n = points.shape[0]
    require((1...Float(n - 1)).contains(perplexity), "TSNE: a perplexity of \(perplexity) for \(n) points")
    let forces = StudentForces(neighbors: Self.neighbors(points, perplexity: perplexity))
    var layout = Layout(start: start(points))
    // At first, attraction moves a point by about 4 x 12 / n of its distance per unit of the learning rate. This rate
    // makes the step about the whole distance (Belkina et al. 2019); it is never below the rate for 2,400 points.
    let rate = max(Float(n) / 48, 50)
    var divergence = 0.0
    for iteration in 1...iterations {
      // Early exaggeration: neighbors first attract each other far too strongly, and gather before the drawing gets
      // crowded.
      let isEarly = iteration <= min(250, iterations / 4), exaggeration: Float = isEarly ? 12 : 1
      forces.compute(layout, exaggeration: exaggeration)
      layout.step(forces.gradientX, forces.gradientY, rate: rate, momentum: isEarly ? 0.5 : 0.8)
      if iteration % 50 == 0 || iteration == iterations {
        divergence = forces.divergence(layout)
        progress(iteration, divergence)
      }
    }
    let places = (0..<n).map { [Double(layout.x[$0]), Double(layout.y[$0])] }
    return Drawing(coordinates: places, divergence: divergence)
  }

  /// Returns P, (n, n): how likely two points are neighbors.
  static func neighbors(_ points: Tensor, perplexity: Float) -> Tensor {
    let n = points.shape[0]
    let distances = Tensor(unfilled: [n, n]), neighbors = Tensor(unfilled: [n, n])
    withExtendedLifetime((points, distances, neighbors)) {
      squaredDistances(distances.data, points.data, count: n, width: points.shape[1])
      jointProbabilities(neighbors.data, distances.data, count: n, perplexity: perplexity)
    }
    return neighbors
  }

  /// Returns the initial drawing: the first two principal components, scaled down, so the groups are arranged as in the
  /// data and not by chance (Kobak and Berens 2019).
  private func start(_ points: Tensor) -> (x: [Float], y: [Float]) {
    let components = PrincipalComponents(of: points, count: min(2, points.shape[1]))
    let deviation = components.variances[0].squareRoot(), size = 1e-4
    var generator = RandomGenerator(seed: seed)
    let places = components.coordinates(of: points).map { place in
      (place + [0]).prefix(2).map { coordinate in
        Float(size * ((deviation > 0 ? coordinate / deviation : 0) + 0.01 * Double(generator.normal())))
      }
    }
    return (places.map { $0[0] }, places.map { $0[1] })
  }
}

/// The positions of the points in the drawing and how they move: gradient descent with momentum, and with a gain per
/// coordinate that grows while the coordinate keeps its direction (Jacobs 1988).
struct Layout {
  private(set) var x: [Float], y: [Float]
  private var motionX: [Motion], motionY: [Motion]

  private struct Motion {
    var velocity: Float = 0, gain: Float = 1

    mutating func move(_ position: inout Float, _ gradient: Float, rate: Float, momentum: Float) {
      gain = gradient * velocity < 0 ? gain + 0.2 : max(0.01, gain * 0.8)
      velocity = momentum * velocity - rate * gain * gradient
      position += velocity
    }
  }

  init(start: (x: [Float], y: [Float])) {
    (x, y) = start
    motionX = [Motion](repeating: Motion(), count: x.count)
    motionY = motionX
  }

  /// Moves all points, then moves their mean back to 0: the forces do not shift it, but rounding does.
  mutating func step(_ gradientX: [Float], _ gradientY: [Float], rate: Float, momentum: Float) {
    for i in x.indices {
      motionX[i].move(&x[i], gradientX[i], rate: rate, momentum: momentum)
      motionY[i].move(&y[i], gradientY[i], rate: rate, momentum: momentum)
    }
    let middleX = Float(x.reduce(0) { $0 + Double($1) } / Double(x.count))
    let middleY = Float(y.reduce(0) { $0 + Double($1) } / Double(y.count))
    for i in x.indices {
      x[i] -= middleX
      y[i] -= middleY
    }
  }
}

/// The divergence and its gradient, for drawings of the same points.
final class StudentForces {
  private let neighbors: Tensor
  private let count: Int
  private var pullX: [Float], pullY: [Float], pushX: [Float], pushY: [Float], nearness: [Float]
  private(set) var gradientX: [Float], gradientY: [Float]

  /// - Parameter neighbors: P, (n, n).
  init(neighbors: Tensor) {
    self.neighbors = neighbors
    count = neighbors.shape[0]
    pullX = [Float](repeating: 0, count: count)
    (pullY, pushX, pushY, nearness, gradientX, gradientY) = (pullX, pullX, pullX, pullX, pullX, pullX)
  }

  /// Computes the gradient, 4 (e pull - push / Z), where the exaggeration e strengthens the attraction between
  /// neighbors.
  func compute(_ layout: Layout, exaggeration: Float = 1) {
    studentForces(
      pullX: &pullX, pullY: &pullY, pushX: &pushX, pushY: &pushY, nearness: &nearness, neighbors.data, x: layout.x,
      y: layout.y, count: count)
    let share = Float(1 / total)
    for i in 0..<count {
      gradientX[i] = 4 * (exaggeration * pullX[i] - share * pushX[i])
      gradientY[i] = 4 * (exaggeration * pullY[i] - share * pushY[i])
    }
  }

  /// Returns KL(P || Q) in nats.
  func divergence(_ layout: Layout) -> Double {
    compute(layout)
    var sums = [Float](repeating: 0, count: count)
    studentDivergences(&sums, neighbors.data, x: layout.x, y: layout.y, count: count)
    return sums.reduce(0) { $0 + Double($1) } + naturalLogarithm(total)
  }

  /// Z: the sum of all nearness values, kept above 0 however far apart the points are.
  private var total: Double { max(nearness.reduce(0) { $0 + Double($1) }, 1e-30) }
}
