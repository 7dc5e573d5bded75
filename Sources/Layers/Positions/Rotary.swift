import Files
import Kernels
import Numerics
import Tensors

/// Rotary positions for the heads of attention layers (Su et al. 2021): pair i of a head turns by position / base^(2 i /
/// D).
///
/// It has nothing to learn, and it ends at no context length: angles are computed when a pass first needs them, and kept.
public final class Rotary {
  /// How fast the angles of the later pairs fall; 10,000 in the paper.
  public let base: Double
  /// Which channels form a pair.
  public let layout: RotaryLayout
  /// How angles are slowed down for contexts longer than those of the training; nil for not at all.
  public let scaling: RotaryScaling?
  /// D.
  public let headSize: Int
  /// The angles of the positions that were needed so far. Several threads may use a model at the same time.
  private let table = Lock(Angles())

  /// Creates positions for heads of D channels, an even number.
  public init(
    headSize: Int, base: Double = 10_000, layout: RotaryLayout = .halves, scaling: RotaryScaling? = nil
  ) {
    precondition(
      headSize > 0 && headSize % 2 == 0, "Rotary: a head of \(headSize) channels has no whole number of pairs")
    (self.headSize, self.base, self.layout, self.scaling) = (headSize, base, layout, scaling)
  }

  /// Rotates the first `headCount` heads of each token: (B, T, N) -> (B, T, N).
  ///
  /// - Parameter start: the position of the first token.
  public func callAsFunction(_ x: Tensor, headCount: Int, start: Int) -> Tensor {
    let T = x.shape[1], shape: Shape = [T, headSize / 2]
    let rows = table.withLock { table in
      // The table grows to twice its size at least: a text that is read token by token computes each angle about once.
      let count = table.cosines.count / shape[1]
      if start + T > count { table.append(angles(of: count..<max(start + T, 2 * count))) }
      let numbers = start * shape[1]..<(start + T) * shape[1]
      return Angles(cosines: Array(table.cosines[numbers]), sines: Array(table.sines[numbers]))
    }
    return rotary(
      x, headCount: headCount, headSize: headSize, cosines: Tensor(shape, rows.cosines),
      sines: Tensor(shape, rows.sines), layout: layout)
  }

  /// The cosines and sines of all pairs at some positions, D / 2 for each position.
  private struct Angles {
    var cosines: [Float] = []
    var sines: [Float] = []

    mutating func append(_ other: Angles) {
      cosines += other.cosines
      sines += other.sines
    }
  }

  private func angles(of positions: Range<Int>) -> Angles {
    let frequencies = (0..<headSize / 2).map { pair in
      let plain = exponential(-naturalLogarithm(base) * 2 * Double(pair) / Double(headSize))
      return scaling?.scaled(plain) ?? plain
    }
    let all = positions.flatMap { position in frequencies.map { Double(position) * $0 } }
    return Angles(cosines: all.map { Float(cosine(of: $0)) }, sines: all.map { Float(sine(of: $0)) })
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

  /// Checks that the numbers make sense together.
  ///
  /// - Throws: `Problem` of the given kind.
  public func validate(_ kind: Problem.Kind) throws {
    let factors = [factor, lowFrequencyFactor, highFrequencyFactor]
    guard factors.allSatisfy({ $0 > 0 && $0.isFinite }), lowFrequencyFactor < highFrequencyFactor, originalContext >= 1
    else {
      throw Problem(
        kind,
        "the rotary scaling needs factors above 0, a low frequency factor below the high one, and an original context "
          + "of at least 1")
    }
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
