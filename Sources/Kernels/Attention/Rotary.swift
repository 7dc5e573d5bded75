import Numerics

/// Which channels of a head form a pair that is rotated together.
public enum RotaryLayout: String, CaseIterable, Codable, Sendable {
  /// Channel i with channel i + D / 2: the first half with the second, as Hugging Face stores Llama models.
  case halves
  /// Channel 2 i with channel 2 i + 1, as in the paper.
  case interleaved
}

/// The cosines and sines of the angles by which the pairs of channels turn, position by position.
public struct RotaryAngles {
  let cosines, sines: UnsafePointer<Float>
  let pairCount: Int

  /// Refers to tables with `pairCount` columns and a row for each position.
  public init(cosines: UnsafePointer<Float>, sines: UnsafePointer<Float>, pairCount: Int) {
    self.cosines = cosines
    self.sines = sines
    self.pairCount = pairCount
  }
}

/// Rotates the pairs of channels of each head by the angle of its position (Su et al. 2021, equation 34), and copies what
/// else is in a token's row.
///
///     (a, b) -> (a cos - b sin, b cos + a sin)
///
/// A rotation's gradient is the rotation in the other direction.
///
/// - Parameters:
///   - y: B T rows of `rowLength` floats; must not overlap x.
///   - x: the same; the first `headCount` times 2 pairs channels of each row are rotated.
///   - angles: of the positions of T tokens, from the first.
///   - isBackward: rotates by the negative angles.
public func rotate(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, rows: Int, rowLength: Int, headCount: Int,
  _ angles: RotaryAngles, length T: Int, _ layout: RotaryLayout, isBackward: Bool = false
) {
  let half = angles.pairCount, rotated = headCount * 2 * half, sign: Float = isBackward ? -1 : 1
  parallel(rows, work: rows * rowLength * 2) { range in
    for row in range {
      let x = x + row * rowLength, y = y + row * rowLength, position = row % T * half
      let cosines = angles.cosines + position, sines = angles.sines + position
      for head in 0..<headCount {
        let x = x + head * 2 * half, y = y + head * 2 * half
        switch layout {
        case .halves: rotateHalves(y, x, cosines, sines, sign, half)
        case .interleaved: rotatePairs(y, x, cosines, sines, sign, half)
        }
      }
      (y + rotated).update(from: x + rotated, count: rowLength - rotated)
    }
  }
}

@inline(__always)
private func rotateHalves(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ cosines: UnsafePointer<Float>,
  _ sines: UnsafePointer<Float>, _ sign: Float, _ half: Int
) {
  forEachLanes(half) { i in
    let (a, b, c, s) = (load(x + i), load(x + half + i), load(cosines + i), load(sines + i) * sign)
    store(multiplyAdd(a, c, -(b * s)), to: y + i)
    store(multiplyAdd(b, c, a * s), to: y + half + i)
  } tail: { i, rest in
    let (a, b) = (load(x + i, count: rest), load(x + half + i, count: rest))
    let (c, s) = (load(cosines + i, count: rest), load(sines + i, count: rest) * sign)
    store(multiplyAdd(a, c, -(b * s)), to: y + i, count: rest)
    store(multiplyAdd(b, c, a * s), to: y + half + i, count: rest)
  }
}

@inline(__always)
private func rotatePairs(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ cosines: UnsafePointer<Float>,
  _ sines: UnsafePointer<Float>, _ sign: Float, _ half: Int
) {
  for i in 0..<half {
    let (a, b, c, s) = (x[2 * i], x[2 * i + 1], cosines[i], sines[i] * sign)
    y[2 * i] = a * c - b * s
    y[2 * i + 1] = b * c + a * s
  }
}
