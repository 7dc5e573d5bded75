import Numerics

/// What is added to the scores of attention before the softmax, besides the mask.
public enum AttentionBias: String, Codable, CaseIterable, Sendable {
  case none
  /// Attention with linear biases (Press et al. 2022, section 3): head h subtracts a slope times the distance t - s
  /// between a query and a key, so that it needs no other positions. Each head has its own ``slope(ofHead:of:)``.
  case alibi
}

extension AttentionBias {
  /// Returns the slope of head h of H; 0 without a bias.
  ///
  /// The slopes are 2^(-8 / H), 2^(-16 / H), ..., 2^-8 if H is a power of two. Otherwise the first heads get the slopes
  /// of the next lower power of two, and the others every second slope of the next higher one.
  public func slope(ofHead h: Int, of H: Int) -> Float {
    guard case .alibi = self else { return 0 }
    let lower = 1 << (Int.bitWidth - 1 - H.leadingZeroBitCount)
    let exponent = h < lower ? 8 * Double(h + 1) / Double(lower) : 4 * Double(2 * (h - lower) + 1) / Double(lower)
    // With up to eight heads, and some more, every exponent is a whole number.
    if exponent == exponent.rounded() { return Float(sign: .plus, exponent: -Int(exponent), significand: 1) }
    return Float(exponential(-exponent * 0.693_147_180_559_945_3))
  }
}

extension AttentionBias {
  /// What a key one time step farther away adds to the scores of head h of H before their division by sqrt(D); nil
  /// without a bias.
  func step(ofHead h: Int, of H: Int, headSize D: Int) -> Float? {
    guard case .alibi = self else { return nil }
    return -slope(ofHead: h, of: H) * Float(D).squareRoot()
  }
}

extension AttentionShape {
  /// What a key one time step farther away adds to the scores of a head; nil without a bias.
  func step(ofHead h: Int) -> Float? { bias.step(ofHead: h, of: headCount, headSize: headSize) }
}

/// The bias of keys at neighboring time steps, for sixteen queries at neighboring time steps.
struct DistanceBias {
  private let step: Lanes
  /// t - s, as floats: whole numbers, exact up to 2^24.
  private var distances: Lanes

  /// Starts at a key that is `distance` time steps before the first query.
  @inline(__always)
  init(step: Float, distance: Int) {
    self.step = Lanes(repeating: step)
    distances = laneNumbersAsFloats + Float(distance)
  }

  /// Returns the scores of a key with its bias, and moves on to the next key.
  @inline(__always)
  mutating func add(to scores: Lanes) -> Lanes {
    let sum = multiplyAdd(distances, step, scores)
    distances = distances - 1
    return sum
  }
}
