import Numerics

/// Brings a matrix near the orthogonal matrix that is nearest to it: with X = U S V^T, near U V^T. All directions then
/// count about the same, however small their singular value was.
///
/// After a division by its Frobenius norm, which brings all singular values into 0...1, each iteration maps them by
///
///     s -> a s + b s^3 + c s^5,  X -> a X + (b A + c A^2) X  with A = X X^T
///
/// whose coefficients let small values grow fast: after five iterations, they are between 0.7 and 1.2 (Jordan et al.
/// 2024). It takes about 2 k^2 (2 n + k) FLOPs per iteration, with k the shorter and n the longer side.
///
/// Everything runs on the calling thread, so several matrices can be processed at the same time.
///
/// - Parameters:
///   - x: rows x columns; replaced.
///   - iterations: five are usual; fewer leave the small singular values smaller.
public func orthogonalize(_ x: UnsafeMutablePointer<Float>, rows: Int, columns: Int, iterations: Int) {
  let (k, count) = (min(rows, columns), rows * columns)
  let norm = dot(x, x, count).squareRoot()
  guard norm > 0 else { return }
  scale(x, x, by: 1 / (norm + 1e-7), count: count)
  withScratch(2 * k * k + count) { scratch in
    let gram = scratch, polynomial = scratch + k * k, product = polynomial + k * k
    for _ in 0..<iterations {
      // A = X X^T or, if X is tall, X^T X.
      if rows <= columns {
        matrixProduct(gram, x, x, m: k, n: k, k: columns, transposeB: true)
      } else {
        matrixProduct(gram, x, x, m: k, n: k, k: rows, transposeA: true)
      }
      matrixProduct(polynomial, gram, gram, m: k, n: k, k: k)
      mixed(polynomial, gram, -4.775, polynomial, 2.0315, count: k * k)
      if rows <= columns {
        matrixProduct(product, polynomial, x, m: rows, n: columns, k: k)
      } else {
        matrixProduct(product, x, polynomial, m: rows, n: columns, k: k)
      }
      mixed(x, x, 3.4445, product, 1, count: count)
    }
  }
}

/// One matrix as the optimizer Muon sees it.
public struct MuonMatrix {
  let weights, velocities: UnsafeMutablePointer<Float>
  let gradients: UnsafePointer<Float>
  let rows, columns: Int

  /// Creates a matrix of rows x columns with its velocities and gradients.
  public init(
    weights: UnsafeMutablePointer<Float>, velocities: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
    rows: Int, columns: Int
  ) {
    self.weights = weights
    self.velocities = velocities
    self.gradients = gradients
    self.rows = rows
    self.columns = columns
  }
}

/// One step of Muon for all matrices (Jordan et al. 2024): momentum, made orthogonal.
///
///     m = momentum m + g
///     w = w (1 - rate decay) - rate sqrt(max(1, rows / columns)) orthogonal(g + momentum m)
///
/// Each matrix is computed by one thread, and several at the same time.
public func muon(
  _ matrices: [MuonMatrix], learningRate: Double, momentum: Double, weightDecay: Double, gradientScale: Double,
  iterations: Int
) {
  parallelParts(matrices.count) { number in
    let p = matrices[number], count = p.rows * p.columns, momentum = Float(momentum)
    withScratch(count) { direction in
      mixed(p.velocities, p.velocities, momentum, p.gradients, Float(gradientScale), count: count)
      mixed(direction, p.gradients, Float(gradientScale), p.velocities, momentum, count: count)
      orthogonalize(direction, rows: p.rows, columns: p.columns, iterations: iterations)
      let shape = max(1, Double(p.rows) / Double(p.columns)).squareRoot()
      mixed(
        p.weights, p.weights, Float(1 - learningRate * weightDecay), direction, Float(-learningRate * shape),
        count: count)
    }
  }
}
