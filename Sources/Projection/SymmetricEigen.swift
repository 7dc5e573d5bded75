import Files

/// The eigenvalues of a symmetric matrix, the largest first, and an eigenvector of length 1 for each.
///
/// Householder reflections make the matrix tridiagonal, and QR steps with Wilkinson's shift then make it diagonal:
/// Golub and Van Loan, Matrix Computations (4th edition), algorithms 8.3.1 to 8.3.3. This takes about 9 n^3 operations,
/// in double precision. It uses only sums, products, quotients and square roots in a fixed order, so every machine gets
/// the same bits.
///
///     SymmetricEigen([2, 1, 1, 2], size: 2)   // values 3 and 1; vectors (0.707, 0.707) and (-0.707, 0.707)
///
/// The sign of an eigenvector is arbitrary.
struct SymmetricEigen {
  /// The eigenvalues, the largest first.
  let values: [Double]
  /// The eigenvectors, in the order of the values; they are orthogonal.
  let vectors: [[Double]]

  /// Solves A v = lambda v.
  ///
  /// - Parameters:
  ///   - matrix: size x size finite numbers, row by row; only the diagonal and the entries below it are read.
  ///   - size: at least 1.
  init(_ matrix: [Double], size n: Int) {
    require(n > 0 && matrix.count == n * n, "SymmetricEigen: \(matrix.count) numbers for a matrix of \(n) x \(n)")
    require(matrix.allSatisfy(\.isFinite), "SymmetricEigen: the matrix is not finite")
    // Scaling by a power of two rounds nothing, and keeps squares of very large or small numbers within a Double's
    // range.
    let largest = matrix.reduce(0) { max($0, abs($1)) }
    let scale = largest > 0 ? largest.binade : 1
    var tridiagonal = Tridiagonal(matrix.map { $0 / scale }, n)
    tridiagonal.diagonalize()
    // The sort is stable: equal eigenvalues stay in their order.
    let order = (0..<n).sorted { tridiagonal.diagonal[$0] > tridiagonal.diagonal[$1] }
    values = order.map { tridiagonal.diagonal[$0] * scale }
    vectors = order.map { Array(tridiagonal.vectors[$0 * n..<($0 + 1) * n]) }
  }
}

/// A = V^T T V with T tridiagonal and V orthogonal: the rows of V become the eigenvectors.
private struct Tridiagonal {
  private let n: Int
  var diagonal: [Double]
  /// The subdiagonal: entry k is in row k + 1 and column k.
  private var beside: [Double]
  /// V, row by row: rotating two columns of V^T then runs along two contiguous rows.
  var vectors: [Double]

  init(_ matrix: [Double], _ n: Int) {
    self.n = n
    var a = matrix
    for i in 0..<n { for j in 0..<i { a[j * n + i] = a[i * n + j] } }
    (diagonal, beside) = ([], [])
    var reflections: [Reflection] = []
    for k in 0..<n {
      diagonal.append(a[k * n + k])
      guard k + 1 < n else { break }
      guard k + 2 < n else {
        beside.append(a[(k + 1) * n + k])
        continue
      }
      let reflection = Reflection(of: Array(a[k * n + k + 1..<(k + 1) * n]))
      reflection.applyOnBothSides(to: &a, n: n, from: k + 1)
      beside.append(reflection.image)
      reflections.append(reflection)
    }
    vectors = [Double](repeating: 0, count: n * n)
    for i in 0..<n { vectors[i * n + i] = 1 }
    // From the last, smallest reflection to the first: the rows above k + 1 are then still those of the identity, which
    // the reflection does not change.
    for (k, reflection) in reflections.enumerated().reversed() {
      reflection.apply(toRowsOf: &vectors, n: n, from: k + 1)
    }
  }

