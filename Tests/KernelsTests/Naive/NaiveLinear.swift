extension Naive {
  /// A linear map x W + bias over rows, with the operations that can follow it. Each sum comes with the magnitudes of
  /// its terms.
  struct LinearMap {
    let x, weight, bias, factors, residual: [Float]
    let rows, n, k: Int
    /// Whether the weight is stored n x k.
    let isTransposed: Bool
    private let product: Sums

    init(
      x: [Float], weight: [Float], bias: [Float], factors: [Float], residual: [Float], rows: Int, n: Int, k: Int,
      isTransposed: Bool
    ) {
      (self.x, self.weight, self.bias) = (x, weight, bias)
      (self.factors, self.residual) = (factors, residual)
      (self.rows, self.n, self.k, self.isTransposed) = (rows, n, k, isTransposed)
      product = Naive.product(
        x, weight, m: rows, n: n, k: k, transposeA: false, transposeB: isTransposed, adding: nil)
    }

    /// x W, with or without the bias.
    func sums(hasBias: Bool) -> Sums {
      var sums = product
      guard hasBias else { return sums }
      for i in sums.values.indices {
        sums.values[i] += Double(bias[i % n])
        sums.sizes[i] += Double(abs(bias[i % n]))
      }
      return sums
    }

    /// (x W) factors.
    var multiplied: Sums {
      var sums = product
      for i in sums.values.indices {
        sums.values[i] *= Double(factors[i])
        sums.sizes[i] *= Double(abs(factors[i]))
      }
      return sums
    }

    /// residual + (x W + bias) mask.
    ///
    /// - Parameter mask: the dropout factors.
    func addedToResidual(hasBias: Bool, mask: [Float]) -> Sums {
      var sums = sums(hasBias: hasBias)
      for i in sums.values.indices {
        sums.values[i] = Double(residual[i]) + sums.values[i] * Double(mask[i])
        sums.sizes[i] = Double(abs(residual[i])) + sums.sizes[i] * Double(mask[i])
      }
      return sums
    }
  }
}
