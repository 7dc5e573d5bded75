import Numerics
import Tensors

/// Rotary positions for the heads of attention layers (Su et al. 2021): pair i of a head turns by position / base^(2 i /
/// D).
///
/// It has nothing to learn, and nothing in it ends at the context length: positions beyond the table are computed when
/// they are needed.
public final class Rotary {
  /// How fast the angles of the later pairs fall; 10,000 in the paper.
  public let base: Double
  /// Which channels form a pair.
  public let layout: RotaryLayout
  /// How angles are slowed down for contexts longer than those of the training; nil for not at all.
  public let scaling: RotaryScaling?
  /// D.
  public let headSize: Int
  private let cosines, sines: Tensor

  /// Creates a table for `length` positions of heads of D channels, an even number.
  public init(
    headSize: Int, length: Int, base: Double = 10_000, layout: RotaryLayout = .halves, scaling: RotaryScaling? = nil
  ) {
    (self.headSize, self.base, self.layout, self.scaling) = (headSize, base, layout, scaling)
    (cosines, sines) = angles(of: 0..<length, headSize: headSize, base: base, scaling)
  }

  /// Rotates the first `headCount` heads of each token: (B, T, N) -> (B, T, N).
  ///
  /// - Parameter start: the position of the first token.
  public func callAsFunction(_ x: Tensor, headCount: Int, start: Int) -> Tensor {
    let end = start + x.shape[1]
    let (cosines, sines) =
      end <= cosines.shape[0]
      ? (cosines.slice(axis: 0, start..<end), sines.slice(axis: 0, start..<end))
      : angles(of: start..<end, headSize: headSize, base: base, scaling)
    return rotary(x, headCount: headCount, headSize: headSize, cosines: cosines, sines: sines, layout: layout)
  }
}

/// How Llama 3.1 slows its angles down to reach further than its training: pairs that turn less than once in the
/// original context by a factor, those that turn often not at all, and those in between by something in between.
public struct RotaryScaling: Codable, Equatable, Sendable {
  /// The factor for the slowest pairs.
  public var factor: Double
  /// Pairs that turn less often than this in the original context are slowed down by the whole factor.
  public var lowFrequencyFactor: Double
  /// Pairs that turn more often than this in the original context stay as they are.
  public var highFrequencyFactor: Double
  /// The context length of the original training.
  public var originalContext: Int

  /// Creates a scaling; the defaults are those of Llama 3.1.
  public init(
    factor: Double = 8, lowFrequencyFactor: Double = 1, highFrequencyFactor: Double = 4, originalContext: Int = 8192
  ) {
    self.factor = factor
    self.lowFrequencyFactor = lowFrequencyFactor
    self.highFrequencyFactor = highFrequencyFactor
    self.originalContext = originalContext
  }

  /// Returns the angle per position of a pair that turns by `frequency` without scaling.
  func scaled(_ frequency: Double) -> Double {
    let turns = Double(originalContext) * frequency / (2 * .pi)
    if turns < lowFrequencyFactor { return frequency / factor }
    if turns > highFrequencyFactor { return frequency }
    let smooth = (turns - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor)
    return (1 - smooth) * frequency / factor + smooth * frequency
  }
}

/// The cosines and sines of all pairs at some positions, (T, D / 2) each.
private func angles(of positions: Range<Int>, headSize: Int, base: Double, _ scaling: RotaryScaling?) -> (
  cosines: Tensor, sines: Tensor
) {
  precondition(headSize > 0 && headSize % 2 == 0, "Rotary: a head of \(headSize) channels has no whole number of pairs")
  let frequencies = (0..<headSize / 2).map { pair in
    let plain = exponential(-naturalLogarithm(base) * 2 * Double(pair) / Double(headSize))
    return scaling?.scaled(plain) ?? plain
  }
  let shape: Shape = [positions.count, headSize / 2]
  let all = positions.flatMap { position in frequencies.map { Double(position) * $0 } }
  return (Tensor(shape, all.map { Float(cosine(of: $0)) }), Tensor(shape, all.map { Float(sine(of: $0)) }))
}
