import Files
import Tensors

/// The directions in which points vary most; the first two are the best for drawing many dimensions in two.
///
/// Principal component analysis (Pearson 1901, Hotelling 1933): the first component is the direction of the largest
/// variance, the second the direction of the largest remaining variance orthogonal to the first, and so on. They
/// are the eigenvectors of the covariance matrix, and the eigenvalues are the variances along them.
///
///     let components = PrincipalComponents(of: vectors, count: 2)     // vectors: (n, d)
///     components.shares                                               // of the variance: [0.12, 0.08]
///     let places = components.coordinates(of: vectors)                // n pairs of coordinates
///
/// Everything is computed in double precision and in a fixed order, so every machine gets the same bits.
public struct PrincipalComponents: Sendable {
  /// The mean of the points, which is the origin of the coordinates.
  public let means: [Double]
  /// The components: orthogonal directions of length 1, the one with the largest variance first. Each axis is oriented
  /// so that its entry of largest magnitude (the first if several are equal) is positive.
  public let axes: [[Double]]
  /// The variance along each axis, as the sum of squares divided by n - 1.
  public let variances: [Double]
  /// The sum of the variances along all d directions.
  public let totalVariance: Double

  /// The fraction of the total variance that each component explains; 0 if the total is 0.
  public var shares: [Double] { variances.map { totalVariance > 0 ? $0 / totalVariance : 0 } }

  /// Finds the leading components of some points.
  ///
  /// - Parameters:
  ///   - points: finite numbers, (n, d) with at least two points.
  ///   - count: how many components, from 1 to d.
  /// - Complexity: n d^2 operations for the covariance matrix and about 9 d^3 for its eigenvectors.
  public init(of points: Tensor, count: Int) {
    require(points.shape.rank == 2, "PrincipalComponents: points have shape \(points.shape), not (n, d)")
    let (n, d) = (points.shape[0], points.shape[1])
    require(n >= 2 && 1...max(1, d) ~= count && d > 0, "PrincipalComponents: \(count) components of (\(n), \(d))")
    require(points.isFinite, "PrincipalComponents: the points are not finite")
    let means = Self.means(points)
    let covariance = Self.covariance(points, means)
    let eigen = SymmetricEigen(covariance, size: d)
    self.means = means
    totalVariance = (0..<d).reduce(0) { $0 + covariance[$1 * d + $1] }
    // Rounding can push a variance of 0 slightly below 0.
    variances = eigen.values.prefix(count).map { max(0, $0) }
    axes = eigen.vectors.prefix(count).map { axis in
      let largest = axis.reduce(0) { abs($1) > abs($0) ? $1 : $0 }
      return largest < 0 ? axis.map { -$0 } : axis
    }
  }

  /// Returns the coordinates of points along the axes: for each point, as many coordinates as there are components.
  ///
  /// - Parameter points: of shape (n, d); they need not be the points that the components were computed from.
  public func coordinates(of points: Tensor) -> [[Double]] {
    require(
      points.shape.rank == 2 && points.shape[1] == means.count,
      "PrincipalComponents: points have shape \(points.shape), not (n, \(means.count))")
    let d = means.count
    return withExtendedLifetime(points) {
      (0..<points.shape[0]).map { i in
        let point = points.data + i * d
        return axes.map { axis in
          var sum = 0.0
          for c in 0..<d { sum += (Double(point[c]) - means[c]) * axis[c] }
          return sum
        }
      }
    }
  }

  private static func means(_ points: Tensor) -> [Double] {
    let (n, d) = (points.shape[0], points.shape[1])
    var sums = [Double](repeating: 0, count: d)
    withExtendedLifetime(points) {
      for i in 0..<n {
        for c in 0..<d { sums[c] += Double(points.data[i * d + c]) }
      }
    }
    return sums.map { $0 / Double(n) }
  }

  /// The lower triangle of the covariance matrix, which is enough for the eigenvectors.
  private static func covariance(_ points: Tensor, _ means: [Double]) -> [Double] {
    let (n, d) = (points.shape[0], points.shape[1])
    var sums = [Double](repeating: 0, count: d * d), centered = means
    withExtendedLifetime(points) {
      sums.withUnsafeMutableBufferPointer { sums in
        for i in 0..<n {
          for c in 0..<d { centered[c] = Double(points.data[i * d + c]) - means[c] }
          centered.withUnsafeBufferPointer { x in
            for row in 0..<d {
              let factor = x[row], start = row * d
              for column in 0...row { sums[start + column] += factor * x[column] }
            }
          }
        }
      }
    }
    return sums.map { $0 / Double(n - 1) }
  }
}
