/// Finds the minimum of a smooth convex function with L-BFGS (Nocedal 1980; Nocedal and Wright 2006, algorithms 7.4 and
/// 7.5).
///
/// Where a function curves strongly in one direction and hardly in another, plain gradient descent needs very many
/// steps. Newton's method divides the gradient by the curvature, but the matrix of curvatures is large. L-BFGS learns
/// what it needs of this matrix from how the gradient changed over the last few steps.
///
///     var search = LBFGS(from: [0, 0]) { x, gradient in
///       gradient = [2 * (x[0] - 1), 200 * (x[1] + 2)]
///       return (x[0] - 1) * (x[0] - 1) + 100 * (x[1] + 2) * (x[1] + 2)
///     }
///     while search.largestSlope > 1e-9, search.step() {}
///     search.point     // [1, -2]
///
/// All sums are in a fixed order, so the result has the same bits on every machine if those of the function do.
public struct LBFGS {
  /// Returns the value at a point and fills in the gradient, which has as many elements as the point.
  public typealias Function = (_ point: [Double], _ gradient: inout [Double]) -> Double

  /// The best point so far.
  public private(set) var point: [Double]
  /// The value of the function there.
  public private(set) var value: Double
  /// The gradient of the function there.
  public private(set) var gradient: [Double]
  /// The number of steps so far.
  public private(set) var stepCount = 0
  /// How many times the function was evaluated so far: little more than once per step.
  public private(set) var evaluationCount = 1
  /// The length of the last step as a multiple of the step that the estimated curvature suggests: mostly 1.
  public private(set) var stepSize = 0.0

  private let function: Function
  private let curvatures: [Double]?
  private let memory: Int
  /// The last steps, the oldest first: how the point changed, how the gradient did, and their product, above 0.
  private var changes: [(point: [Double], gradient: [Double], product: Double)] = []

  /// Starts a search at a point.
  ///
  /// - Parameters:
  ///   - curvatures: a rough estimate of the second derivative along each axis, above 0, if there is one: the search
  ///     then needs fewer steps.
  ///   - memory: how many steps the estimate of the curvature goes back.
  ///   - function: smooth and convex; it can be infinite or NaN far from the start.
  public init(
    from start: [Double], curvatures: [Double]? = nil, memory: Int = 10, _ function: @escaping Function
  ) {
    // A precondition's message would not be printed in an optimized build.
    guard memory >= 1 else { fatalError("LBFGS: a memory of \(memory) steps; it must be at least 1") }
    guard curvatures?.count ?? start.count == start.count, curvatures?.allSatisfy({ $0 > 0 }) ?? true else {
      fatalError("LBFGS: \(curvatures?.count ?? 0) curvatures, which must be above 0, for \(start.count) numbers")
    }
    point = start
    self.curvatures = curvatures
    gradient = [Double](repeating: 0, count: start.count)
    value = function(point, &gradient)
    guard gradient.count == start.count else {
      fatalError("LBFGS: \(gradient.count) slopes for a point of \(start.count) numbers")
    }
    self.function = function
    self.memory = memory
  }

  /// The largest magnitude in the gradient: 0 at the minimum.
  public var largestSlope: Double { gradient.reduce(0) { max($0, abs($1)) } }

  /// Moves to a better point.
  ///
  /// - Returns: false if there is none nearby that rounding can tell from this one; the point is then unchanged.
  public mutating func step() -> Bool {
    let direction = descentDirection(), slope = dot(direction, gradient)
    guard slope < 0 else { return false }
    // The slope along the direction rises, and is 0 at the minimum. A step is long enough if the slope has risen by a
    // tenth, and not too long if it is still below 0 or if the value has fallen. Near the minimum, rounding hides
    // differences between values but not the sign of a slope, so the slope comes first.
    var size = 1.0, tooShort = 0.0, tooLong = Double.infinity
    for _ in 0..<64 {
      let next = zip(point, direction).map { $0 + size * $1 }
      var nextGradient = gradient
      let nextValue = function(next, &nextGradient)
      evaluationCount += 1
      let nextSlope = dot(direction, nextGradient)
      if !nextSlope.isFinite || (nextSlope > 0 && !(nextValue <= value + 1e-4 * size * slope)) {
        tooLong = size
      } else if nextSlope < 0.9 * slope {
        tooShort = size
      } else {
        remember(next, nextGradient)
        (point, value, gradient, stepSize) = (next, nextValue, nextGradient, size)
        stepCount += 1
        return true
      }
      size = tooLong.isFinite ? (tooShort + tooLong) / 2 : 2 * size
    }
    return false
  }

  /// Returns minus the gradient, divided by the estimated curvature: the two loops of algorithm 7.4.
  private func descentDirection() -> [Double] {
    var direction = gradient.map { -$0 }
    guard let last = changes.last else {
      if let curvatures { return zip(direction, curvatures).map { $0 / $1 } }
      // Without an estimate, the first step has a length of at most 1.
      let length = dot(direction, direction).squareRoot()
      return length > 1 ? direction.map { $0 / length } : direction
    }
    var factors: [Double] = []
    for change in changes.reversed() {
      let factor = dot(change.point, direction) / change.product
      factors.append(factor)
      add(&direction, change.gradient, times: -factor)
    }
    // The first estimate, corrected by how the slopes really changed in the last step.
    if let curvatures {
      let scale = last.product / dot(last.gradient, zip(last.gradient, curvatures).map { $0 / $1 })
      for i in direction.indices { direction[i] *= scale / curvatures[i] }
    } else {
      let scale = last.product / dot(last.gradient, last.gradient)
      for i in direction.indices { direction[i] *= scale }
    }
    for (change, factor) in zip(changes, factors.reversed()) {
      add(&direction, change.point, times: factor - dot(change.gradient, direction) / change.product)
    }
    return direction
  }

  /// Adds the step to a new point to the estimate of the curvature.
  private mutating func remember(_ next: [Double], _ nextGradient: [Double]) {
    let moved = zip(next, point).map { $0 - $1 }, turned = zip(nextGradient, gradient).map { $0 - $1 }
    let product = dot(moved, turned)
    // A convex function's slope rises along every step, except for rounding.
    guard product > 0 else { return }
    if changes.count == memory { changes.removeFirst() }
    changes.append((moved, turned, product))
  }
}

/// Returns the sum of the products of two vectors' elements.
private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for i in a.indices { sum += a[i] * b[i] }
  return sum
}

private func add(_ y: inout [Double], _ x: [Double], times factor: Double) {
  for i in y.indices { y[i] += factor * x[i] }
}
