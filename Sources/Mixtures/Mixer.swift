import Files

/// Mixes the log-odds of several predictions of one answer into one probability, with weights that it learns.
///
///     p = 1 / (1 + exp(-sum of w_i x_i))        x_i = ln(p_i / (1 - p_i))
///
/// This is the weighted geometric mean of the p_i, and of the 1 - p_i, scaled to add up to 1. It suits predictions of
/// different certainty: one that is sure counts for more than many that are not. The loss is L = -ln p(answer), and
///
///     dL/dw_i = (p - answer) x_i
///
/// so each answer moves the weights by `rate * (answer - p) * x_i` (Mahoney 2005, section 2; Mattern 2012 derives the
/// form from the Kullback-Leibler divergence). There are many sets of weights; the caller names the one that a small
/// context selects.
///
/// All sums are of single IEEE operations in a fixed order, so every machine computes the same bits.
struct Mixer {
  typealias Inputs = (SIMD16<Float>, SIMD16<Float>)
  /// The largest number of inputs.
  static let inputCount = 32

  /// The weights, two vectors per set.
  private(set) var weights: [SIMD16<Float>]
  let setCount: Int

  init(setCount: Int, initial: Float) {
    self.setCount = setCount
    weights = [SIMD16<Float>](repeating: SIMD16(repeating: initial), count: 2 * setCount)
  }

  /// Returns the log-odds of the mixture.
  @inline(__always)
  func mix(_ x: Inputs, set: Int) -> Float {
    let products = weights[2 * set] * x.0 + weights[2 * set + 1] * x.1
    let eight = products.lowHalf + products.highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  /// Moves the weights against the gradient: `error` is answer - p.
  @inline(__always)
  mutating func learn(_ x: Inputs, set: Int, error: Float, rate: Float) {
    let step = SIMD16<Float>(repeating: error * rate)
    weights[2 * set] += step * x.0
    weights[2 * set + 1] += step * x.1
  }

  /// All weights, in order.
  var numbers: [Float] {
    get { weights.flatMap { vector in vector.indices.map { vector[$0] } } }
    set {
      require(newValue.count == Self.inputCount * setCount, "Mixer: \(newValue.count) weights")
      for i in weights.indices { weights[i] = SIMD16(newValue[16 * i..<16 * i + 16]) }
    }
  }
}

/// 1 / (1 + e^-x), from a table with linear interpolation; x beyond 12 counts as 12.
@inline(__always)
func squash(_ x: Float, _ table: UnsafePointer<Float>) -> Float {
  let place = (max(-LogOdds.limit, min(LogOdds.limit - 0.001, x)) + 12) * (2048 / 12)
  let index = Int(place), part = place - Float(index)
  return table[index] + (table[index + 1] - table[index]) * part
}
