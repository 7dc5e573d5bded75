import Kernels

/// Which channels of a head form a pair that is rotated together.
public typealias RotaryLayout = Kernels.RotaryLayout

/// Rotary positions (Su et al. 2021): rotates pairs of channels of each query and key by angles that grow with the
/// position of their token. The product of a query and a key then depends only on the distance between them.
///
///     (B, T, N) -> (B, T, N)
///
/// The first `headCount` heads of D channels are rotated; what follows them in a row, such as the values, is copied.
///
/// - Parameters:
///   - x: such as the parts of one projection: the heads of all queries, then those of all keys, then the values.
///   - headCount: the number of heads that are rotated, H + G.
///   - headSize: D, an even number.
///   - cosines: (T, D / 2), of the angles of the T tokens; sines: the same.
public func rotary(
  _ x: Tensor, headCount: Int, headSize: Int, cosines: Tensor, sines: Tensor, layout: RotaryLayout = .halves
) -> Tensor {
  require(
    x.shape.rank == 3 && headSize > 0 && headSize % 2 == 0 && headCount > 0 && headCount * headSize <= x.shape[2],
    "rotary: shape \(x.shape) does not hold \(headCount) heads of \(headSize) channels, an even number")
  let (B, T) = (x.shape[0], x.shape[1])
  require(
    cosines.shape == [T, headSize / 2] && sines.shape == cosines.shape,
    "rotary: angles of shape \(cosines.shape) and \(sines.shape) do not match x of shape \(x.shape)")
  func rotated(_ x: Tensor, isBackward: Bool) -> Tensor {
    let y = Tensor(unfilled: x.shape)
    withExtendedLifetime((cosines, sines)) {
      rotate(
        y.data, x.data, rows: B * T, rowLength: x.shape[2], headCount: headCount,
        RotaryAngles(cosines: cosines.data, sines: sines.data, pairCount: headSize / 2), length: T, layout,
        isBackward: isBackward)
    }
    return y
  }
  return rotated(x, isBackward: false).recorded("rotary", from: [x]) { dy, inputs in
    inputs.add(rotated(dy, isBackward: true), to: 0)
  }
}