  /// Runs QR steps on one block after another, from the bottom, until all subdiagonal entries are 0.
  mutating func diagonalize() {
    let norm = diagonal.reduce(0) { max($0, abs($1)) } + beside.reduce(0) { max($0, abs($1)) }
    var last = n - 1
    while last > 0 {
      // Entries too small to survive rounding next to their diagonal neighbors, or tiny compared to the whole matrix,
      // count as 0.
      for k in 0..<last
      where abs(beside[k]) <= .ulpOfOne / 2 * (abs(diagonal[k]) + abs(diagonal[k + 1]))
        || abs(beside[k]) <= 0x1p-64 * norm
      {
        beside[k] = 0
      }
      if beside[last - 1] == 0 {
        last -= 1
        continue
      }
      var first = last - 1
      while first > 0, beside[first - 1] != 0 { first -= 1 }
      step(first, last)
    }
  }

  /// Runs one QR step with Wilkinson's shift on the block of rows `first` to `last`: the first rotation creates a
  /// bulge, an entry outside the three diagonals, and the following ones chase it out at the bottom.
  private mutating func step(_ first: Int, _ last: Int) {
    let half = (diagonal[last - 1] - diagonal[last]) / 2, e = beside[last - 1]
    let root = (half * half + e * e).squareRoot()
    let shift = diagonal[last] - e * e / (half + (half < 0 ? -root : root))
    var x = diagonal[first] - shift, z = beside[first]
    for k in first..<last {
      let r = (x * x + z * z).squareRoot()
      let (c, s) = r > 0 ? (x / r, z / r) : (1, 0)
      if k > first { beside[k - 1] = r }
      let (a, b, d) = (diagonal[k], beside[k], diagonal[k + 1])
      diagonal[k] = c * c * a + 2 * c * s * b + s * s * d
      diagonal[k + 1] = s * s * a - 2 * c * s * b + c * c * d
      beside[k] = c * s * (d - a) + (c * c - s * s) * b
      if k + 1 < last {
        x = beside[k]
        z = s * beside[k + 1]
        beside[k + 1] *= c
      }
      rotateRows(k, c, s)
    }
  }

  private mutating func rotateRows(_ k: Int, _ c: Double, _ s: Double) {
    let n = n
    vectors.withUnsafeMutableBufferPointer { v in
      for i in k * n..<(k + 1) * n {
        let (upper, lower) = (v[i], v[i + n])
        v[i] = c * upper + s * lower
        v[i + n] = c * lower - s * upper
      }
    }
  }
}

/// H = I - beta v v^T, which takes a vector x to (image, 0, 0, ...).
private struct Reflection {
  let image: Double
  private let beta: Double
  private let v: [Double]

  init(of x: [Double]) {
    let norm = x.reduce(0) { $0 + $1 * $1 }.squareRoot()
    // The sign opposite to x[0], so nothing cancels.
    image = x[0] > 0 ? -norm : norm
    var v = x
    v[0] -= image
    let square = v.reduce(0) { $0 + $1 * $1 }
    beta = square > 0 ? 2 / square : 0
    self.v = v
  }

  /// Replaces A with H A H in the rows and columns from `start` on, computed as A - v w^T - w v^T with
  /// w = p - (beta / 2) (p . v) v and p = beta A v.
  func applyOnBothSides(to a: inout [Double], n: Int, from start: Int) {
    let (v, m, beta) = (v, v.count, beta)
    a.withUnsafeMutableBufferPointer { a in
      var w = (0..<m).map { i in
        let row = (start + i) * n + start
        var sum = 0.0
        for j in 0..<m { sum += a[row + j] * v[j] }
        return beta * sum
      }
      var product = 0.0
      for i in 0..<m { product += w[i] * v[i] }
      for i in 0..<m { w[i] -= beta / 2 * product * v[i] }
      for i in 0..<m {
        let row = (start + i) * n + start, v_i = v[i], w_i = w[i]
        for j in 0..<m { a[row + j] -= v_i * w[j] + w_i * v[j] }
      }
    }
  }

  /// Replaces each row r, from `start` on, with r H.
  func apply(toRowsOf rows: inout [Double], n: Int, from start: Int) {
    let (v, m, beta) = (v, v.count, beta)
    rows.withUnsafeMutableBufferPointer { rows in
      for i in start..<n {
        let row = i * n + start
        var sum = 0.0
        for j in 0..<m { sum += rows[row + j] * v[j] }
        let factor = beta * sum
        for j in 0..<m { rows[row + j] -= factor * v[j] }
      }
    }
  }
}
