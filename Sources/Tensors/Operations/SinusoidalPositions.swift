import Numerics

/// A table of positions as sines and cosines, (T, C), to be added to token embeddings (Vaswani et al. 2017, section
/// 3.5):
///
///     row p, channel 2 i:      sin(p / 10000^(2 i / C))
///     row p, channel 2 i + 1:  cos(p / 10000^(2 i / C))
///
/// Each number is rounded once, however large the position.
///
/// - Parameters:
///   - count: T.
///   - width: C.
///   - start: the position of the first row.
public func sinusoidalPositions(count: Int, width: Int, start: Int = 0) -> Tensor {
  require(
    count >= 0 && width > 0 && start >= 0,
    "sinusoidalPositions: \(count) positions from \(start) with \(width) channels are not possible")
  let lnBase = 9.210_340_371_976_182_7
  let frequencies = (0..<(width + 1) / 2).map { exponential(-lnBase * Double(2 * $0) / Double(width)) }
  let table = Tensor(unfilled: [count, width])
  for row in 0..<count {
    for channel in 0..<width {
      let angle = Double(start + row) * frequencies[channel / 2]
      table.data[row * width + channel] = Float(channel % 2 == 0 ? sine(of: angle) : cosine(of: angle))
    }
  }
  return table
}
